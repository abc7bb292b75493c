"""An, who recommends the program, and friends who buy."""

from loyalty.wire.journal import MemberEnrolled, SaleSettled
from loyalty.wire.messages import Person
from server.context import Server
from tests.integration.server.conftest import KEEPING, PROGRAM, FakeClock, House, make_house
from tests.integration.server.kept_things import state
from tests.integration.server.tills import FakeTill, sale_body

AN, BINH = "m-an", "m-binh"
REFERRAL = """
[[voucher]]
id = "thanks"
promotion = "fifty-off"
issue = "referral"
days = 30

[referral]
points_referrer = 100
points_friend = 50
voucher_referrer = "thanks"
min_spend = 200000
within_days = 30
cap = { times = 2, per = "month" }
"""


def recommending_house(server: Server, clock: FakeClock) -> House:
    """A house in which An recommends the program."""
    house = make_house(server, clock, PROGRAM + KEEPING + REFERRAL)
    house.q1.enrol(AN)
    house.q1.sync(persons=[Person(AN, "An", "+84912345678")])
    return house


def bring(till: FakeTill, friend: str = BINH, *, by: str | None = AN) -> None:
    """A friend is enrolled, and names who recommended the program."""
    till.record("member_enrolled", MemberEnrolled(friend, referrer=by))


def buy(till: FakeTill, sale: str, friend: str | None = BINH, *, net: int = 250_000) -> SaleSettled:
    body = sale_body(sale, friend, fingerprint=till.fingerprint, net=net, earned=25)
    till.record("sale_settled", body)
    return body


def points(house: House) -> tuple[int, int]:
    """What Bình and An have."""
    return state(house, BINH).points, state(house, AN).points


def thanks(house: House) -> int:
    return sum(promotion == "fifty-off" for promotion in state(house, AN).vouchers.values())
