"""Recommendations in the fold that till and server share, and what they say to the one who recommended."""

from dataclasses import replace

from loyalty.account import quoted_sale
from loyalty.account.keeping import (
    NOTHING_KEPT,
    Change,
    keep_change,
    keep_notice,
    keep_refund,
    keep_sale,
    keeps_anything,
    lot_name,
    recommended_points,
    referral_lots,
)
from loyalty.account.kept_json import (
    friend_from_json,
    friend_to_json,
    kept_from_json,
    kept_to_json,
    passed_over_from_json,
    passed_over_to_json,
    recommendation_from_json,
    recommendation_to_json,
)
from loyalty.account.recommended import Friend, Notice, PassedOver, Recommendation
from loyalty.account.sold import Sale
from loyalty.quote import quote
from loyalty.refund import everything_left
from loyalty.units import Points
from tests.unit.account.accounts import day
from tests.unit.loyalty.shop import basket, line, program

VOUCHER = """
[[promotion]]
id = "fifty-off"
name = "Phiếu"
kind = "amount_off"
amount = 50000
when = { voucher = true }

[[voucher]]
id = "thanks"
promotion = "fifty-off"
issue = "referral"

[referral]
points_referrer = 100
points_friend = 50
voucher_referrer = "thanks"
min_spend = 200000
"""
TIER = '[[tier]]\nid = "member"\nat = 0\n'
BY = program(tiers=TIER, more=VOUCHER)
PLAIN = program(tiers=TIER)
RECOMMENDED = Recommendation(by="an", at=day(0))
FRIEND = replace(NOTHING_KEPT, recommendation=RECOMMENDED)


def sale(price: int, name: str = "s") -> Sale:
    return quoted_sale(name, quote(BY, basket(line("G", price=price), at=day(1))))


def test_a_program_that_rewards_recommending_keeps_something() -> None:
    assert keeps_anything(BY)
    assert not keeps_anything(PLAIN)


def test_the_purchase_that_counts_gives_points_and_tells_who_recommended() -> None:
    assert recommended_points(BY, FRIEND, sale(199_999)) == 0
    assert recommended_points(BY, NOTHING_KEPT, sale(250_000)) == 0
    assert recommended_points(BY, FRIEND, sale(250_000)) == 50
    kept = keep_sale(BY, FRIEND, sale(250_000))
    assert [(each.id, each.points) for each in kept.moves.earned] == [(lot_name("s/friend"), 50)]
    assert [(each.to, each.sale, each.counts) for each in kept.settling.notices] == [("an", "s", True)]
    assert recommended_points(BY, kept.account, sale(250_000, "t")) == 0


def test_brought_back_it_is_taken_from_both() -> None:
    sold = sale(250_000)
    kept = keep_sale(BY, FRIEND, sold)
    back = keep_refund(BY, kept.account, sold, everything_left(sold.kept), day(2))
    assert back.kept.moves.taken == ((lot_name("s/friend"), Points(50)),)
    assert back.kept.account.recommendation == RECOMMENDED
    assert [each.counts for each in back.kept.settling.notices] == [False]


def test_who_recommended_hears_of_it_and_hears_that_it_is_gone() -> None:
    won, moves = keep_notice(BY, NOTHING_KEPT, _notice(counts=True))
    assert [each.points for each in moves.earned] == [100]
    assert [each.promotion for each in won.issued] == ["fifty-off"]
    account = keep_change(NOTHING_KEPT, won)
    assert [each.sale for each in account.friends] == ["s"]
    lost, moves = keep_notice(BY, account, _notice(counts=False))
    assert [each[1] for each in moves.taken] == [100]
    assert lost == Change(cancelled=(won.issued[0].code,), lost_friends=("s",))
    after = keep_change(account, lost)
    assert after.friends == ()
    assert all(each.is_cancelled for each in after.vouchers)
    assert keep_notice(BY, after, _notice(counts=False))[0] == Change()
    assert keep_notice(PLAIN, NOTHING_KEPT, _notice(counts=True))[0] == Change()


def _notice(*, counts: bool) -> Notice:
    return Notice(to="an", friend="binh", sale="s", at=day(1), counts=counts)


def test_who_recommended_a_member_is_kept_as_a_change_and_read_as_it_was_written() -> None:
    account = keep_change(NOTHING_KEPT, Change(recommendation=RECOMMENDED))
    assert account == FRIEND
    assert keep_change(account, Change()) == account
    assert kept_from_json(kept_to_json(account)) == account
    assert recommendation_from_json(recommendation_to_json(RECOMMENDED)) == RECOMMENDED
    over = PassedOver(friend="binh", at=day(1))
    assert passed_over_from_json(passed_over_to_json(over)) == over
    told = keep_change(NOTHING_KEPT, Change(passed_over=(over,)))
    assert kept_from_json(kept_to_json(told)).passed_over == (over,)
    assert keep_change(told, Change(count_again=(over,))) == NOTHING_KEPT
    friend = Friend(id="binh", sale="s", at=day(1), points=Points(100), voucher="1")
    assert friend_from_json(friend_to_json(friend)) == friend


def test_the_lots_that_a_sale_may_have_given_both_are_known_by_its_id() -> None:
    friends = keep_sale(BY, FRIEND, sale(250_000))
    (notice,) = friends.settling.notices
    _, thanks = keep_notice(BY, NOTHING_KEPT, notice)
    assert {each.id for each in (*friends.moves.earned, *thanks.earned)} == referral_lots("s")
