"""Lots: points by the day they were earned, so that each can be spent, given back and die in its own time.

Values in, values out: who holds which lots is the store's matter. Nothing here knows of sales or of rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from loyalty.errors import Refused
from loyalty.program.model import Program
from loyalty.units import Points

_MOMENT = timedelta(microseconds=1)
_END_OF_TIME = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Lot:
    """The points left of one earning.

    `dies_at` is the first moment at which they are gone, `None` where they never die. A dead lot keeps what
    died in it, because points that died unspent count as given back when the sale that earned them is
    returned.
    """

    id: str
    points: Points
    earned_at: datetime
    spendable_from: datetime
    dies_at: datetime | None

    def is_alive(self, at: datetime) -> bool:
        """Whether the points have not died by this moment."""
        return lives(self.dies_at, at)

    def is_spendable(self, at: datetime) -> bool:
        """Whether the points can be burned at this moment."""
        return self.spendable_from <= at and self.is_alive(at)


def lives(dies_at: datetime | None, at: datetime) -> bool:
    """Whether what dies then has not died by this moment."""
    return dies_at is None or at < dies_at


@dataclass(frozen=True, slots=True)
class LotSlice:
    """So many points out of one lot; `dies_at` is that lot's, kept for the day they may come back."""

    lot: str
    points: Points
    dies_at: datetime | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The lot after points were taken out of it, and what was spent already and is now owed."""

    lot: Lot
    owed: Points


def lot_for(program: Program, *, lot_id: str, points: Points, earned_at: datetime) -> Lot:
    """The lot of an earning: it dies with the last moment of its local month, `expire_months` later.

    A moment past the calendar's last year is never reached: such a lot does not die, or is never spendable.
    The moments are in UTC, where the hour that a clock is set back is not there twice.
    """
    local = earned_at.astimezone(program.zone)
    return Lot(
        id=lot_id,
        points=points,
        earned_at=earned_at.astimezone(UTC),
        spendable_from=_days_later(local, program.points.pending_days),
        dies_at=end_of_month(local, program.points.expire_months),
    )


def balance(lots: Iterable[Lot], owed: Points, at: datetime) -> Points:
    """What is left in the lots that are spendable at this moment, less what is owed; it may be below 0."""
    return Points(sum(lot.points for lot in lots if lot.is_spendable(at)) - owed)


def burn_from(lots: Iterable[Lot], points: Points, at: datetime) -> tuple[LotSlice, ...]:
    """The slices that burning takes: from the lot that dies first, then from the oldest.

    Raises:
        Refused: `not-enough-points`; nothing is taken.
    """
    slices: list[LotSlice] = []
    missing = points
    for lot in sorted((lot for lot in lots if lot.is_spendable(at)), key=_burning_order):
        taken = Points(min(missing, lot.points))
        if taken > 0:
            slices.append(LotSlice(lot.id, taken, lot.dies_at))
            missing = Points(missing - taken)
    if missing > 0:
        raise Refused("not-enough-points", asked=points, missing=missing)
    return tuple(slices)


def last_slices(slices: tuple[LotSlice, ...], points: int) -> tuple[tuple[LotSlice, ...], list[LotSlice]]:
    """What is left of burned slices, and so many points of them, what was taken last first."""
    left = list(slices)
    coming: list[LotSlice] = []
    while points:
        part = left.pop()
        taken = Points(min(points, part.points))
        coming.append(replace(part, points=taken))
        points -= taken
        if part.points > taken:
            left.append(replace(part, points=Points(part.points - taken)))
    return tuple(left), coming


def returned_lot(part: LotSlice, *, burned_at: datetime, returned_at: datetime, zone: tzinfo) -> Lot:
    """The points of a slice as they come back: into the same lot, which lives on as if they had never left.

    A lot that has died since lives as many more days as it had left when it was burned, counted from the day
    of the return.
    """
    dies_at = life_after_return(part.dies_at, burned_at=burned_at, returned_at=returned_at, zone=zone)
    return Lot(part.lot, part.points, burned_at, min(burned_at, returned_at), dies_at)


def life_after_return(
    dies_at: datetime | None, *, burned_at: datetime, returned_at: datetime, zone: tzinfo
) -> datetime | None:
    """When something dies that was burned and comes back: as before, or as many days later as it had left.

    Days are those of the zone's calendar: it dies with the end of one, at whatever hours it was burned and
    came back.
    """
    if dies_at is None or dies_at > returned_at:
        return dies_at
    last, burned_on = ((moment.astimezone(zone)).date() for moment in (dies_at - _MOMENT, burned_at))
    return end_of_day(returned_at.astimezone(zone), (last - burned_on).days)


def take_back(lot: Lot, points: Points) -> TakenBack:
    """Takes earned points out of the sale's own lot, dead or alive; what was spent already is owed."""
    taken = min(lot.points, points)
    return TakenBack(replace(lot, points=Points(lot.points - taken)), Points(points - taken))


def pay_owed(lot: Lot, owed: Points) -> TakenBack:
    """Pays what is owed out of a new earning, as far as it goes."""
    return take_back(lot, owed)


def _burning_order(lot: Lot) -> tuple[bool, datetime, datetime, str]:
    return (lot.dies_at is None, lot.dies_at or _END_OF_TIME, lot.earned_at, lot.id)


def _days_later(local: datetime, days: int) -> datetime:
    try:
        return (local + timedelta(days=days)).astimezone(UTC)
    except OverflowError:
        return _END_OF_TIME


def end_of_day(local: datetime, days: int) -> datetime | None:
    """The end of the local day so many days later; `None` past the last year."""
    try:
        following = local.date() + timedelta(days=days + 1)
    except OverflowError:
        return None
    return datetime.combine(following, time(), local.tzinfo).astimezone(UTC)


def end_of_month(local: datetime, months: int) -> datetime | None:
    """The end of the local month so many months later; `None` for 0 months and past the last year."""
    if not months:
        return None
    year, month = divmod(local.year * 12 + local.month + months, 12)
    if year > _END_OF_TIME.year:
        return None
    return datetime(year, month + 1, 1, tzinfo=local.tzinfo).astimezone(UTC)
