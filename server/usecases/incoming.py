"""Reading fresh events: what each says, or why it is put aside. Pure; nothing raises, nothing is dropped."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from loyalty.wire.canonical import Json, WireRefused
from loyalty.wire.chain import Event, follows
from loyalty.wire.codec import Message
from loyalty.wire.journal import BODIES, QUIET_KINDS
from server.clock import parse_moment


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event with its body read; `fault` says why it cannot be believed.

    `at` is the till's clock, never in the server's future. A quiet kind has no `body`.
    """

    event: Event
    at: datetime
    body: Message | None = None
    fault: str = ""

    @property
    def member(self) -> str | None:
        """The member that the event names, believed or not."""
        return _named(self.event.body.get("member"))

    @property
    def lease(self) -> str | None:
        """The lease that the event names, believed or not."""
        burn = self.event.body.get("burn")
        within = burn.get("lease") if isinstance(burn, Mapping) else None
        return _named(self.event.body.get("lease", within))

    @property
    def sale(self) -> str | None:
        """The sale that the event names, believed or not."""
        return _named(self.event.body.get("sale"))


def read_incoming(
    prev_hash: bytes, events: Iterable[Event], *, known_operations: Collection[str], now: datetime
) -> tuple[Incoming, ...]:
    """Read events that follow each other after `prev_hash`.

    An event whose hash is not its content's is put aside and the chain goes on from the hash it states: one
    damaged row must not make all that come after it unbelievable.
    """
    read: list[Incoming] = []
    operations = set(known_operations)
    for event in events:
        if not follows(prev_hash, event):
            incoming = Incoming(event, now, fault="chain-broken")
        elif event.operation_id in operations:
            incoming = Incoming(event, now, fault="operation-repeated")
        else:
            incoming = _read(event, now)
        operations.add(event.operation_id)
        read.append(incoming)
        prev_hash = event.hash
    return tuple(read)


_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,63}")


def _read(event: Event, now: datetime) -> Incoming:
    try:
        at = min(parse_moment(event.at), now)
    except (ValueError, OverflowError):
        return Incoming(event, now, fault="moment-unreadable")
    if event.kind in QUIET_KINDS:
        return Incoming(event, at)
    kind = BODIES.get(event.kind)
    if kind is None:
        return Incoming(event, at, fault="kind-unknown")
    try:
        return Incoming(event, at, kind.from_json(event.body))
    except WireRefused as fault:
        return Incoming(event, at, fault=f"body-unreadable: {fault.path} {fault.why}"[:400])


def _named(value: Json) -> str | None:
    return value if isinstance(value, str) and _ID.fullmatch(value) else None
