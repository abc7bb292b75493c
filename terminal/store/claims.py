"""The things this till asked to have for itself: which of a member's vouchers it may use.

As `leases`, without amounts: `wanted` is only here, the outbox marks it `asked` before it goes on the wire, a
closed claim stays as a tombstone.
"""

from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import Connection, bindparam, delete, insert, literal_column, select, update

from terminal.clock import from_timestamp
from terminal.membership import AHEAD, HeldClaim, LeaseState
from terminal.store.prepared import Prepared, Record
from terminal.store.tables import claims, rehomings

_COLUMNS = (
    claims.c.claim,
    claims.c.member,
    claims.c.thing,
    claims.c.sale,
    claims.c.state,
    claims.c.until,
    claims.c.why,
)
_IS_LIVE = claims.c.state != literal_column("'closed'")
"""Written out, since an index on some rows only is not used for a bound value."""
_BY_ID = Prepared(select(*_COLUMNS).where(claims.c.claim == bindparam("claim")))
_LIVE = Prepared(select(*_COLUMNS).where(_IS_LIVE).order_by(claims.c.claim))
_OPEN_REHOMING = Prepared(select(rehomings.c.rehoming).where(rehomings.c.next_incarnation.is_(None)))
_ADD = insert(claims)
_PLACE = update(claims).where(claims.c.claim == bindparam("id")).values(sale=bindparam("new_sale"))
_NOT_YET_OVER: Final = timedelta(minutes=30)
"""A claim that lives longer than this was placed beforehand, as with leases."""
_FORGET = Prepared(
    delete(claims).where(claims.c.claim == bindparam("id"), claims.c.state == literal_column("'wanted'"))
)
_CLOSE = Prepared(
    update(claims).where(claims.c.claim == bindparam("id")).values(state=literal_column("'closed'"))
)


class Claims:
    """Claims, each asked for one sale. Granting and refusing is applied by the outbox."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_id(self, claim: str) -> HeldClaim | None:
        """One claim, closed ones included."""
        row = _BY_ID.first(self._connection, {"claim": claim})
        return None if row is None else _claim(row)[0]

    def live(self) -> tuple[tuple[HeldClaim, str], ...]:
        """Every claim that is not closed, with the sale it was asked for."""
        return tuple(_claim(row) for row in _LIVE.all(self._connection, {}))

    def of_sale(self, sale: str) -> tuple[HeldClaim, ...]:
        """The claims of an open sale that are not closed."""
        return tuple(claim for claim, of in self.live() if of == sale)

    def adopt(self, *, member: str, sale: str, at: datetime) -> tuple[HeldClaim, ...]:
        """Use for a sale what was placed beforehand for its member."""
        placed = [held for held, of in self.live() if of == AHEAD and held.member == member]
        usable = tuple(held for held in placed if held.is_usable(at))
        for held in usable:
            self._connection.execute(_PLACE, {"id": held.claim, "new_sale": sale})
        return usable

    def lay_back(self, claim: str, *, at: datetime) -> bool:
        """Keep for the member's next visit what was placed beforehand and not used; whether it was."""
        held = self.by_id(claim)
        if held is None or not held.is_usable(at) or held.until is None or held.until - at <= _NOT_YET_OVER:
            return False
        self._connection.execute(_PLACE, {"id": claim, "new_sale": AHEAD})
        return True

    def want(self, *, claim: str, member: str, thing: str, sale: str) -> HeldClaim:
        """Note that a thing is wanted for a sale; of no use while the till waits for a new life."""
        is_forked = _OPEN_REHOMING.first(self._connection, {}) is not None
        state: LeaseState = "frozen" if is_forked else "wanted"
        why = "till-forked" if is_forked else ""
        row = {"claim": claim, "member": member, "thing": thing, "sale": sale, "state": state}
        self._connection.execute(_ADD, row | {"until": None, "why": why})
        return HeldClaim(claim=claim, member=member, thing=thing, state=state, why=why)

    def forget_unsent(self, claim: str) -> bool:
        """Take back a wish that was never sent; whether it was one."""
        return _FORGET.run(self._connection, {"id": claim}) == 1

    def close(self, claim: str) -> None:
        """End a claim. The event is the caller's."""
        _CLOSE.run(self._connection, {"id": claim})


def _claim(row: Record) -> tuple[HeldClaim, str]:
    claim, member, thing, sale, state, until, why = row
    held = HeldClaim(
        claim=claim,
        member=member,
        thing=thing,
        state=cast("LeaseState", state),
        until=None if until is None else from_timestamp(until),
        why=why,
    )
    return held, sale
