"""What a sale or a refund moved in the pool that partners share, out of what the sale kept before and after.

Whose stores they are, and what is owed for it, is `loyalty.settlement`'s matter.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from loyalty.account.model import SoldRecord
from loyalty.refund import points_given_back
from loyalty.settlement import Burned, Earned
from loyalty.units import Points


def movements_of(
    before: SoldRecord | None, after: SoldRecord, *, store: str, stores: Mapping[str, str]
) -> Iterator[Earned | Burned]:
    """The points that came and went by a sale, which has no `before`, or by one of its refunds.

    `store` is where it was sold; `stores` says where the sale was made that each lot is of. Points of lots
    that no sale earned, as those of a prize, are the pool's own.
    """
    earned = _earned(after) - (_earned(before) if before else 0)
    if earned:
        yield Earned(store, Points(earned))
    burned = _burned(after)
    burned.subtract(_burned(before) if before else Counter())
    for lot, points in burned.items():
        if points:
            yield Burned(store, stores.get(lot, ""), Points(points))


def _earned(record: SoldRecord) -> int:
    """What is left of the points that the sale earned."""
    lines = record.kept.lines
    return sum(line.earned_points - points_given_back(line, line.returned) for line in lines)


def _burned(record: SoldRecord) -> Counter[str]:
    """What is left of the points that the sale burned, by lot."""
    burned: Counter[str] = Counter()
    for part in record.burned:
        burned[part.lot] += part.points
    return burned
