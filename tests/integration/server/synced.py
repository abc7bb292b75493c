"""What came of a batch: why events were put aside, how a member stands, what the house bore."""

from loyalty.wire.feed import MemberState
from loyalty.wire.messages import SyncAnswer
from server.store.claims import list_claim_losses
from server.usecases.admin.doctor import examine_server
from tests.integration.server.conftest import House

AN = "member-an"


def whys(answer: SyncAnswer) -> list[str]:
    return [each.why for each in answer.outcomes]


def state_of(answer: SyncAnswer, member: str = AN) -> MemberState:
    return next(state for state in answer.members if state.member == member)


def sound(house: House) -> None:
    """Every figure follows from postings and journals, and nothing is out of place."""
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


def losses(house: House) -> list[tuple[str, int]]:
    found = house.server.database.read(lambda connection: list_claim_losses(connection, house.tenant))
    return [(each["sale"], each["amount"]) for each in found]
