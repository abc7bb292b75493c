"""The things this till asked to have for itself: a member's vouchers and limited offers, a store's stock.

As `leases`, without amounts: `wanted` is only here, the outbox marks it `asked` before it goes on the wire, a
closed claim stays as a tombstone.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import Connection, bindparam, delete, insert, literal_column, select, update

from terminal.clock import from_timestamp, timestamp
from terminal.membership import AHEAD, HeldClaim, LeaseState
from terminal.store.prepared import Prepared, Record
from terminal.store.tables.journal import rehomings
from terminal.store.tables.lending import claims

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
_SPENT = Prepared(
    select(claims.c.claim)
    .where(
        claims.c.thing == bindparam("thing"),
        claims.c.until > bindparam("at"),
        claims.c.state == literal_column("'closed'"),
        claims.c.why != literal_column("''"),
    )
    .limit(1)
)
_SAY_WHY = update(claims).where(claims.c.claim == bindparam("id")).values(why=bindparam("new_why"))
_OPEN = update(claims).where(claims.c.claim == bindparam("id")).values(state=literal_column("'open'"))
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

    def adopt_one(self, thing: str, *, sale: str, at: datetime) -> HeldClaim | None:
        """Use for a sale one of a store's stock that this till has in hand; None where there is none."""
        placed = (held for held, of in self.live() if of == AHEAD and held.thing == thing)
        usable = next((held for held in placed if held.is_usable(at)), None)
        if usable is not None:
            self._connection.execute(_PLACE, {"id": usable.claim, "new_sale": sale})
        return usable

    def lay_back(self, claim: str, *, at: datetime) -> bool:
        """Keep for the member's next visit what was placed beforehand and not used; whether it was."""
        held = self.by_id(claim)
        if held is None or not held.is_usable(at) or held.until is None or held.until - at <= _NOT_YET_OVER:
            return False
        self._connection.execute(_PLACE, {"id": claim, "new_sale": AHEAD})
        return True

    def want(
        self, *, claim: str, member: str, thing: str, sale: str, until: datetime | None = None
    ) -> HeldClaim:
        """Note that a thing is wanted for a sale; of no use while the till waits for a new life.

        `until` says for how long the wish is one at most; the server's answer says for how long it is kept.
        """
        is_forked = _OPEN_REHOMING.first(self._connection, {}) is not None
        state: LeaseState = "frozen" if is_forked else "wanted"
        why = "till-forked" if is_forked else ""
        row = {"claim": claim, "member": member, "thing": thing, "sale": sale, "state": state}
        self._connection.execute(_ADD, row | {"until": until and timestamp(until), "why": why})
        return HeldClaim(claim=claim, member=member, thing=thing, state=state, why=why)

    def open(self, wish: HeldClaim) -> HeldClaim:
        """Grant a wish here and now; only for a till in training, which has no server."""
        self._connection.execute(_OPEN, {"id": wish.claim})
        return replace(wish, state="open")

    def is_spent_for_now(self, thing: str, at: datetime) -> bool:
        """Whether a wish was refused, given back for others or over as it came, and that still holds."""
        row = _SPENT.first(self._connection, {"thing": thing, "at": timestamp(at)})
        return row is not None

    def forget_unsent(self, claim: str) -> bool:
        """Take back a wish that was never sent; whether it was one."""
        return _FORGET.run(self._connection, {"id": claim}) == 1

    def close(self, claim: str, *, why: str = "") -> None:
        """End a claim, perhaps for a reason that is kept. The event is the caller's."""
        if why:
            self._connection.execute(_SAY_WHY, {"id": claim, "new_why": why})
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
