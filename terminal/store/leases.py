"""The leases this till asked for: what it may spend of whose points.

`wanted` is only here; the outbox marks it `asked` before it goes on the wire, so that a lease whose ask may
have arrived is never forgotten but closed by an event. A closed lease stays as a tombstone.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import Connection, bindparam, delete, insert, literal_column, select, update

from loyalty.units import Points
from loyalty.wire.prepaid import HeldAccount
from terminal.clock import from_timestamp
from terminal.membership import AHEAD, HeldLease, LeaseSlice, LeaseState
from terminal.store.prepared import Prepared, Record
from terminal.store.tables.journal import rehomings
from terminal.store.tables.lending import leases

_COLUMNS = (
    leases.c.lease,
    leases.c.member,
    leases.c.sale,
    leases.c.state,
    leases.c.amount,
    leases.c.spent,
    leases.c.slices,
    leases.c.until,
    leases.c.why,
    leases.c.account,
)
_BY_ID = Prepared(select(*_COLUMNS).where(leases.c.lease == bindparam("lease")))
_IS_LIVE = leases.c.state != literal_column("'closed'")
"""Written out, since an index on some rows only is not used for a bound value."""
_LIVE = Prepared(select(*_COLUMNS).where(_IS_LIVE).order_by(leases.c.lease))
_ADD = insert(leases)
_NOT_YET_OVER: Final = timedelta(minutes=30)
"""A lease that lives longer than this was placed beforehand: one for the counter lives for minutes."""
_AHEAD_OF = Prepared(
    select(*_COLUMNS)
    .where(
        _IS_LIVE,
        leases.c.member == bindparam("member"),
        leases.c.sale == literal_column("'ahead'"),
        leases.c.account == literal_column("'points'"),
    )
    .order_by(leases.c.until.desc())
)
_PLACE = update(leases).where(leases.c.lease == bindparam("id")).values(sale=bindparam("new_sale"))
_OPEN_REHOMING = Prepared(select(rehomings.c.rehoming).where(rehomings.c.next_incarnation.is_(None)))
_FORGET = Prepared(
    delete(leases).where(leases.c.lease == bindparam("id"), leases.c.state == literal_column("'wanted'"))
)
_OPEN = (
    update(leases)
    .where(leases.c.lease == bindparam("id"))
    .values(state=literal_column("'open'"), amount=bindparam("all"), slices=bindparam("parts"))
)
_REFUSE = (
    update(leases)
    .where(leases.c.lease == bindparam("id"))
    .values(state=literal_column("'refused'"), why=bindparam("because"))
)
_CLOSE = Prepared(
    update(leases)
    .where(leases.c.lease == bindparam("id"))
    .values(state=literal_column("'closed'"), spent=leases.c.spent + bindparam("points"))
)


class Leases:
    """Leases, each asked for one sale. Granting and refusing is applied by the outbox."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_id(self, lease: str) -> HeldLease | None:
        """One lease, closed ones included."""
        row = _BY_ID.first(self._connection, {"lease": lease})
        return None if row is None else _lease(row)[0]

    def live(self) -> tuple[tuple[HeldLease, str], ...]:
        """Every lease that is not closed, with the sale it was asked for."""
        return tuple(_lease(row) for row in _LIVE.all(self._connection, {}))

    def want(self, *, lease: str, member: str, sale: str, account: HeldAccount = "points") -> HeldLease:
        """Note that a lease is wanted for a sale; of no use while the till waits for a new life.

        `member` is the card where it is of a gift card's money.
        """
        is_forked = _OPEN_REHOMING.first(self._connection, {}) is not None
        state: LeaseState = "frozen" if is_forked else "wanted"
        why = "till-forked" if is_forked else ""
        row = {"lease": lease, "member": member, "sale": sale, "state": state, "amount": 0, "spent": 0}
        more = {"slices": "[]", "until": None, "why": why, "account": account}
        self._connection.execute(_ADD, row | more)
        return HeldLease(lease=lease, member=member, state=state, why=why, account=account)

    def adopt(self, *, member: str, sale: str, at: datetime) -> HeldLease | None:
        """Use for a sale what was placed beforehand for its member, if there is something to spend in it."""
        for row in _AHEAD_OF.all(self._connection, {"member": member}):
            held, _ = _lease(row)
            if held.spendable(at) > 0:
                self.place(held.lease, sale)
                return held
        return None

    def place(self, lease: str, sale: str) -> None:
        """Let a sale have what was asked for something else."""
        self._connection.execute(_PLACE, {"id": lease, "new_sale": sale})

    def lay_back(self, lease: str, *, at: datetime) -> bool:
        """Keep for the member's next visit what was placed beforehand and not used; whether it was."""
        held = self.by_id(lease)
        if held is None or held.until is None or held.until - at <= _NOT_YET_OVER or held.spendable(at) <= 0:
            return False
        self.place(lease, AHEAD)
        return True

    def open(self, wish: HeldLease, slices: tuple[LeaseSlice, ...]) -> HeldLease:
        """Grant a wish here and now; only for a till in training, which has no server."""
        amount = sum(each.points for each in slices)
        row = {"id": wish.lease, "all": amount, "parts": slices_to_json(slices)}
        self._connection.execute(_OPEN, row)
        return replace(wish, state="open", amount=Points(amount), slices=slices)

    def refuse(self, wish: HeldLease, why: str) -> HeldLease:
        """Refuse a wish here and now; only for a till in training, which has no server."""
        self._connection.execute(_REFUSE, {"id": wish.lease, "because": why})
        return replace(wish, state="refused", why=why)

    def forget_unsent(self, lease: str) -> bool:
        """Take back a wish that was never sent; whether it was one."""
        return _FORGET.run(self._connection, {"id": lease}) == 1

    def close(self, lease: str, *, spent: Points) -> None:
        """End a lease with what was spent of it; the table refuses more. The event is the caller's."""
        _CLOSE.run(self._connection, {"id": lease, "points": spent})


def slices_to_json(slices: Sequence[LeaseSlice]) -> str:
    """The column's text; the outbox writes it too."""
    return json.dumps(
        [
            {
                "lot": each.lot,
                "points": each.points,
                "dies_at": None if each.dies_at is None else each.dies_at.isoformat(),
                **({"is_bonus": True} if each.is_bonus else {}),
            }
            for each in slices
        ]
    )


def _slice(value: Mapping[str, Any]) -> LeaseSlice:
    dies_at = value["dies_at"]
    return LeaseSlice(
        lot=value["lot"],
        points=Points(value["points"]),
        dies_at=None if dies_at is None else from_timestamp(dies_at),
        is_bonus=value.get("is_bonus", False),
    )


def _lease(row: Record) -> tuple[HeldLease, str]:
    """A lease, and the sale it was asked for."""
    lease, member, sale, state, amount, spent, slices, until, why, account = row
    held = HeldLease(
        lease=lease,
        member=member,
        state=cast("LeaseState", state),
        amount=Points(amount),
        spent=Points(spent),
        slices=tuple(_slice(each) for each in json.loads(slices)),
        until=None if until is None else from_timestamp(until),
        why=why,
        account=cast("HeldAccount", account),
    )
    return held, sale
