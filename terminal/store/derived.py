"""The rows of sales, voids and returns worked out anew from their events, field by field: for the doctor.

Sums that agree (`checks`) do not show that somebody with the key changed two rows. This wants a sound
journal; it is slower than the checks, since every sale is read. Names and texts that are only shown are in
no journal, and cannot be compared.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, select

from loyalty.units import Money, Points
from loyalty.wire.chain import Event
from terminal.clock import from_timestamp
from terminal.sale import SettledSale, VoidedSale
from terminal.sale_body import tenders_from_body
from terminal.store.books import Reading
from terminal.store.checks import Finding
from terminal.store.database import Store
from terminal.store.derived_returns import is_return_as_told
from terminal.store.late_claims import claim_movements, claim_row
from terminal.store.sale_rows import (
    given_back,
    line_rows,
    movement_rows,
    sale_row,
    tender_rows,
    void_movement_rows,
    void_row,
)
from terminal.store.tables.late_claims import late_claims
from terminal.store.tables.sales import point_movements, sale_lines, sales, tenders, voids

Row = Mapping[str, Any]

_NOT_IN_THE_JOURNAL: Final = frozenset({"voided_by", "operator_name", "shown", "currency"})


def check_rows(store: Store) -> tuple[Finding, ...]:
    """Each sale, void and return whose rows are not those that its event makes.

    Raises:
        Unavailable: as `checks.check_pages`.
    """
    handle = store.read_apart()
    try:
        with handle.transaction() as reading:
            return tuple(_found(reading))
    finally:
        handle.close()


def _found(reading: Reading) -> Iterator[Finding]:
    for till, incarnation in reading.journal.chains():
        for event in reading.journal.walk(till=till, incarnation=incarnation):
            if not _is_as_told(reading, event):
                yield Finding("rows-off-event", f"{till}/{incarnation}: {event.seq}")


def _is_as_told(reading: Reading, event: Event) -> bool:
    if event.kind == "sale_settled":
        return _is_sale_as_told(reading, event)
    if event.kind in {"sale_refunded", "goods_returned"}:
        return is_return_as_told(reading, event)
    if event.kind == "receipt_claimed":
        return _is_claim_as_told(reading, event)
    return event.kind != "sale_voided" or _is_void_as_told(reading, event)


def _is_claim_as_told(reading: Reading, event: Event) -> bool:
    kept = reading.late_claims.of_sale(str(event.body["sale"]))
    if kept is None:
        return False
    run, seq, life = reading.connection, event.seq, event.incarnation
    own = (point_movements.c.incarnation == life) & (point_movements.c.seq == seq)
    row = claim_row(event, money=kept.money)
    return _are(run, late_claims, late_claims.c.sale == row["sale"], [row]) and _are(
        run, point_movements, own, claim_movements(event)
    )


def _is_sale_as_told(reading: Reading, event: Event) -> bool:
    sale = reading.sales.by_id(event.operation_id)
    if sale is None or sale.seq != event.seq or sale.operator != event.operator:
        return False
    life, run = event.incarnation, reading.connection
    own = (point_movements.c.sale == sale.sale) & (point_movements.c.seq == sale.seq)
    paid = tender_rows(sale.sale, sale.shift, sale.tenders)
    return (
        _is_taken_back_by_an_event(reading, sale.sale)
        and _are(run, sales, sales.c.sale == sale.sale, [sale_row(sale, life)])
        and _are(run, sale_lines, sale_lines.c.sale == sale.sale, line_rows(sale))
        and _are(run, tenders, tenders.c.receipt == sale.sale, paid)
        and _are(run, point_movements, own, movement_rows(sale, life))
    )


def _is_taken_back_by_an_event(reading: Reading, sale: str) -> bool:
    """Whether what the sale's row names as having taken it back did; true where it names nothing."""
    by = reading.connection.execute(select(sales.c.voided_by).where(sales.c.sale == sale)).scalar_one()
    event = None if by is None else reading.journal.by_operation(by)
    return by is None or (event is not None and event.body.get("sale") == sale)


def _is_void_as_told(reading: Reading, event: Event) -> bool:
    sale = reading.sales.by_id(str(event.body["sale"]))
    if sale is None:
        return False
    void = _void(event, sale)
    run, id_ = reading.connection, void.void
    back = tuple(given_back(tender) for tender in void.tenders)
    own = (point_movements.c.sale == sale.sale) & (point_movements.c.seq == void.seq)
    moved = void_movement_rows(void, event.incarnation)
    return (
        sale.voided
        and _are(run, voids, voids.c.void == id_, [void_row(void, event.incarnation)])
        and _are(run, tenders, tenders.c.receipt == id_, tender_rows(id_, void.shift, back))
        and _are(run, point_movements, own, moved)
    )


def _void(event: Event, sale: SettledSale) -> VoidedSale:
    body: Any = event.body
    refund = body["refund"]
    return VoidedSale(
        void=event.operation_id,
        seq=event.seq,
        receipt_label=body["receipt_label"],
        at=from_timestamp(event.at),
        shift=body["shift"],
        operator=event.operator,
        operator_name="",
        till_name="",
        sale=sale,
        money=Money(refund["money"]),
        points_taken=Points(refund["points_taken"]),
        points_returned=Points(refund["points_returned"]),
        tenders=tenders_from_body(body["tenders"]),
    )


def _are(connection: Connection, table: Table, which: ColumnElement[bool], told: Iterable[Row]) -> bool:
    """Whether these are the rows, each field of them."""
    kept = connection.execute(select(table).where(which)).mappings()
    return _comparable(dict(row) for row in kept) == _comparable(told)


def _comparable(rows: Iterable[Row]) -> set[frozenset[tuple[str, Any]]]:
    return {frozenset(each for each in row.items() if each[0] not in _NOT_IN_THE_JOURNAL) for row in rows}
