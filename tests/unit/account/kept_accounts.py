"""Accounts with something of everything that is kept beside points."""

from datetime import date

from loyalty.account import Account
from loyalty.account.cards import FullCard, HeldCard
from loyalty.account.debts import Debt
from loyalty.account.feats import Feat, FeatSale
from loyalty.account.issued import Voucher
from loyalty.account.recommended import Friend, Recommendation
from loyalty.account.terms import Term
from loyalty.account.uses import BenefitUse
from loyalty.lots import Lot, LotSlice
from loyalty.units import Money, Points
from tests.unit.account.accounts import day


def a_voucher(
    code: str,
    *,
    origin: str = "",
    points: int = 0,
    starts: float = 0,
    ends: float | None = 10,
    redeemed: float | None = None,
    is_cancelled: bool = False,
) -> Voucher:
    """A voucher with days counted from the Tuesday that all begins with."""
    return Voucher(
        code=code,
        rule="bought",
        promotion="fifty-off",
        name="Phiếu",
        issue="reward",
        issued_at=day(0),
        starts_at=day(starts),
        ends_at=None if ends is None else day(ends),
        origin=origin,
        points=Points(points),
        redeemed_at=None if redeemed is None else day(redeemed),
        redeemed_by="" if redeemed is None else "s",
        is_cancelled=is_cancelled,
    )


def everything() -> Account:
    """An account with something of each kind."""
    return Account(
        vouchers=(a_voucher("1"), a_voucher("2", ends=None, points=30, origin="s1")),
        cards=(
            HeldCard(
                card="card",
                lots=(Lot("s1", Points(2), day(0), day(0), None),),
                debts=(Debt("s0", Points(1)),),
                full=(FullCard("1", day(0), (LotSlice("s1", Points(3), day(9)),)),),
            ),
        ),
        feats=(
            Feat(
                challenge="three",
                name="Ba món",
                measure="units",
                since=date(2026, 11, 1),
                goal=3,
                times=1,
                sales=(FeatSale("s1", date(2026, 11, 24), 2),),
            ),
        ),
        memberships=(
            Term(
                membership="plus",
                name="Plus",
                sale="s1",
                line=0,
                starts=date(2026, 11, 24),
                ends=date(2027, 11, 24),
                paid=Money(99_000),
                used_in=frozenset({"b", "a"}),
            ),
        ),
        uses=(BenefitUse("u1", "lounge", day(0)),),
        recommendation=Recommendation(by="m0", at=day(0)),
        friends=(Friend(id="m2", sale="s9", at=day(0), points=Points(5)),),
    )
