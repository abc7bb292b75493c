"""Recommendations as accounts keep them, on both sides, and what passes from one to the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The friend's side: who recommended the program, when, and the sale that counted; empty before it.

    `points`, `voucher` and `min_spend` are what held for that sale. `is_forgotten`: the friend was, since;
    the sale may come back all the same, and nothing else of theirs counts any more.
    """

    by: str
    at: datetime
    sale: str = ""
    points: Points = Points(0)
    voucher: str = ""
    min_spend: Money = Money(0)
    is_forgotten: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Friend:
    """The referrer's side: one friend whose sale counted, and the points and the voucher that it gave."""

    id: str
    sale: str
    at: datetime
    points: Points
    voucher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """The referrer's side too: a friend who turned out to have been recommended before, and since when."""

    friend: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a friend's sale, or its return, has to say to the account `to`: it counts, or no longer."""

    to: str
    friend: str
    sale: str
    at: datetime
    counts: bool


def still_thanked_for(held: Iterable[Recommendation]) -> tuple[Recommendation, ...]:
    """What is kept of these once the friend is forgotten: who was thanked for which sale, to take it back.

    The friend's own points and vouchers are gone already.
    """
    return tuple(
        Recommendation(by=each.by, at=each.at, sale=each.sale, min_spend=each.min_spend, is_forgotten=True)
        for each in held
        if each.sale
    )


def one_of(
    held: Iterable[Recommendation],
) -> tuple[Recommendation | None, tuple[Recommendation, ...]]:
    """Of all that somebody has who is one person, the one that counts, or will; and those that rest.

    One person is a friend once: whichever a purchase counted for, or else the first. The others are kept for
    what has counted for them, which may come back, and for who is parted again.
    """
    held = tuple(held)
    first = next((each for each in held if each.sale), next(iter(held), None))
    return first, tuple(each for each in held if each is not first)
