"""Two people who give their word for what one alone may not do at the server."""

from server.usecases.admin.four_eyes import Person
from server.usecases.admin.settle_aside import Place, post_aside
from server.usecases.admin.setup import set_operator
from tests.integration.server.conftest import House

DOES, APPROVES = Person("ha", "2580"), Person("minh", "2580")


def two_managers(house: House) -> None:
    """Both may sign in, and both are managers."""
    for each in (DOES, APPROVES):
        set_operator(
            house.server, tenant=house.code, code=each.code, name=each.code, role="manager", pin=each.pin
        )


def post(house: House, till: str, seq: int) -> None:
    """Both have an event that was put aside posted."""
    post_aside(house.server, Place(till, seq), tenant=house.code, does=DOES, approves=APPROVES)
