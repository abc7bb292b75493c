"""Sales and voids as rows, projected from their events, and which of them the server has not seen yet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Executable,
    Integer,
    Row,
    bindparam,
    func,
    insert,
    literal_column,
    null,
    select,
    union_all,
    update,
)

from loyalty.identity.cards import receipt_number_of
from loyalty.identity.phones import TAIL_LENGTH
from loyalty.wire.chain import short_hash
from terminal.clock import from_timestamp
from terminal.sale import SettledSale, VoidedSale
from terminal.sale_body import SaleRecord, sale_from_body
from terminal.store.prepared import Prepared
from terminal.store.sale_rows import (
    given_back,
    line_rows,
    movement_rows,
    sale_row,
    tender_rows,
    void_movement_rows,
    void_row,
)
from terminal.store.tables.journal import journal, till_state
from terminal.store.tables.members import members
from terminal.store.tables.sales import point_movements, sale_lines, sales, tenders, voids

_JOURNAL_OF_SALE = (
    (journal.c.till == till_state.c.till)
    & (journal.c.incarnation == sales.c.incarnation)
    & (journal.c.seq == sales.c.seq)
)
_KEPT = (
    select(
        journal.c.body,
        journal.c.seq,
        journal.c.hash,
        sales.c.operator,
        sales.c.operator_name,
        till_state.c.name.label("till_name"),
        sales.c.currency,
        sales.c.shown,
        members.c.name.label("member_name"),
        members.c.e164,
        sales.c.voided_by,
    )
    .select_from(sales)
    .join(till_state, till_state.c.one == 1)
    .join(journal, _JOURNAL_OF_SALE)
    .outerjoin(members, members.c.member == func.coalesce(sales.c.person, sales.c.member))
)
_BY_ID = _KEPT.where(sales.c.sale == bindparam("sale"))
_BY_DIGITS = _KEPT.where(
    sales.c.receipt_number == bindparam("number"), sales.c.receipt_digits == bindparam("digits")
)
_BY_NUMBER = _KEPT.where(sales.c.receipt_number == bindparam("number"))
_LAST = _KEPT.where(
    sales.c.receipt_number == select(func.max(sales.c.receipt_number)).correlate(None).scalar_subquery()
)
_LATEST = (
    select(sales.c.at, journal.c.body)
    .select_from(sales)
    .join(till_state, till_state.c.one == 1)
    .join(journal, _JOURNAL_OF_SALE)
    .where(sales.c.voided_by.is_(None))
    .order_by(sales.c.receipt_number.desc())
    .limit(bindparam("most"))
)
_ADD = Prepared(insert(sales))
_ADD_LINES = Prepared(insert(sale_lines))
_ADD_TENDERS = Prepared(insert(tenders))
_ADD_MOVEMENTS = Prepared(insert(point_movements))
_ADD_VOID = Prepared(insert(voids))
_MARK_VOIDED = update(sales).where(sales.c.sale == bindparam("id")).values(voided_by=bindparam("by"))
_IS_UNSYNCED_SALE = (sales.c.incarnation == till_state.c.incarnation) & (sales.c.seq > till_state.c.acked_seq)
_IS_UNSYNCED_VOID = (voids.c.incarnation == till_state.c.incarnation) & (voids.c.seq > till_state.c.acked_seq)
_UNSYNCED = Prepared(
    union_all(
        select(
            journal.c.body,
            null().label("void"),
            literal_column("0", Integer).label("points_taken"),
            literal_column("0", Integer).label("points_returned"),
            sales.c.at,
        )
        .select_from(till_state)
        .join(sales, _IS_UNSYNCED_SALE)
        .join(journal, _JOURNAL_OF_SALE)
        .where(sales.c.member == bindparam("member")),
        select(journal.c.body, voids.c.void, voids.c.points_taken, voids.c.points_returned, voids.c.at)
        .select_from(till_state)
        .join(voids, _IS_UNSYNCED_VOID)
        .join(sales, sales.c.sale == voids.c.sale)
        .join(journal, _JOURNAL_OF_SALE)
        .where(voids.c.member == bindparam("member")),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsyncedSale:
    """A member's sale that the server's figures do not have in them; `body` is that of `sale_settled`."""

    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsyncedVoid:
    """A void, done `at`, that the server's figures do not have; `body` is that of the sale it took back."""

    body: Mapping[str, Any]
    points_taken: int
    points_returned: int
    at: datetime


class Sales:
    """What was sold and voided at this till."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_id(self, sale: str) -> SettledSale | None:
        """The sale of that id."""
        return self._one(_BY_ID, {"sale": sale})

    def by_digits(self, digits: str) -> SettledSale | None:
        """The sale whose receipt carries those 16 digits."""
        return self._one(_BY_DIGITS, {"number": receipt_number_of(digits), "digits": digits})

    def by_number(self, number: int) -> SettledSale | None:
        """The sale of that receipt number."""
        return self._one(_BY_NUMBER, {"number": number})

    def last(self) -> SettledSale | None:
        """The sale made last, voided or not."""
        return self._one(_LAST, {})

    def latest(self, most: int) -> list[tuple[str, Mapping[str, Any]]]:
        """The moments and bodies of so many that were not voided, the newest first."""
        rows = self._connection.execute(_LATEST, {"most": most})
        return [(row.at, json.loads(row.body)) for row in rows]

    def add(self, sale: SettledSale, *, incarnation: int) -> None:
        """Project a settled sale: its row, lines, tenders and movements of points."""
        connection = self._connection
        _ADD.run(connection, sale_row(sale, incarnation))
        _ADD_LINES.run_all(connection, line_rows(sale))
        _ADD_TENDERS.run_all(connection, tender_rows(sale.sale, sale.shift, sale.tenders))
        _ADD_MOVEMENTS.run_all(connection, movement_rows(sale, incarnation))

    def add_void(self, void: VoidedSale, *, incarnation: int) -> None:
        """Project a void: its row, the tenders and movements the other way, the mark on the sale."""
        connection = self._connection
        returned = tuple(given_back(tender) for tender in void.tenders)
        _ADD_VOID.run(connection, void_row(void, incarnation))
        _ADD_TENDERS.run_all(connection, tender_rows(void.void, void.shift, returned))
        _ADD_MOVEMENTS.run_all(connection, void_movement_rows(void, incarnation))
        connection.execute(_MARK_VOIDED, {"id": void.sale.sale, "by": void.void})

    def unsynced(self, member: str) -> tuple[tuple[UnsyncedSale, ...], tuple[UnsyncedVoid, ...]]:
        """What this till did for a member that the server has not acknowledged."""
        rows = _UNSYNCED.all(self._connection, {"member": member})
        return (
            tuple(UnsyncedSale(body=json.loads(body)) for body, void, *_ in rows if void is None),
            tuple(
                UnsyncedVoid(
                    body=json.loads(body),
                    points_taken=taken,
                    points_returned=returned,
                    at=from_timestamp(at),
                )
                for body, void, taken, returned, at in rows
                if void is not None
            ),
        )

    def _one(self, query: Executable, which: Mapping[str, str | int]) -> SettledSale | None:
        row = self._connection.execute(query, which).first()
        return None if row is None else _sale(row)


def _sale(row: Row[Any]) -> SettledSale:
    kept = SaleRecord(
        seq=row.seq,
        operator=row.operator,
        operator_name=row.operator_name,
        till_name=row.till_name,
        currency=row.currency,
        shown=json.loads(row.shown),
        member_name=row.member_name or "",
        phone_tail="" if row.e164 is None else row.e164[-TAIL_LENGTH:],
        voided=row.voided_by is not None,
        mark=short_hash(row.hash),
    )
    return sale_from_body(json.loads(row.body), kept)
