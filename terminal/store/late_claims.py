"""Receipts that were claimed afterwards at this till: a row each, and the event that says all of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from loyalty.units import Money, Points
from loyalty.wire.chain import Event
from terminal.store.prepared import Prepared
from terminal.store.tables.journal import journal, till_state
from terminal.store.tables.late_claims import late_claims
from terminal.store.tables.returns import foreign_sales
from terminal.store.tables.sales import point_movements

_EVENT = (
    (journal.c.till == till_state.c.till)
    & (journal.c.incarnation == late_claims.c.incarnation)
    & (journal.c.seq == late_claims.c.seq)
)
_OF_SALE = Prepared(
    select(late_claims.c.incarnation, late_claims.c.seq, late_claims.c.money, journal.c.body, journal.c.at)
    .select_from(late_claims)
    .join(till_state, till_state.c.one == 1)
    .join(journal, _EVENT)
    .where(late_claims.c.sale == bindparam("sale"))
)
_UNSYNCED = Prepared(
    select(late_claims.c.sale)
    .select_from(till_state)
    .join(
        late_claims,
        (late_claims.c.incarnation == till_state.c.incarnation)
        & (late_claims.c.seq > till_state.c.acked_seq),
    )
    .where(late_claims.c.member == bindparam("member"))
)
_ADD = insert(late_claims)
_ADD_MOVEMENTS = Prepared(insert(point_movements))
_MARK_FOREIGN = (
    update(foreign_sales).where(foreign_sales.c.sale == bindparam("id")).values(member=bindparam("whose"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptClaim:
    """A claim with the place of its event, and the money of what had not come back by then."""

    incarnation: int
    seq: int
    at: str
    money: Money
    body: Mapping[str, Any]


class LateClaims:
    """What was claimed here."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, event: Event, *, money: Money) -> None:
        """Project a claim: its row, its movement of points, and whose a sale of another till is."""
        body: Any = event.body
        self._connection.execute(_ADD, claim_row(event, money=money))
        _ADD_MOVEMENTS.run_all(self._connection, claim_movements(event))
        self._connection.execute(_MARK_FOREIGN, {"id": body["sale"], "whose": body["member"]})

    def of_sale(self, sale: str) -> KeptClaim | None:
        """The claim of a sale, if it was claimed here."""
        row = _OF_SALE.first(self._connection, {"sale": sale})
        if row is None:
            return None
        incarnation, seq, money, body, at = row
        return KeptClaim(incarnation=incarnation, seq=seq, at=at, money=Money(money), body=json.loads(body))

    def unsynced(self, member: str) -> tuple[str, ...]:
        """The sales that were claimed for a member and that the server has not acknowledged."""
        return tuple(sale for (sale,) in _UNSYNCED.all(self._connection, {"member": member}))


def claim_row(event: Event, *, money: Money) -> dict[str, Any]:
    """The row of a claim."""
    body: Any = event.body
    return {
        "sale": body["sale"],
        "member": body["member"],
        "holder": body["person"] or body["member"],
        "incarnation": event.incarnation,
        "seq": event.seq,
        "shift": body["shift"],
        "points": Points(body["points"]),
        "money": money,
    }


def claim_movements(event: Event) -> list[dict[str, Any]]:
    """The points that the member has by it; none where there are none."""
    body: Any = event.body
    lot = body["lot"]
    if lot is None:
        return []
    return [
        {
            "member": body["member"],
            "incarnation": event.incarnation,
            "seq": event.seq,
            "position": 0,
            "kind": "earned",
            "points": lot["points"],
            "lot": lot["lot"],
            "spendable_from": lot["spendable_from"],
            "dies_at": lot["dies_at"],
            "sale": body["sale"],
            "at": event.at,
        }
    ]
