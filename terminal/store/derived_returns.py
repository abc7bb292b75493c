"""The rows of a return worked out anew from its event, for the doctor; see `derived`.

Names of people and of goods without a receipt are in no row that is compared here.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from loyalty.wire.chain import Event
from loyalty.wire.sold import quantity_of
from terminal.store.books import Reading
from terminal.store.returns import moves_of
from terminal.store.tables.sales import point_movements

_NAMES: Final = frozenset({"operator_name", "approver_name", "is_whole"})
_PLACE: Final = ("kind", "points", "lot", "member", "position", "at", "sale")


def is_return_as_told(reading: Reading, event: Event) -> bool:
    """Whether a return's rows are those that its event makes."""
    kept = reading.returns.by_id(event.operation_id)
    if kept is None:
        return False
    body: Any = event.body
    sale = body.get("sale")
    place = (event.incarnation, event.seq)
    sold = None if sale is None else reading.returns.body_of(sale, before=place)
    row = {name: value for name, value in kept.row.items() if name not in _NAMES}
    lines = {(each.line, each.quantity, each.money) for each in kept.lines}
    paid = [(each.kind, each.amount) for each in kept.tenders]
    return (
        row == _row(event, None if sold is None else sold["member"])
        and lines
        == {(each.get("line"), quantity_of(each["quantity"]), each["money"]) for each in body["lines"]}
        and paid == [(each["kind"], each["amount"]) for each in body["tenders"]]
        and _moved(reading, event) == _moves(event, sold)
    )


def _row(event: Event, member: str | None) -> dict[str, Any]:
    body: Any = event.body
    return {
        "refund": event.operation_id,
        "sale": body.get("sale"),
        "member": member,
        "incarnation": event.incarnation,
        "seq": event.seq,
        "receipt_label": body["receipt_label"],
        "at": event.at,
        "shift": body["shift"],
        "operator": event.operator,
        "approver": body["approver"],
        "money": body["money"],
        "rounding": body["rounding"],
        "points_taken": body.get("points_taken", 0),
        "points_returned": body.get("points_returned", 0),
    }


def _moves(event: Event, sold: Mapping[str, Any] | None) -> set[tuple[Any, ...]]:
    if sold is None:
        return set()
    told = moves_of(event.body, sold, at=event.at)
    return {tuple((each | {"sale": sold["sale"]})[name] for name in _PLACE) for each in told}


def _moved(reading: Reading, event: Event) -> set[tuple[Any, ...]]:
    columns = [point_movements.c[name] for name in _PLACE]
    own = (point_movements.c.seq == event.seq) & (point_movements.c.incarnation == event.incarnation)
    return {tuple(row) for row in reading.connection.execute(select(*columns).where(own))}
