"""Points by hand: two people with their PINs, a reason, one posting, and a row that never changes."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import DBAPIError

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.roles import Role
from server.store.adjustments import Adjustment, list_adjustments
from server.usecases.admin.adjust import Wish, adjust_points
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.four_eyes import Person
from server.usecases.admin.people import Who, set_blocked
from server.usecases.admin.publish import publish_program
from server.usecases.admin.setup import set_operator
from tests.integration.server.conftest import PROGRAM, House

AN = "member-an"
MAI, HUY = Person("mai", "2580"), Person("huy", "7413")
WISH = Wish(adjustment="a1", who=Who(member=AN), points=Points(50), reason="Bù điểm thiếu")

pytestmark = pytest.mark.usefixtures("quick_pins")


@pytest.fixture
def shop(house: House) -> House:
    people: tuple[tuple[Person, Role], ...] = ((MAI, "supervisor"), (HUY, "manager"))
    for person, role in people:
        set_operator(
            house.server, tenant=house.code, code=person.code, name=person.code, role=role, pin=person.pin
        )
    house.q1.enrol(AN)
    house.q1.sell("s1", AN, earned=100)
    house.q1.sync()
    return house


def adjust(house: House, wish: Wish, does: Person, approves: Person | None) -> Adjustment:
    return adjust_points(house.server, tenant=house.code, wish=wish, does=does, approves=approves)


def balance(house: House) -> int:
    return house.holdings().points.outstanding


def test_two_people_give_and_take_and_both_are_written_down(shop: House) -> None:
    given = adjust(shop, WISH, MAI, HUY)
    assert balance(shop) == 150
    taken = adjust(shop, replace(WISH, adjustment="a2", points=Points(-120)), MAI, HUY)
    assert balance(shop) == 30
    assert (given.by != given.approved_by, given.reason) == (True, "Bù điểm thiếu")
    kept = shop.server.database.read(lambda connection: list_adjustments(connection, shop.tenant, AN))
    assert kept == [given, taken]
    assert examine_server(shop.server, tenant=shop.code) == ()
    shop.check()


@pytest.mark.parametrize(
    ("does", "approves", "code"),
    [
        (HUY, HUY, "two-people-needed"),
        (MAI, None, "second-person-needed"),
        (HUY, None, "second-person-needed"),
        (HUY, MAI, "operator-may-not"),
        (MAI, Person("huy", "0000"), "wrong-pin-of"),
        (Person("mai", "0000"), HUY, "wrong-pin-of"),
        (MAI, Person("huy", MAI.pin), "wrong-pin-of"),
        (Person("lan", "2580"), HUY, "operator-may-not"),
        (Person("nobody", "2580"), HUY, "no-such-operator"),
    ],
)
def test_one_person_alone_or_the_wrong_ones_change_nothing(
    shop: House, does: Person, approves: Person | None, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        adjust(shop, WISH, does, approves)
    assert balance(shop) == 100


def test_whoever_was_blocked_approves_nothing_more(shop: House) -> None:
    set_operator(
        shop.server, tenant=shop.code, code="huy", name="huy", role="manager", pin=HUY.pin, blocked=True
    )
    with pytest.raises(Refused, match="no-such-operator"):
        adjust(shop, WISH, MAI, HUY)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (replace(WISH, points=Points(0)), "nothing-adjusted"),
        (replace(WISH, reason="  "), "adjustment-reason"),
        (replace(WISH, points=Points(-101)), "points-short"),
        (replace(WISH, who=Who(member="nobody")), "no-such-member"),
    ],
)
def test_what_makes_no_sense_is_refused(shop: House, wish: Wish, code: str) -> None:
    with pytest.raises(Refused, match=code):
        adjust(shop, wish, MAI, HUY)
    assert balance(shop) == 100


def test_up_to_the_programs_limit_one_person_may_do_it_alone(shop: House) -> None:
    limited = f"{PROGRAM}\n[limits.manager_over]\npoints_adjusted = 50\n"
    publish_program(shop.server, tenant=shop.code, text=limited, name="program.toml")
    assert adjust(shop, WISH, MAI, None).approved_by is None
    for points in (51, -51):
        with pytest.raises(Refused, match="second-person-needed"):
            adjust(shop, replace(WISH, adjustment="a2", points=Points(points)), MAI, None)
    assert balance(shop) == 150


def test_what_a_till_was_lent_is_not_taken(shop: House) -> None:
    shop.q1.lease("l1", AN, 60)
    with pytest.raises(Refused, match="points-short"):
        adjust(shop, replace(WISH, points=Points(-41)), MAI, HUY)
    adjust(shop, replace(WISH, points=Points(-40)), MAI, HUY)
    assert balance(shop) == 60
    shop.check()


def test_the_same_adjustment_is_not_made_twice(shop: House) -> None:
    adjust(shop, WISH, MAI, HUY)
    with pytest.raises((Refused, DBAPIError)):
        adjust(shop, WISH, MAI, HUY)
    assert balance(shop) == 150


def test_points_of_somebody_blocked_are_taken_and_given(shop: House) -> None:
    set_blocked(shop.server, tenant=shop.code, who=WISH.who, blocked=True)
    adjust(shop, replace(WISH, points=Points(-100)), MAI, HUY)
    assert balance(shop) == 0
    adjust(shop, replace(WISH, adjustment="a2"), MAI, HUY)
    assert balance(shop) == 50
    shop.check()
