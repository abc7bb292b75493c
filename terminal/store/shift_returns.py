"""The returns of a shift, with all that says what VAT came back: few questions, however many there are."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, tuple_

from loyalty.units import Quantity
from terminal.store.books import Reading
from terminal.store.prepared import Prepared
from terminal.store.tables.journal import journal, till_state
from terminal.store.tables.returns import foreign_sales, refund_lines, refunds
from terminal.store.tables.sales import sales

_IN_SHIFT = refunds.c.shift == bindparam("shift")
_EVENTS = Prepared(
    select(refunds.c.refund, refunds.c.sale, journal.c.body)
    .join(journal, journal.c.operation_id == refunds.c.refund)
    .where(_IN_SHIFT)
)
_SOLD = Prepared(
    select(sales.c.sale, journal.c.body)
    .select_from(refunds)
    .join(sales, sales.c.sale == refunds.c.sale)
    .join(till_state, till_state.c.one == 1)
    .join(
        journal,
        (journal.c.till == till_state.c.till)
        & (journal.c.incarnation == sales.c.incarnation)
        & (journal.c.seq == sales.c.seq),
    )
    .where(_IN_SHIFT)
)
_SOLD_ELSEWHERE = Prepared(
    select(foreign_sales.c.sale, foreign_sales.c.body, foreign_sales.c.returned)
    .join(refunds, refunds.c.sale == foreign_sales.c.sale)
    .where(_IN_SHIFT)
)
_OF_LINES = select(refunds.c.refund, refund_lines.c.line, func.sum(refund_lines.c.quantity))
_BACK = Prepared(
    _OF_LINES.join(refund_lines, refund_lines.c.refund == refunds.c.refund)
    .where(_IN_SHIFT, refund_lines.c.line.is_not(None))
    .group_by(refunds.c.refund, refund_lines.c.line)
)
_earlier = refunds.alias("earlier")
_BEFORE = Prepared(
    _OF_LINES.join(
        _earlier,
        (_earlier.c.sale == refunds.c.sale)
        & (tuple_(_earlier.c.incarnation, _earlier.c.seq) < tuple_(refunds.c.incarnation, refunds.c.seq)),
    )
    .join(refund_lines, refund_lines.c.refund == _earlier.c.refund)
    .where(_IN_SHIFT, refund_lines.c.line.is_not(None))
    .group_by(refunds.c.refund, refund_lines.c.line)
)

Lines = Mapping[int, Quantity]


class ShiftReturn(NamedTuple):
    """A return as it was done: its event's body, and that of its sale, None where there was no receipt.

    `before` is what had come back of each line by then, `back` what came back with it.
    """

    body: Mapping[str, Any]
    sold: Mapping[str, Any] | None
    before: Lines
    back: Lines


def returns_of_shift(reading: Reading, shift: str) -> Iterator[ShiftReturn]:
    """All of them, in no order."""
    connection, which = reading.connection, {"shift": shift}
    events = _EVENTS.all(connection, which)
    if not events:
        return
    sold = {sale: json.loads(body) for sale, body in _SOLD.all(connection, which)}
    elsewhere: dict[str, dict[int, int]] = {}
    for sale, body, returned in _SOLD_ELSEWHERE.all(connection, which):
        sold[sale], elsewhere[sale] = json.loads(body), dict(json.loads(returned))
    back, before = (_by_return(statement.all(connection, which)) for statement in (_BACK, _BEFORE))
    for refund, sale, body in events:
        earlier = dict(elsewhere.get(sale, {}))
        for line, quantity in before.get(refund, {}).items():
            earlier[line] = earlier.get(line, 0) + quantity
        yield ShiftReturn(
            body=json.loads(body),
            sold=None if sale is None else sold[sale],
            before={line: Quantity(quantity) for line, quantity in earlier.items()},
            back={line: Quantity(quantity) for line, quantity in back.get(refund, {}).items()},
        )


def _by_return(rows: list[tuple[Any, ...]]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for refund, line, quantity in rows:
        found.setdefault(refund, {})[line] = quantity
    return found
