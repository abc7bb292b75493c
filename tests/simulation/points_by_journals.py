"""Every member's points worked out once more, by nothing but what the events say that were applied."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from loyalty.wire.journal import SaleSettled
from loyalty.wire.late_claim import ReceiptClaimed
from loyalty.wire.returning import SaleRefunded
from loyalty.wire.sold import quantity_of
from tests.simulation.broken import Broken
from tests.simulation.server_state import ServerState
from tests.simulation.spoken import Journals, Told
from tests.simulation.thanks import points_of_friends

WHOLE = 1_000
"""Thousandths of the one thing that every simulated sale sells."""

Key = tuple[str, str]
"""A sale by the till that sold it, and its id: of one id there may be more where a till was tampered with."""


def points_are_their_journals(state: ServerState, journals: Journals) -> None:
    """Each member's, or all of theirs together who were ever one: merging and parting move points about."""
    expected, held = Counter[str](), Counter[str]()
    for member, points in _points_by_journals(state, journals).items():
        expected[state.root(member)] += points
    for member, points in points_of_friends(state):
        expected[state.root(member)] += points
    for member, file in state.files.items():
        expired = state.sums[member]["program:expired"]
        lost = -state.sums[member]["program:house-loss"]
        held[state.root(member)] += file.books.posted - file.books.owed + expired - lost
    for who in expected.keys() | held.keys():
        if held[who] != expected[who]:
            what = f"{who} has {held[who]}, the journals say {expected[who]}"
            raise Broken("a balance is not its rebuild", what)


def _points_by_journals(state: ServerState, journals: Journals) -> dict[str, int]:
    points: dict[str, int] = defaultdict(int, state.opening)
    moved = _sold(journals)
    voided = [_sale_of(state, each, moved) for each in _told(journals, "sale_voided")]
    for each in _told(journals, "receipt_claimed"):
        claim, key = ReceiptClaimed.from_json(each.said.body), _sale_of(state, each, moved)
        if moved[key][0] is not None:
            raise Broken("the points of a receipt went to two", claim.sale)
        moved[key] = (claim.member, claim.points)
    for gain in moved.values():
        _move(points, gain, 1)
    for key in voided:
        _move(points, moved[key], -1)
    back: dict[Key, int] = defaultdict(int, dict.fromkeys(voided, WHOLE))
    for each in _told(journals, "sale_refunded"):
        refund, key = SaleRefunded.from_json(each.said.body), _sale_of(state, each, moved)
        _move(points, (moved[key][0], refund.points_returned - refund.points_taken), 1)
        back[key] += 0 if refund.top_up else sum(quantity_of(line.quantity) for line in refund.lines)
        if back[key] > WHOLE:
            raise Broken("more came back than was sold", f"{back[key]} of {refund.sale}")
    return dict(points)


def _told(journals: Journals, kind: str) -> Iterable[Told]:
    """The applied events of a kind, but for those that are said again."""
    return (each for each in journals.applied() if each.said.kind == kind and not each.is_again)


def _sold(journals: Journals) -> dict[Key, tuple[str | None, int]]:
    """Every sale that was applied: whose it is, and the points that it moved."""
    sales = (
        (each.event.till, SaleSettled.from_json(each.said.body)) for each in _told(journals, "sale_settled")
    )
    return {(till, sale.sale): (sale.member, _points_of(sale)) for till, sale in sales}


def _sale_of(state: ServerState, told: Told, sold: Mapping[Key, object]) -> Key:
    """The sale that an event is about: its own till's, or the one that was let go to it."""
    till, sale = told.event.till, str(told.said.body["sale"])
    if (till, sale) in sold:
        return till, sale
    named = [key for key in sold if key[1] == sale]
    return next((key for key in named if state.locks.get(key, ("", ""))[0] == till), named[0])


def _points_of(sale: SaleSettled) -> int:
    return sale.earned_points - (sale.burn.points if sale.burn else 0)


def _move(points: dict[str, int], moved: tuple[str | None, int], sign: int) -> None:
    member, by = moved
    if member is not None:
        points[member] += sign * by
