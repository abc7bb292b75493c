"""What a sale gave and took of members' points, worked out anew from its events, against what was posted.

What stores and partners owe each other is a sum over these postings: who gave, who took, under which program.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from loyalty.refund import points_given_back
from loyalty.units import Points, Quantity
from loyalty.wire.journal import SaleSettled
from loyalty.wire.kept import kept_sale
from server.store.posted_points import PostedPoints


@dataclass(frozen=True, slots=True)
class MovedBySale:
    """A sale as its events leave it: sold at one till, its points given at one, what came back by till."""

    body: SaleSettled
    sold_at: str
    given_at: str
    returned: Mapping[int, Quantity]
    came_back: tuple[tuple[str, Points], ...]
    is_voided: bool


def points_burned(body: SaleSettled) -> Points:
    """All points that a sale took, those of rewards among them."""
    return Points(0 if body.burn is None else sum(part.points for part in body.burn.slices))


def moved_otherwise(
    moved: MovedBySale, posted: Iterable[PostedPoints], stores: Mapping[str, str]
) -> Iterator[str]:
    """Where the postings have other points, or have them at another store or under another program."""
    body, own = moved.body, list[PostedPoints]()
    for each in posted:
        if each.is_burn or (body.lot is not None and each.lot == body.lot.lot):
            own.append(each)
    for each in own:
        if each.program_version != body.program.version:
            yield (
                f"sale {body.sale}: points were posted under program {each.program_version}, "
                f"it was made under {body.program.version}"
            )
    given = Counter({stores[moved.given_at]: _left_of_earned(moved)})
    yield from _differing(body.sale, "given", _by_store(own, is_burn=False), given)
    yield from _burned_otherwise(moved, _by_store(own, is_burn=True), stores)


def _left_of_earned(moved: MovedBySale) -> int:
    body = moved.body
    if body.lot is None or moved.is_voided:
        return 0
    lines = kept_sale(body, moved.returned).lines
    return sum(line.earned_points - points_given_back(line, line.returned) for line in lines)


def _burned_otherwise(moved: MovedBySale, posted: Counter[str], stores: Mapping[str, str]) -> Iterator[str]:
    """What bought a voucher that was used since does not come back, and by how much the events do not say."""
    burned = Counter({stores[moved.sold_at]: int(points_burned(moved.body))})
    for till, points in moved.came_back:
        burned[stores[till]] -= points
    bought = moved.body.extras.rewards if moved.body.extras else ()
    for_good = sum(each.points for each in bought if not each.by_line)
    more = sum(posted.values()) - sum(burned.values())
    if not for_good:
        yield from _differing(moved.body.sale, "taken", posted, burned)
    elif not 0 <= more <= for_good:
        yield f"sale {moved.body.sale}: {sum(posted.values())} points were taken, not {sum(burned.values())}"


def _by_store(posted: Iterable[PostedPoints], *, is_burn: bool) -> Counter[str]:
    sums = Counter[str]()
    for each in posted:
        if each.is_burn == is_burn:
            sums[each.store or ""] += each.points
    return sums


def _differing(sale: str, word: str, posted: Counter[str], made: Counter[str]) -> Iterator[str]:
    for store in sorted(posted.keys() | made.keys()):
        if posted[store] != made[store]:
            yield (
                f"sale {sale}: {posted[store]} points were {word} at store {store}, "
                f"the journals come to {made[store]}"
            )
