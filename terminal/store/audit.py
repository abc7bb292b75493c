"""Looking through the till's journal: by who, what, when, and whatever stands in what was written."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Text, and_, func, literal, or_, select
from sqlalchemy import cast as cast_sql

from loyalty.units import Money, Points
from terminal.audit import AuditEntry, AuditQuery
from terminal.clock import from_timestamp, timestamp
from terminal.store.tables.catalogue import operators
from terminal.store.tables.journal import journal
from terminal.store.tables.sales import sales

_AMOUNTS = ("to_pay", "amount", "money", "counted", "float", "refunded")
_ON_PAPER = ("$.receipt.label", "$.receipt.digits")
_MOST_SALES = 5
_NOTES = ("note", "name", "sku")


class Audit:
    """The journal as it is looked through; the last event first."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, query: AuditQuery, *, most: int) -> tuple[AuditEntry, ...]:
        """What fits, the last first."""
        ids = self._sales_of(query.text) if query.text else ()
        wanted = select(journal).where(*_conditions(query, ids)).order_by(journal.c.row.desc()).limit(most)
        rows = self._connection.execute(wanted).mappings().all()
        names: dict[str, str] = {
            row.operator: row.name
            for row in self._connection.execute(select(operators.c.operator, operators.c.name))
        }
        bodies = [cast("Mapping[str, Any]", json.loads(row["body"])) for row in rows]
        receipts = self._receipts({str(body["sale"]) for body in bodies if body.get("sale")})
        return tuple(
            _entry(row["seq"], row["kind"], row["at"], row["operator"], body, names, receipts)
            for row, body in zip(rows, bodies, strict=True)
        )

    def _sales_of(self, receipt: str) -> tuple[str, ...]:
        """The sales whose receipt has that number: what was done with them later names them by their ids."""
        written = [func.json_extract(journal.c.body, path) for path in _ON_PAPER]
        query = select(func.json_extract(journal.c.body, "$.sale")).where(
            journal.c.kind == "sale_settled", or_(*(each == receipt for each in written))
        )
        return tuple(self._connection.execute(query.limit(_MOST_SALES)).scalars())

    def _receipts(self, wanted: set[str]) -> dict[str, tuple[int, str]]:
        """The receipts of sales: counted, and as they stand on paper."""
        columns = (sales.c.sale, sales.c.receipt_number, sales.c.receipt_digits)
        rows = self._connection.execute(select(*columns).where(sales.c.sale.in_(wanted)))
        return {row.sale: (row.receipt_number, row.receipt_digits) for row in rows}


def _conditions(query: AuditQuery, ids: Sequence[str]) -> Iterator[ColumnElement[bool]]:
    if query.operator:
        said = json.dumps(query.operator)
        yield or_(journal.c.operator == query.operator, journal.c.body.contains(said, autoescape=True))
    if query.only:
        yield journal.c.kind.in_(query.only)
    if query.without:
        yield journal.c.kind.not_in(query.without)
    if query.since is not None:
        yield journal.c.at >= _moment(query.since)
    if query.until is not None:
        yield journal.c.at < _moment(query.until)
    if query.text:
        yield or_(
            _stands_in_body(query.text),
            journal.c.kind.in_(query.kinds),
            journal.c.operator.in_(query.operators),
            *(journal.c.body.contains(f'"{sale}"', autoescape=True) for sale in ids),
        )


def _stands_in_body(text: str) -> ColumnElement[bool]:
    """A figure or a number as a whole, words as a part; in what was said, not in how it is written down."""
    said = func.json_tree(journal.c.body).table_valued("atom", "type")
    is_whole = cast_sql(said.c.atom, Text) == text
    is_part = and_(said.c.type == "text", said.c.atom.contains(text, autoescape=True))
    fits = select(literal(1)).select_from(said).where(is_whole if text.isdigit() else is_part)
    return and_(journal.c.body.contains(text, autoescape=True), fits.exists())


def _moment(at: datetime) -> str:
    return timestamp(at)


def _entry(
    seq: int,
    kind: str,
    at: str,
    operator: str,
    body: Mapping[str, Any],
    names: Mapping[str, str],
    receipts: Mapping[str, tuple[int, str]],
) -> AuditEntry:
    number, digits = receipts.get(str(body.get("sale")), (None, ""))
    label = _part(body, "receipt").get("label") or body.get("receipt_label") or digits
    expected, way, what, reason = (body.get(name) for name in ("expected", "way", "what", "reason"))
    return AuditEntry(
        seq=seq,
        at=from_timestamp(at),
        kind=kind,
        operator=names.get(operator, operator),
        approver=_name(body.get("approver"), names),
        asked_by=_name(body.get("asked_by"), names),
        receipt=str(label),
        number=number,
        amount=_amount(body),
        difference=None if expected is None else Money(int(body.get("counted", 0)) - int(expected)),
        detail=f"{way}-{reason}" if way else str(what or reason or ""),
        note=_note(kind, body, names),
        points=Points(body["points"]) if kind == "member_changed" and "points" in body else None,
        why=str(reason or "") if kind == "member_changed" else "",
    )


def _note(kind: str, body: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What somebody wrote; of a change of an operator who it was."""
    if kind == "operator_changed":
        return _name(body.get("operator"), names)
    return next((str(body[name]) for name in _NOTES if body.get(name)), "")


def _name(who: object, names: Mapping[str, str]) -> str:
    return "" if who is None else names.get(str(who), str(who))


def _amount(body: Mapping[str, Any]) -> Money | None:
    said = _part(body, "refund") or body
    found = next((said[name] for name in _AMOUNTS if isinstance(said.get(name), int)), None)
    return None if found is None else Money(found)


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object inside a body; an empty one where there is none."""
    part = body.get(name)
    return cast("Mapping[str, Any]", part) if isinstance(part, dict) else {}
