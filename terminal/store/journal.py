"""The till's truth: one append-only chain of events, each with the hash of the one before.

Everything else in the file is written in the same transaction as the event it comes from. Sending the
events is the outbox's matter; what they mean to the server is the server's.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, bindparam, func, insert, select

from loyalty.errors import Refused
from loyalty.wire.canonical import Json, canonical_bytes
from loyalty.wire.chain import GENESIS, Event, next_hash_encoded
from loyalty.wire.roles import (
    BY_A_MANAGER,
    BY_A_SUPERVISOR,
    MAY,
    MAY_APPROVE,
    NEVER_DENIED,
    TILL,
    Role,
    may_record,
)
from terminal.clock import Clock, timestamp
from terminal.ids import NewId
from terminal.store.prepared import Prepared
from terminal.store.tables.catalogue import operators
from terminal.store.tables.journal import journal, till_state

Body = Mapping[str, "Json"]

_COLUMNS = (
    journal.c.till,
    journal.c.incarnation,
    journal.c.seq,
    journal.c.operation_id,
    journal.c.kind,
    journal.c.at,
    journal.c.operator,
    journal.c.body,
    journal.c.hash,
)
_OURS = (journal.c.till == till_state.c.till) & (journal.c.incarnation == till_state.c.incarnation)
_LAST_SEQ = select(func.max(journal.c.seq)).where(_OURS).correlate(till_state).scalar_subquery()
_HEAD = Prepared(
    select(till_state.c.till, till_state.c.incarnation, journal.c.seq, journal.c.hash).select_from(
        till_state.outerjoin(journal, _OURS & (journal.c.seq == _LAST_SEQ))
    )
)
_STANDING = Prepared(
    select(operators.c.role, operators.c.active).where(operators.c.operator == bindparam("operator"))
)
_APPEND = Prepared(insert(journal).values({column.name: bindparam(column.name) for column in _COLUMNS}))
_BY_OPERATION = select(*_COLUMNS).where(journal.c.operation_id == bindparam("operation"))
_HAS_OPERATION = Prepared(select(journal.c.seq).where(journal.c.operation_id == bindparam("operation")))
_BY_SEQ = select(*_COLUMNS).where(
    journal.c.till == bindparam("till"),
    journal.c.incarnation == bindparam("incarnation"),
    journal.c.seq == bindparam("seq"),
)
_AFTER = (
    select(*_COLUMNS)
    .where(
        journal.c.till == bindparam("till"),
        journal.c.incarnation == bindparam("incarnation"),
        journal.c.seq > bindparam("after"),
    )
    .order_by(journal.c.seq)
    .limit(bindparam("most"))
)
_AFTER_OF = _AFTER.where(journal.c.kind.in_(bindparam("kinds", expanding=True)))
_CHAINS = select(journal.c.till, journal.c.incarnation).distinct()
_COUNT_KINDS = (
    select(journal.c.kind, func.count().label("events"))
    .where(
        journal.c.till == bindparam("till"),
        journal.c.incarnation == bindparam("incarnation"),
        journal.c.seq > bindparam("after"),
        journal.c.seq <= bindparam("upto"),
    )
    .group_by(journal.c.kind)
)
_PAGE = 500
_LAST = 2**62


class Head(NamedTuple):
    """The end of a chain; before the first event `seq` is 0 and `hash` the genesis."""

    till: str
    incarnation: int
    seq: int
    hash: bytes


class Journal:
    """Reads and appends events; a writer's connection is needed to append."""

    __slots__ = ("_clock", "_connection", "_head", "_new_id")

    def __init__(self, connection: Connection, *, clock: Clock, new_id: NewId) -> None:
        self._connection = connection
        self._clock = clock
        self._new_id = new_id
        self._head: Head | None = None

    def append(self, kind: str, body: Body, operator: str, operation_id: str | None = None) -> Event:
        """Write the next event of this till's chain; `operation_id` is made here where none was made before.

        Raises:
            Refused: `not-paired`; `role-may-not`: the operator's role does not record such events, or the
                operator was blocked meanwhile; `approver-same`, `approver-may-not`: the `approver` that the
                body names is who does it, or may not approve (any more); `managers-word-needed`,
                `claim-needs-word`, `deed-takes-two`.
        """
        till, incarnation, seq, prev_hash = self.head()
        self._check_role(kind, operator)
        self._check_approver(kind, operator, body.get("approver"))
        operation = operation_id or self._new_id()
        at = timestamp(self._clock.now())
        encoded = canonical_bytes(body)
        digest = next_hash_encoded(
            prev_hash,
            till=till,
            incarnation=incarnation,
            seq=seq + 1,
            operation_id=operation,
            kind=kind,
            at=at,
            operator=operator,
            body_bytes=encoded,
        )
        _APPEND.run(
            self._connection,
            {
                "till": till,
                "incarnation": incarnation,
                "seq": seq + 1,
                "operation_id": operation,
                "kind": kind,
                "at": at,
                "operator": operator,
                "body": encoded.decode(),
                "hash": digest,
            },
        )
        self._head = Head(till, incarnation, seq + 1, digest)
        return Event(till, incarnation, seq + 1, operation, kind, at, operator, body, digest)

    def _check_role(self, kind: str, operator: str) -> None:
        """Asked in the transaction that records it: a word of the server's counts from the next event on."""
        if kind in NEVER_DENIED or kind not in MAY:
            return
        known = None if operator == TILL else _STANDING.first(self._connection, {"operator": operator})
        roles: list[Role] = [] if known is None else [known[0]]
        active = operator == TILL if known is None else known[1]
        if not active or not may_record(kind, operator=operator, roles=roles):
            raise Refused("role-may-not", kind=kind, role="".join(roles))

    def _check_approver(self, kind: str, operator: str, approver: "Json") -> None:
        if approver is None:
            self._check_word(kind, operator)
            return
        if approver == operator:
            raise Refused("approver-same")
        role, active = _STANDING.first(self._connection, {"operator": approver}) or ("", 0)
        if not active or role not in MAY_APPROVE:
            raise Refused("approver-may-not", role=role)
        self._check_word(kind, operator, approver)

    def _check_word(self, kind: str, *people: "Json") -> None:
        """Whether somebody stands behind it who may allow it, where one has to."""
        if kind not in BY_A_MANAGER | BY_A_SUPERVISOR:
            return
        known = [_STANDING.first(self._connection, {"operator": each}) for each in people]
        roles: set[Role] = {each[0] for each in known if each is not None and each[1]}
        if kind in BY_A_MANAGER and "manager" not in roles:
            raise Refused("managers-word-needed")
        if kind in BY_A_SUPERVISOR and roles.isdisjoint(MAY_APPROVE):
            raise Refused("claim-needs-word" if kind == "receipt_claimed" else "deed-takes-two")

    def head(self) -> Head:
        """Where the chain of this till ends.

        Raises:
            Refused: `not-paired`.
        """
        if self._head is None:
            row = _HEAD.first(self._connection, {})
            if row is None:
                raise Refused("not-paired")
            till, incarnation, seq, digest = row
            self._head = Head(till, incarnation, seq or 0, digest or GENESIS)
        return self._head

    def forget_head(self) -> None:
        """What was read in one transaction need not hold in the next."""
        self._head = None

    def has_operation(self, operation_id: str) -> bool:
        """Whether that operation was committed."""
        return _HAS_OPERATION.first(self._connection, {"operation": operation_id}) is not None

    def by_operation(self, operation_id: str) -> Event | None:
        """The event of that operation, if it was committed."""
        row = self._connection.execute(_BY_OPERATION, {"operation": operation_id}).first()
        return None if row is None else _event(row)

    def at_seq(self, *, till: str, incarnation: int, seq: int) -> Event | None:
        """One event by its place."""
        place = {"till": till, "incarnation": incarnation, "seq": seq}
        row = self._connection.execute(_BY_SEQ, place).first()
        return None if row is None else _event(row)

    def after(self, *, till: str, incarnation: int, seq: int, most: int) -> tuple[Event, ...]:
        """Up to `most` events that follow `seq`, in order."""
        place = {"till": till, "incarnation": incarnation, "after": seq, "most": most}
        return tuple(_event(row) for row in self._connection.execute(_AFTER, place))

    def after_of(self, kinds: Collection[str], *, till: str, incarnation: int, seq: int) -> tuple[Event, ...]:
        """The events of these kinds that follow `seq`; of all others nothing is read but their kind."""
        place = {"till": till, "incarnation": incarnation, "after": seq, "most": -1, "kinds": tuple(kinds)}
        return tuple(_event(row) for row in self._connection.execute(_AFTER_OF, place))

    def walk(self, *, till: str, incarnation: int, seq: int = 0) -> Iterator[Event]:
        """Every event after `seq`, read a page at a time."""
        while page := self.after(till=till, incarnation=incarnation, seq=seq, most=_PAGE):
            yield from page
            seq = page[-1].seq

    def chains(self) -> tuple[tuple[str, int], ...]:
        """Every (till, incarnation) the file has a chain of."""
        return tuple((till, incarnation) for till, incarnation in self._connection.execute(_CHAINS))

    def count_kinds(self, *, till: str, incarnation: int, after: int, upto: int = _LAST) -> Mapping[str, int]:
        """How many events of each kind follow `after`, up to `upto`."""
        place = {"till": till, "incarnation": incarnation, "after": after, "upto": upto}
        return {row.kind: row.events for row in self._connection.execute(_COUNT_KINDS, place)}


def _event(row: Sequence[Any]) -> Event:
    till, incarnation, seq, operation_id, kind, at, operator, body, digest = row
    parsed = cast("Body", json.loads(body))
    return Event(till, incarnation, seq, operation_id, kind, at, operator, parsed, digest)
