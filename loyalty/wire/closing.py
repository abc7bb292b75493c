"""The close of a store's day as its server signs it: what was sold and given, and where every journal stood.

Each close names the one before it by its hash, and for every till the journal's head up to which it counts.
So whoever keeps one line of the file can tell later whether days were changed, left out or put in between,
and whether a till's journal (`export`) was cut or rewritten since. What arrives after its day was closed
stands in the next close, under its own day. How the figures are worked out is the server's.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from loyalty.wire.canonical import WireRefused, canonical_bytes, parse_json
from loyalty.wire.codec import Message
from loyalty.wire.limits import AnyInt, Count, Hash, Id, Key, Moment, PublicKey, Seq, Signature

FORMAT: Final = "loyaltill-closes"
FIRST: Final = bytes(32)
"""What stands before the first close."""

Confirms = Callable[[bytes, bytes, bytes], bool]
"""Whether, by this public key, this is the signature of this message."""


@dataclass(frozen=True, slots=True)
class DayFigures(Message):
    """What happened on one local day: money in the currency's smallest unit, refunds of every kind."""

    day: Key
    sales: Count = 0
    sold: AnyInt = 0
    refunds: Count = 0
    refunded: AnyInt = 0
    points_earned: AnyInt = 0
    points_burned: AnyInt = 0
    points_taken_back: AnyInt = 0
    points_given_back: AnyInt = 0


@dataclass(frozen=True, slots=True)
class JournalHead(Message):
    """Up to which event of a till's journal everything is counted, in this close or one before."""

    till: Id
    till_code: Key
    incarnation: Seq
    seq: Count
    hash: Hash


@dataclass(frozen=True, slots=True)
class DayClose(Message):
    """One day of one store. `late` are earlier days of which something arrived since the close before.

    Points expire and liability stands by the store that issued them; `expired_ever` is the running sum whose
    growth `points_expired` is.
    """

    tenant: Key
    store: Id
    store_code: Key
    number: Seq
    day: Key
    timezone: Key
    currency: Key
    taken_at: Moment
    before: Hash
    figures: DayFigures
    late: tuple[DayFigures, ...]
    points_expired: AnyInt
    expired_ever: AnyInt
    liability_points: AnyInt
    liability_money: AnyInt
    heads: tuple[JournalHead, ...]


@dataclass(frozen=True, slots=True)
class SignedClose(Message):
    """A close and the server's signature over `close_bytes`."""

    close: DayClose
    signature: Signature


@dataclass(frozen=True, slots=True)
class ClosesHeader(Message):
    """The first line of a file of closes, and the key they are signed by."""

    format: Literal["loyaltill-closes"]
    version: Literal[1]
    server_key: PublicKey


@dataclass(slots=True)
class ClosesVerdict:
    """What a file comes to; `faults` say in sentences what is not as the server signed it."""

    header: ClosesHeader
    closes: list[DayClose] = field(default_factory=list[DayClose])
    faults: list[str] = field(default_factory=list[str])


def close_bytes(close: DayClose) -> bytes:
    """What the server signs."""
    return canonical_bytes({"says": "loyaltill/1/day-close", "close": close.to_json()})


def close_hash(close: DayClose) -> bytes:
    """What the next close names it by."""
    return hashlib.sha256(close_bytes(close)).digest()


def close_lines(server_key: bytes, closes: Iterable[SignedClose]) -> Iterator[bytes]:
    """The lines of a file, without their ends."""
    yield canonical_bytes(ClosesHeader(format=FORMAT, version=1, server_key=server_key).to_json())
    for each in closes:
        yield canonical_bytes(each.to_json())


def verify_closes(lines: Iterable[bytes], *, confirms: Confirms) -> ClosesVerdict:
    """Check a file of one store's closes, from its first.

    Raises:
        WireRefused: the first line is not a header: this is no file of closes.
    """
    rest = iter(lines)
    verdict = ClosesVerdict(ClosesHeader.from_json(parse_json(next(rest, b""))))
    for number, line in enumerate(rest, 2):
        try:
            signed = SignedClose.from_json(parse_json(line))
        except WireRefused as fault:
            verdict.faults.append(f"line {number}: {fault.path} {fault.why}".replace(":  ", ": "))
            continue
        if not confirms(verdict.header.server_key, signed.signature, close_bytes(signed.close)):
            verdict.faults.append(f"the signature under {signed.close.day} is not the server's")
        verdict.faults.extend(_out_of_place(verdict.closes[-1] if verdict.closes else None, signed.close))
        verdict.closes.append(signed.close)
    if not verdict.closes:
        verdict.faults.append("there is no close in it")
    return verdict


def _out_of_place(before: DayClose | None, close: DayClose) -> Iterator[str]:
    """Whether a close follows the one before: in number, day, store, hash, and in every journal."""
    number, hash_ = (before.number, close_hash(before)) if before else (0, FIRST)
    if close.number != number + 1:
        yield f"close {close.number} of {close.day} stands where close {number + 1} should"
    if close.before != hash_:
        yield f"the close of {close.day} was not made after what stands before it"
    if before is None:
        return
    if (close.tenant, close.store) != (before.tenant, before.store):
        yield f"the close of {close.day} is of another store"
    if close.day <= before.day:
        yield f"the close of {close.day} comes after that of {before.day}"
    reached = {(head.till, head.incarnation): head.seq for head in close.heads}
    for head in before.heads:
        if reached.get((head.till, head.incarnation), -1) < head.seq:
            yield f"in the close of {close.day} the journal of till {head.till_code} went back"
