"""What is kept of two who turn out to be one person, and of each when they are parted again."""

from dataclasses import replace
from datetime import date

import pytest

from loyalty.account import Account
from loyalty.account.cards import HeldCard
from loyalty.account.feats import FeatSale
from loyalty.account.joining import joined, parted
from loyalty.account.kept_json import kept_from_json, kept_to_json
from loyalty.account.recommended import Friend, Recommendation
from loyalty.account.uses import BenefitUse
from loyalty.lots import Lot
from loyalty.units import Points
from tests.unit.account.accounts import day
from tests.unit.account.kept_accounts import a_voucher, everything


def two() -> tuple[Account, Account]:
    """Two accounts of one person, each with a new card and something of its own."""
    mine = replace(everything(), id="m1", recommendation=None)
    start = Lot("start", Points(1), day(0), day(0), None)
    theirs = Account(
        id="m2",
        vouchers=(a_voucher("7"),),
        cards=(
            HeldCard(card="card", lots=(start, Lot("s5", Points(1), day(0), day(0), None))),
            HeldCard(card="other", lots=(start,)),
        ),
        feats=(
            replace(mine.feats[0], sales=(FeatSale("s5", date(2026, 11, 24), 1),), given=("s5/three/1",)),
            replace(mine.feats[0], challenge="other", sales=(), given=("7",)),
        ),
        memberships=(replace(mine.memberships[0], sale="s5"),),
        uses=(BenefitUse("u5", "lounge", day(0)),),
        recommendation=Recommendation(by="m0", at=day(0)),
        friends=(Friend(id="m9", sale="s5", at=day(0), points=Points(5)),),
    )
    return mine, theirs


def test_two_who_are_one_have_the_things_of_both() -> None:
    mine, theirs = two()
    both = joined(mine, theirs)
    assert [each.code for each in both.vouchers] == ["1", "2", "7"]
    assert {card.card: card.stamps(day(1)) for card in both.cards} == {"card": 3, "other": 1}
    assert {feat.challenge: feat.have for feat in both.feats} == {"three": 3, "other": 0}
    assert both.recommendation == theirs.recommendation


def test_parted_again_each_has_what_was_theirs_and_what_came_since_goes_with_its_sale() -> None:
    mine, theirs = two()
    apart = parted(joined(mine, theirs), theirs, ())
    assert apart.mine == mine
    assert apart.theirs == theirs
    since = joined(mine, theirs)
    later = replace(since, vouchers=(*since.vouchers, a_voucher("8", origin="s8")))
    assert [each.code for each in parted(later, theirs, ("s8",)).theirs.vouchers] == ["7", "8"]
    assert parted(mine, Account(id="m2"), ()) == (mine, Account(id="m2"))


def test_parted_again_each_has_the_stamps_that_their_own_card_began_with() -> None:
    start = Lot("start", Points(1), day(0), day(0), None)
    cards = (HeldCard(card="card", lots=(start,)),)
    first, second, third = (Account(id=each, cards=cards) for each in ("a", "b", "c"))
    two = joined(second, first)
    assert parted(two, first, ()) == (second, first)
    three = joined(third, two)
    assert parted(three, two, ()) == (third, two)
    apart = parted(three, first, ())
    assert apart == (joined(third, second), first)
    assert parted(apart.mine, second, ()) == (third, second)


@pytest.mark.parametrize(
    ("counted", "goes"),
    [("", True), ("s8", True), ("s1", False)],
    ids=["none has counted", "of who goes back", "of who stays"],
)
def test_parted_again_a_recommendation_is_one_and_goes_with_the_purchase_that_counted(
    counted: str, *, goes: bool
) -> None:
    mine, theirs = two()
    both = joined(mine, theirs)
    recommended = Recommendation(by="m0", at=day(0), sale=counted, points=Points(50 if counted else 0))
    apart = parted(replace(both, recommendation=recommended), theirs, ("s5", "s8"))
    assert apart.mine.recommendation == (None if goes else recommended)
    assert apart.theirs.recommendation == (recommended if goes else None)


def test_parted_again_each_has_the_recommendation_of_their_own() -> None:
    mine, theirs = two()
    own = Recommendation(by="m3", at=day(0))
    mine = replace(mine, recommendation=own)
    apart = parted(joined(mine, theirs), theirs, ())
    assert (apart.mine.recommendation, apart.theirs.recommendation) == (own, theirs.recommendation)


def recommended(by: str, sale: str = "") -> Recommendation:
    return Recommendation(by=by, at=day(0), sale=sale, points=Points(50 if sale else 0))


@pytest.mark.parametrize(
    ("older", "younger", "counts"),
    [
        (recommended("m3"), recommended("m4"), "m3"),
        (recommended("m3"), recommended("m4", "s5"), "m4"),
        (recommended("m3", "s1"), recommended("m4"), "m3"),
        (recommended("m3", "s1"), recommended("m4", "s5"), "m3"),
    ],
    ids=["the older friend's", "what counted for the younger", "for the older", "for both: the older's"],
)
def test_of_two_friends_who_are_one_one_recommendation_counts_and_parted_each_has_theirs(
    older: Recommendation, younger: Recommendation, counts: str
) -> None:
    mine, theirs = two()
    mine, theirs = replace(mine, recommendation=older), replace(theirs, recommendation=younger)
    both = joined(mine, theirs)
    assert both.recommendation is not None
    assert both.recommendation.by == counts
    assert set(both.recommendations) == {older, younger}
    assert kept_from_json(kept_to_json(both)).recommendations == both.recommendations
    assert parted(both, theirs, ["s5"]) == (mine, theirs)


def test_a_recommendation_that_counted_while_they_were_one_goes_with_the_purchase() -> None:
    mine, theirs = two()
    mine, theirs = (
        replace(mine, recommendation=recommended("m3")),
        replace(theirs, recommendation=recommended("m4")),
    )
    both = replace(joined(mine, theirs), recommendation=recommended("m3", "s8"))
    apart = parted(both, theirs, ("s5", "s8"))
    assert apart.mine.recommendations == ()
    assert apart.theirs.recommendations == (recommended("m3", "s8"), recommended("m4"))


def test_one_that_an_earlier_version_dropped_goes_back_as_it_was() -> None:
    mine, theirs = two()
    own = replace(mine, recommendation=recommended("m3"))
    apart = parted(replace(joined(own, theirs), resting=()), theirs, ())
    assert (apart.mine.recommendation, apart.theirs.recommendation) == (
        recommended("m3"),
        theirs.recommendation,
    )
