"""A tampered till that says more than anybody could be told: it is put aside, and all others go on."""

from loyalty.program import parse_program
from loyalty.units import Money, Points
from loyalty.wire.canonical import MAX_INT, parse_json
from loyalty.wire.messages import LeaseAsk, Person, SyncAnswer
from loyalty.wire.written import message_bytes
from server.context import Server
from server.model import KeptPurchase, Profile
from server.store.tables.members import members
from server.usecases.standing import day_of, stand
from tests.integration.server import gifts, wallets
from tests.integration.server.conftest import PROGRAM, START, FakeClock, House, make_house
from tests.integration.server.tills import FakeTill

MOST = 10**12 - 1
AN = "member-an"


def told(till: FakeTill, *asks: LeaseAsk) -> SyncAnswer:
    """The answer to all that waits, as a till reads it."""
    return SyncAnswer.from_json(parse_json(message_bytes(till.sync(asks=asks, feed_limit=500))))


def whys(answer: SyncAnswer) -> list[str]:
    return [each.why for each in answer.outcomes]


def test_points_beyond_what_can_be_told_are_put_aside_and_the_next_event_goes_on(house: House) -> None:
    house.q1.enrol(AN)
    for number in range(3):
        house.q1.sell(f"s{number}", AN, earned=MOST)
    house.q1.sell("honest", None)
    assert whys(told(house.q1)) == ["", "", "too-much-held", "too-much-held", ""]
    answer = told(house.q2, LeaseAsk("l1", AN))
    assert [each.amount for each in answer.leases] == [MOST]
    house.check()


def test_what_takes_away_is_not_asked_and_makes_room(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN, earned=MOST)
    lease = house.q1.lease("l1", AN, 100)
    house.q1.close("l1", AN)
    assert whys(told(house.q1)) == [""]
    assert lease.amount == 100
    house.check()


def test_money_on_a_gift_card_beyond_what_can_be_told_is_put_aside(house: House) -> None:
    for number in range(2):
        gifts.sell_card(house.q1, f"g{number}", amount=9 * 10**11)
    answer = told(house.q1)
    assert whys(answer) == ["", "too-much-held"]
    assert [each.balance for each in answer.gifts] == [9 * 10**11]
    assert told(house.q2, LeaseAsk("l1", gifts.CARD, account="gift")).gifts
    house.check()


def test_money_in_a_wallet_beyond_what_can_be_told_is_put_aside(server: Server, clock: FakeClock) -> None:
    house = make_house(server, clock, PROGRAM + wallets.RULES)
    house.q1.enrol(wallets.MEMBER)
    for number in range(2):
        wallets.top_up(house.q1, f"t{number}", 9 * 10**11)
    assert whys(told(house.q1)) == ["", "", "too-much-held"]
    told(house.q2)
    house.check()


def test_two_who_have_too_much_together_are_not_made_one_by_rule(house: House) -> None:
    for member in ("m1", "m2"):
        house.q1.enrol(member)
        house.q1.sell(f"s-{member}", member, earned=MOST)
    house.q1.sync(persons=[Person(member, "An", "+84912345678") for member in ("m1", "m2")])
    assert {row["state"] for row in house.rows(members)} == {"active"}
    told(house.q2)
    house.check()


def test_what_a_member_bought_is_counted_as_far_as_it_can_be_told() -> None:
    profile = Profile(member=AN, enrolled_at=START, tier="member")
    bought = [
        KeptPurchase(sale=f"s{number}", store="q1", at=START, spend=Money(MOST), points=Points(MOST))
        for number in range(MAX_INT // MOST + 2)
    ]
    program = parse_program(PROGRAM + "\n[limits]\nearn_max_per_day = 100\n", name="limited")
    assert stand(profile, bought, program, START).measure == MAX_INT
    day = day_of(program, bought, at=START)
    assert day is not None
    assert day.earned == MAX_INT
