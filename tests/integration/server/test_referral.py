"""A friend who was recommended: both are given what the program says, once, and lose it with the purchase."""

from dataclasses import replace

import pytest

from loyalty.account import Account
from loyalty.account.recommended import Friend, Notice
from loyalty.program.read import parse_program
from loyalty.units import Points
from loyalty.wire.kept_claim import claimed_sale
from server.books.model import Books, Cause
from server.clock import moment_text
from server.context import Server
from server.keeping.model import Keeping
from server.model import MemberFile
from server.usecases.keeping import hear_of_friend
from tests.integration.server.conftest import KEEPING, PROGRAM, START, FakeClock, House
from tests.integration.server.kept_things import state
from tests.integration.server.recommending import (
    AN,
    BINH,
    REFERRAL,
    bring,
    buy,
    points,
    recommending_house,
    thanks,
)
from tests.integration.server.returned_goods import event_of
from tests.integration.server.synced import sound, whys
from tests.integration.server.tills import burn_of, claim_of, sale_body


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """An, who recommends the program."""
    return recommending_house(server, clock)


def test_both_are_given_it_once_at_the_first_purchase_that_is_enough(house: House) -> None:
    had = thanks(house)
    bring(house.q1)
    assert whys(house.q1.sync()) == [""]
    assert "recommendation" in (state(house, BINH).keeping or {})
    buy(house.q2, "s1", net=199_999)
    house.q2.sync()
    assert points(house) == (25, 0)
    buy(house.q2, "s2")
    answer = house.q2.sync()
    assert points(house) == (25 + 25 + 50, 100)
    assert thanks(house) == had + 1
    assert AN in {each.member for each in answer.members}, "every till hears of it with the answer"
    assert "m-binh" in str((state(house, AN).keeping or {})["friends"]), "by name"
    buy(house.q1, "s3")
    house.q1.sync()
    assert points(house) == (25 + 25 + 50 + 25, 100)
    sound(house)


def test_what_is_brought_back_takes_it_from_both_and_the_next_purchase_counts(house: House) -> None:
    had = thanks(house)
    bring(house.q1)
    sold = buy(house.q1, "s1")
    house.q1.sync()
    assert points(house) == (75, 100)
    house.q1.void(sold)
    house.q1.sync()
    assert (points(house), thanks(house)) == ((0, 0), had)
    buy(house.q1, "s2")
    house.q1.sync()
    assert (points(house), thanks(house)) == ((75, 100), had + 1)
    sound(house)


def test_after_the_days_are_over_nothing_is_given(house: House) -> None:
    bring(house.q1)
    house.q1.sync()
    house.clock.move(hours=24 * 31)
    body = sale_body("s1", BINH, fingerprint=house.q1.fingerprint, net=250_000, earned=25)
    house.q1.record("sale_settled", body, at=moment_text(house.clock.now()))
    house.q1.sync()
    assert points(house) == (25, 0)


def test_above_the_cap_of_a_month_the_friends_get_theirs_all_the_same(house: House) -> None:
    for number in range(3):
        bring(house.q1, f"m-{number}")
        buy(house.q1, f"s{number}", f"m-{number}")
    house.q1.sync()
    assert [state(house, f"m-{number}").points for number in range(3)] == [75, 75, 75]
    assert state(house, AN).points == 200
    sound(house)


@pytest.mark.parametrize(("by", "why"), [(BINH, "referral-self"), ("nobody", "referral-unknown"), (None, "")])
def test_who_cannot_recommend_is_told_of_and_the_enrolment_stands(
    house: House, by: str | None, why: str
) -> None:
    bring(house.q1, by=by)
    assert whys(house.q1.sync()) == [why]
    buy(house.q1, "s1")
    house.q1.sync()
    assert points(house) == (25, 0)


def test_a_sale_that_is_put_aside_says_nothing_to_anybody(house: House) -> None:
    bring(house.q1)
    house.q1.sync()
    body = buy(house.q2, "s1")
    house.q2.journal.pop()
    house.q2.record("sale_settled", replace(body, total=1))
    assert whys(house.q2.sync()) == ["sums-differ"]
    assert points(house) == (0, 0)


def test_a_receipt_that_the_friend_claims_late_counts_for_both_until_it_comes_back(
    house: House,
) -> None:
    bring(house.q1)
    bought = sale_body("s1", None, fingerprint=house.q1.fingerprint, net=250_000)
    said = claim_of(bought, BINH, earned=25)
    house.q1.record("sale_settled", bought)
    house.q1.record("receipt_claimed", said)
    assert set(whys(house.q1.sync())) == {""}
    assert points(house) == (75, 100)
    house.q1.record("sale_refunded", event_of(claimed_sale(bought, said), {0: 2_000}))
    assert whys(house.q1.sync()) == [""]
    assert points(house) == (0, 0)
    sound(house)


def test_what_came_back_before_it_was_claimed_counts_for_nobody(house: House) -> None:
    bring(house.q1)
    bought = sale_body("s1", None, fingerprint=house.q1.fingerprint, net=250_000)
    house.q1.record("sale_settled", bought)
    house.q1.record("sale_refunded", event_of(bought, {0: 1_000}))
    house.q1.record("receipt_claimed", claim_of(bought, BINH, earned=20, gone=10))
    assert set(whys(house.q1.sync())) == {""}
    assert points(house) == (10, 0)
    sound(house)


def test_what_was_spent_of_it_is_owed_by_both_once_the_purchase_comes_back(house: House) -> None:
    bring(house.q1)
    bought = buy(house.q1, "s1")
    house.q1.sync()
    for number, (member, points_left) in enumerate(((AN, 100), (BINH, 75))):
        lease = house.q1.lease(f"l{number}", member)
        burn = burn_of(lease, points_left)
        house.q1.sell(f"spent-{number}", member, earned=0, burn=burn)
        house.q1.close(f"l{number}", member, spent=points_left)
    house.q1.sync()
    assert points(house) == (0, 0)
    house.q1.void(bought)
    assert whys(house.q1.sync()) == [""]
    assert (state(house, BINH).owed, state(house, AN).owed) == (75, 100)
    sound(house)


@pytest.mark.parametrize(("who", "given", "owed"), [(AN, 100, 40), (BINH, 75, 15)], ids=["an", "the friend"])
def test_what_is_owed_of_it_is_paid_at_once_though_the_tills_clock_is_behind(
    house: House, who: str, given: int, owed: int
) -> None:
    """The friend's welcome is taken back after the purchase's own points."""
    bring(house.q1)
    bought = buy(house.q1, "s1")
    house.q1.sync()
    lease = house.q1.lease("l1", who)
    house.q1.sell("spent", who, earned=0, burn=burn_of(lease, given))
    house.q1.close("l1", who, spent=given)
    began = house.clock.now()
    house.clock.move(hours=3)
    house.q1.now = house.clock.now()
    house.q1.sell("later", who, earned=60)
    house.q1.sync()
    house.q1.now = began
    house.q1.void(bought)
    assert whys(house.q1.sync()) == [""]
    assert (state(house, who).points, state(house, who).owed) == (0, owed)
    house.check()


def test_a_lot_that_somebody_else_has_by_now_is_not_looked_for() -> None:
    friend = Friend(id=BINH, sale="s1", at=START, points=Points(100))
    file = MemberFile(AN, None, Books(), keeping=Keeping(Account(friends=(friend,))))
    gone = Notice(to=AN, friend=BINH, sale="s1", at=START, counts=False)
    cause = Cause(operation="q1:1:9", at=START, store=None, program_version=1, sale="s1")
    hear_of_friend(file, parse_program(PROGRAM + KEEPING + REFERRAL, name="program.toml"), gone, cause)
    assert (file.keeping.account.friends, file.books.owed) == ((), 0)


def test_thanks_under_the_name_of_some_that_came_back_while_lent_hold_up_nobody(house: House) -> None:
    """The lot is there as long as a till has it; another till, tampered with, would want it given anew."""
    bring(house.q1)
    bring(house.q2, "m-chi")
    house.q2.sync()
    bought = buy(house.q1, "s1")
    house.q1.sync()
    house.q1.lease("l1", AN)
    house.q1.void(bought)
    buy(house.q2, "s1", "m-chi")
    buy(house.q2, "s2", None)
    house.q1.sync()
    assert whys(house.q2.sync()) == ["", ""]
    house.q1.close("l1", AN, spent=0)
    assert whys(house.q1.sync()) == [""]
    assert state(house, AN).points == 0
    sound(house)
