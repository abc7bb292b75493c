"""A friend who was recommended: both are given what the program says, once, and lose it with the purchase."""

from dataclasses import replace

import pytest

from loyalty.account import Account
from loyalty.account.recommended import Friend, Notice
from loyalty.program.read import parse_program
from loyalty.units import Points
from loyalty.wire.journal import MemberEnrolled, SaleSettled
from loyalty.wire.kept_claim import claimed_sale
from loyalty.wire.messages import Person
from server.books.model import Books, Cause
from server.clock import moment_text
from server.context import Server
from server.keeping.model import Keeping
from server.model import MemberFile
from server.usecases import merging
from server.usecases.admin.doctor import examine_server
from server.usecases.keeping import hear_of_friend
from tests.integration.server.conftest import KEEPING, PROGRAM, START, FakeClock, House, make_house
from tests.integration.server.test_claims import whys
from tests.integration.server.test_households import do, join
from tests.integration.server.test_keeping import state
from tests.integration.server.test_returns import event_of
from tests.integration.server.tills import FakeTill, burn_of, claim_of, sale_body

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


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """An, who recommends the program."""
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
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


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
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


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
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


@pytest.mark.parametrize(("by", "why"), [(BINH, "referral-self"), ("nobody", "referral-unknown"), (None, "")])
def test_who_cannot_recommend_is_told_of_and_the_enrolment_stands(
    house: House, by: str | None, why: str
) -> None:
    bring(house.q1, by=by)
    assert whys(house.q1.sync()) == [why]
    buy(house.q1, "s1")
    house.q1.sync()
    assert points(house) == (25, 0)


def test_two_numbers_of_one_person_recommend_nobody(house: House) -> None:
    bring(house.q1)
    answer = house.q1.sync(persons=[Person(BINH, "An", "+84912345678")])
    assert whys(answer) == ["referral-self"]


def test_a_friend_of_somebody_who_was_merged_is_whose_they_are_now(house: House) -> None:
    bring(house.q1)
    house.q1.enrol("m-older")
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=AN, survivor="m-older", by="manager")
    buy(house.q2, "s1")
    house.q2.sync()
    assert state(house, "m-older").points == 100
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


def test_who_is_one_with_their_friend_by_now_is_given_nothing_for_them(house: House) -> None:
    bring(house.q1)
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by="manager")
    buy(house.q2, "s1")
    house.q2.sync()
    assert state(house, AN).points == 25 + 50
    house.check()


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
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


def test_what_came_back_before_it_was_claimed_counts_for_nobody(house: House) -> None:
    bring(house.q1)
    bought = sale_body("s1", None, fingerprint=house.q1.fingerprint, net=250_000)
    house.q1.record("sale_settled", bought)
    house.q1.record("sale_refunded", event_of(bought, {0: 1_000}))
    house.q1.record("receipt_claimed", claim_of(bought, BINH, earned=20, gone=10))
    assert set(whys(house.q1.sync())) == {""}
    assert points(house) == (10, 0)
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


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
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


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


def test_parted_again_whoever_recommended_keeps_what_the_friends_purchase_gave_them(house: House) -> None:
    had = thanks(house)
    bring(house.q1)
    bought = buy(house.q1, "s1")
    house.q1.sync(persons=[Person(BINH, "Bình", "+84987654321")])
    merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by="manager")
    merging.unmerge(house.server, house.tenant, alias=BINH, by="manager")
    assert (points(house), thanks(house)) == ((75, 100), had + 1)
    house.q1.void(bought)
    assert whys(house.q1.sync()) == [""]
    assert (points(house), thanks(house)) == ((0, 0), had)
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


def test_who_was_taken_for_a_friend_by_mistake_is_none_and_the_friends_purchase_counts_once(
    house: House,
) -> None:
    house.q1.enrol("m-chi")
    bring(house.q1)
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=BINH, survivor="m-chi", by="manager")
    merging.unmerge(house.server, house.tenant, alias=BINH, by="manager")
    buy(house.q1, "s1", "m-chi")
    house.q1.sync()
    assert (state(house, "m-chi").points, points(house)) == (25, (0, 0))
    buy(house.q1, "s2")
    house.q1.sync()
    assert points(house) == (75, 100)
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


CHI, DUNG = "m-chi", "m-dung"


def two_friends(house: House) -> None:
    """Bình was recommended by An, and Dung by Chi, an hour later."""
    house.q1.enrol(CHI)
    bring(house.q1)
    house.q1.sync()
    house.clock.move(hours=1)
    house.q1.now = house.q2.now = house.clock.now()
    bring(house.q1, DUNG, by=CHI)
    house.q1.sync()


def is_well(house: House) -> bool:
    house.check()
    return examine_server(house.server, tenant=house.code) == ()


def have(house: House) -> dict[str, int]:
    return {member: state(house, member).points for member in (AN, BINH, CHI, DUNG)}


def test_two_friends_who_turn_out_to_be_one_are_a_friend_once_and_of_the_older(house: House) -> None:
    two_friends(house)
    merging.merge(house.server, house.tenant, alias=DUNG, survivor=BINH, by="manager")
    bought = buy(house.q1, "s1", DUNG)
    buy(house.q1, "s2")
    house.q1.sync()
    assert have(house) == {AN: 100, BINH: 25 + 25 + 50, CHI: 0, DUNG: 0}
    house.q1.void(bought)
    house.q1.sync()
    assert have(house)[AN] == 0
    merging.unmerge(house.server, house.tenant, alias=DUNG, by="manager")
    buy(house.q1, "s3", DUNG)
    buy(house.q1, "s4")
    house.q1.sync()
    assert have(house) == {AN: 100, BINH: 25 + 25 + 50, CHI: 100, DUNG: 25 + 50}
    assert is_well(house)


@pytest.mark.parametrize("undone", [False, True], ids=["as one", "parted again"])
def test_what_both_bought_before_they_were_one_comes_back_from_each_side(
    house: House, *, undone: bool
) -> None:
    two_friends(house)
    sold = buy(house.q1, "s1"), buy(house.q1, "s2", DUNG)
    house.q1.sync()
    assert have(house) == {AN: 100, BINH: 75, CHI: 100, DUNG: 75}
    merging.merge(house.server, house.tenant, alias=DUNG, survivor=BINH, by="manager")
    if undone:
        merging.unmerge(house.server, house.tenant, alias=DUNG, by="manager")
    for body, left in zip(reversed(sold), ((100, 0), (0, 0)), strict=True):
        house.q1.void(body)
        assert whys(house.q1.sync()) == [""]
        assert (have(house)[AN], have(house)[CHI]) == left
    assert have(house) == {AN: 0, BINH: 0, CHI: 0, DUNG: 0}
    assert is_well(house)


def test_what_the_younger_bought_counts_and_no_second_purchase_does(house: House) -> None:
    two_friends(house)
    sold = buy(house.q1, "s1", DUNG)
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=DUNG, survivor=BINH, by="manager")
    buy(house.q1, "s2")
    house.q1.sync()
    assert (have(house)[AN], have(house)[CHI]) == (0, 100)
    house.q1.void(sold)
    house.q1.sync()
    assert (have(house)[AN], have(house)[CHI]) == (0, 0)
    assert is_well(house)


def test_a_sale_under_the_name_of_another_friends_counts_once_and_holds_up_nobody(house: House) -> None:
    bring(house.q1)
    bring(house.q1, "m-chi")
    buy(house.q1, "s1")
    house.q1.sync()
    buy(house.q2, "s1", "m-chi")  # as a tampered till could
    buy(house.q2, "s2", None)
    assert whys(house.q2.sync()) == ["", ""]
    assert points(house) == (75, 100)
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


@pytest.mark.parametrize("friend", ["m-chi", BINH])
def test_its_return_takes_nothing_that_another_friends_purchase_gave(house: House, friend: str) -> None:
    bring(house.q1)
    bring(house.q1, "m-chi")
    had = thanks(house)
    bought = buy(house.q1, "s1")
    house.q1.sync()
    made_up = buy(house.q2, "s1", friend)
    house.q2.sync()
    house.q2.void(made_up)
    buy(house.q2, "s2", None)
    assert whys(house.q2.sync())[-1] == ""
    assert (points(house), thanks(house)) == ((75, 100), had + 1)
    house.q1.void(bought)
    assert whys(house.q1.sync()) == [""]
    assert (points(house), thanks(house)) == ((0, 0), had)
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


def test_the_return_of_who_was_merged_since_takes_it_from_both(house: House) -> None:
    house.q1.enrol("m-older")
    bring(house.q1)
    bought = buy(house.q1, "s1")
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=BINH, survivor="m-older", by="manager")
    house.q1.void(bought)
    assert whys(house.q1.sync()) == [""]
    assert (state(house, "m-older").points, state(house, AN).points) == (0, 0)
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


@pytest.mark.parametrize("since", ["shares", "has left"])
def test_the_return_of_who_shared_a_household_since_takes_it_from_both(house: House, since: str) -> None:
    house.q1.enrol("m-chi")
    bring(house.q1)
    bought = buy(house.q1, "s1")
    house.q1.sync()
    pool = join(house, BINH, member="m-chi")
    if since == "has left":
        do(house, "household-leave", pool, BINH)
    house.q1.void(bought)
    assert whys(house.q1.sync()) == [""]
    assert (state(house, pool).points, state(house, AN).points) == (0, 0)
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


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
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()
