"""Reading fresh events: what each says, or why it is put aside. Pure; nothing raises, nothing is dropped."""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from msgspec import Struct, structs

from loyalty.wire.canonical import Json, JsonObject, WireRefused, canonical_bytes, parse_json
from loyalty.wire.chain import Event, follows
from loyalty.wire.codec import Message
from loyalty.wire.journal import BODIES, QUIET_KINDS
from loyalty.wire.rehoming import EventRehomed, TillRehomed, is_as_written, rehomed_operation
from loyalty.wire.roles import TILL
from server.books.pots import GIFT, WALLET
from server.clock import BEHIND_MOST, parse_moment
from server.model import Said
from server.usecases.gifts_named import GiftNamed, gifts_named
from server.values import altered


class Names(Struct, frozen=True, kw_only=True):
    """What an event names, believed or not. What is no id is nobody's."""

    operator: str
    """Who did it; empty where the till did it of itself."""
    approver: str | None
    """Whose word allowed it; None where it names nobody."""
    member: str | None
    sale: str | None
    lease: str | None
    """The lease of the member's points."""
    wallet_leases: tuple[str, ...]
    claims: tuple[str, ...]
    gifts: tuple[GiftNamed, ...]
    held: tuple[str, ...]
    """All of the member's that is named as held by the till: leases and claims."""


class Incoming(Struct, frozen=True, eq=False):
    """An event with its body read; `fault` says why it cannot be believed.

    `at` is the till's clock, never in the server's future nor before 1970; where that was found to be behind,
    it is `behind` later than the till said. A quiet kind has no `body`.
    `origin` is there for an event of an earlier life that is said again: then kind and body are its, place
    and hash the wrapper's.
    """

    event: Event
    at: datetime
    body: Message | None = None
    fault: str = ""
    origin: EventRehomed | None = None
    behind: timedelta = timedelta()
    _names: Names | None = None

    @property
    def names(self) -> Names:
        """What it names; looked for once."""
        if self._names is None:
            names = _names_of(self.event if self.origin is None else self.origin)
            structs.force_setattr(self, "_names", names)
            return names
        return self._names

    @property
    def kind(self) -> str:
        """What happened."""
        return self.event.kind if self.origin is None else self.origin.kind

    @property
    def said(self) -> JsonObject:
        """What the event says of it, believed or not."""
        return self.event.body if self.origin is None else self.origin.body

    @property
    def operator(self) -> str:
        """As in `names`."""
        return self.names.operator

    @property
    def approver(self) -> str | None:
        """As in `names`."""
        return self.names.approver

    @property
    def member(self) -> str | None:
        """As in `names`."""
        return self.names.member

    @property
    def sale(self) -> str | None:
        """As in `names`."""
        return self.names.sale

    @property
    def lease(self) -> str | None:
        """As in `names`."""
        return self.names.lease

    @property
    def wallet_leases(self) -> tuple[str, ...]:
        """As in `names`."""
        return self.names.wallet_leases

    @property
    def claims(self) -> tuple[str, ...]:
        """As in `names`."""
        return self.names.claims

    @property
    def gifts(self) -> tuple[GiftNamed, ...]:
        """As in `names`."""
        return self.names.gifts

    @property
    def held(self) -> tuple[str, ...]:
        """As in `names`."""
        return self.names.held


def read_incoming(
    prev_hash: bytes,
    events: Collection[Event],
    *,
    known_operations: Mapping[str, Said],
    now: datetime,
    named: Collection[Incoming] = (),
    bodies: Mapping[int, bytes] | None = None,
    since: datetime | None = None,
) -> tuple[Incoming, ...]:
    """Read events that follow each other after `prev_hash`.

    `named` (`named_by`) and `bodies`, canonical bytes by seq, are theirs, for who has them already. `since`
    is how far in time the journal had come before: what says that it is much older comes from a clock that is
    behind.

    An event whose hash is not its content's is put aside and the chain goes on from the hash it states: one
    damaged row must not make all that come after it unbelievable.
    """
    encoded = {each.seq: canonical_bytes(each.body) for each in events} if bodies is None else bodies
    read: list[Incoming] = []
    operations = dict(known_operations)
    looked_at = {each.event.seq: each for each in named}
    for event in events:
        if not follows(prev_hash, event, encoded[event.seq]):
            incoming = Incoming(event, now, fault="chain-broken")
        elif event.operation_id in operations:
            incoming = Incoming(event, now, fault="operation-repeated")
        elif event.kind == "event_rehomed":
            incoming = _read_rehomed(event, now, operations)
        else:
            incoming = _read(looked_at.get(event.seq) or Incoming(event, now), now, since)
        operations[event.operation_id] = (event.kind, encoded[event.seq].decode())
        read.append(incoming)
        prev_hash = event.hash
    return tuple(read)


_NOBODY = "-"
_NOT_BEHIND = timedelta()
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""What a clock with no battery says; no calendar of any place can reckon with the first days that are."""
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,63}")


def operations_of(event: Event) -> set[str]:
    """Every operation id under which the journals may hold what this event says."""
    if event.kind != "event_rehomed":
        return {event.operation_id}
    inner = event.body.get("operation_id")
    names = [inner] if isinstance(inner, str) else []
    again = [rehomed_operation(name, life) for name in names for life in range(2, event.incarnation)]
    return {event.operation_id, *names, *again}


def named_by(event: Event, now: datetime) -> Incoming:
    """What an event names, with nothing of it read for its meaning."""
    try:
        origin = EventRehomed.from_json(event.body) if event.kind == "event_rehomed" else None
    except WireRefused:
        origin = None
    return Incoming(event, now, origin=origin)


def _read(named: Incoming, now: datetime, since: datetime | None = None) -> Incoming:
    """What was only looked at, read for its meaning: of an event said again, of the one it says."""
    source: Event | EventRehomed = named.event if named.origin is None else named.origin
    kind = source.kind
    try:
        told = max(_EARLIEST, min(parse_moment(source.at), now))
    except (ValueError, OverflowError):
        return altered(named, at=now, fault="moment-unreadable")
    behind = _NOT_BEHIND
    if since is not None and told < since - BEHIND_MOST:
        behind = timedelta(days=(now - told).days)
        told += behind
    if kind in QUIET_KINDS:
        return altered(named, at=told)
    body = BODIES.get(kind)
    if body is None:
        return altered(named, at=told, fault="kind-unknown")
    try:
        return altered(named, at=told, body=body.from_json(source.body), behind=behind)
    except WireRefused as fault:
        return altered(named, at=told, fault=f"body-unreadable: {fault.path} {fault.why}"[:400])


def _read_rehomed(event: Event, now: datetime, known: Mapping[str, Said]) -> Incoming:
    """An event of an earlier life: passed over where the journals have it, else read like any other."""
    wrapper = _read(Incoming(event, now), now)
    if not isinstance(wrapper.body, EventRehomed):
        return wrapper
    origin = wrapper.body
    if not is_as_written(origin, till=event.till):
        return Incoming(event, now, fault="chain-broken")
    says = (origin.kind, canonical_bytes(origin.body).decode())
    for name in sorted(operations_of(event) & known.keys()):
        if _unwrapped(known[name]) != says:
            return Incoming(event, now, fault="operation-differs")
        return Incoming(event, wrapper.at)
    read = _read(Incoming(event, now, origin=origin), now)
    if isinstance(read.body, EventRehomed | TillRehomed):
        return Incoming(event, wrapper.at)
    return read


def later(text: str | None, behind: timedelta) -> datetime | None:
    """A moment that a till worked out by its clock, by ours: as much later as that was behind."""
    if text is None:
        return None
    try:
        return parse_moment(text) + behind
    except OverflowError:
        return None


def _unwrapped(said: Said) -> Said:
    """What an event says, though it be an earlier one said again."""
    kind, body = said
    if kind != "event_rehomed":
        return said
    try:
        inner = EventRehomed.from_json(parse_json(body.encode()))
    except WireRefused:
        return said
    return inner.kind, canonical_bytes(inner.body).decode()


def _names_of(source: Event | EventRehomed) -> Names:
    said, get = source.operator, source.body.get
    account = get("account")  # of any type
    lease: str | None = None
    wallet_leases: tuple[str, ...] = ()
    if account not in (GIFT.name, WALLET.name):
        burn = get("burn")
        lease = _named(get("lease", burn.get("lease") if isinstance(burn, Mapping) else None))
    tenders, top_up = get("tenders"), get("top_up")
    if tenders or top_up is not None or account == WALLET.name:
        wallet_leases = _wallet_leases(source.body)
    claims = _claims(get("claim"), get("extras"))
    return Names(
        operator=said if said == TILL else _named(said) or _NOBODY,
        approver=_named(get("approver")),
        member=None if account == GIFT.name else _named(get("member")),
        sale=_named(get("sale")),
        lease=lease,
        wallet_leases=wallet_leases,
        claims=claims,
        gifts=gifts_named(source.body),
        held=(*((lease,) if lease else ()), *wallet_leases, *claims),
    )


def _wallet_leases(said: JsonObject) -> tuple[str, ...]:
    tenders = said.get("tenders")
    parts = tenders if isinstance(tenders, list | tuple) else ()
    held: list[Json] = [said] if said.get("account") == WALLET.name else []
    held += [said.get("top_up"), *[each.get("wallet") for each in parts if isinstance(each, Mapping)]]
    named = [_named(each.get("lease")) for each in held if isinstance(each, Mapping)]
    return tuple([lease for lease in named if lease is not None])


def _claims(claim: Json, extras: Json) -> tuple[str, ...]:
    if claim is None and not extras:
        return ()
    used = extras.get("claims") if isinstance(extras, Mapping) else None
    parts = used if isinstance(used, list | tuple) else ()
    held = [claim, *[each.get("claim") for each in parts if isinstance(each, Mapping)]]
    named = [_named(each) for each in held if each is not None]
    return tuple([each for each in named if each is not None])


def _named(value: Json) -> str | None:
    return value if isinstance(value, str) and _ID.fullmatch(value) else None
