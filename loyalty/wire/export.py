"""A journal as a file that anybody can check: one JSON object a line, the till's key in the first.

For an auditor without our server and without our database: that nothing is missing, nothing was changed and
nothing was put in between follows from the file itself, as far as the till has signed it. Which key is the
till's has to be known from elsewhere; the file only says which it claims.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from loyalty.wire.canonical import JsonObject, WireRefused, canonical_bytes, parse_json
from loyalty.wire.chain import GENESIS, Event, follows, short_hash
from loyalty.wire.codec import Message
from loyalty.wire.limits import Count, Hash, Id, PublicKey, Seq, Signature, Words, as_object
from loyalty.wire.signing import head_bytes

FORMAT: Final = "loyaltill-journal"

Confirms = Callable[[bytes, bytes, bytes], bool]
"""Whether, by this public key, this is the signature of this message."""


@dataclass(frozen=True, slots=True)
class ExportHeader(Message):
    """The first line: whose journal it is, of which life, and the key it was signed by."""

    format: Literal["loyaltill-journal"]
    version: Literal[1]
    till: Id
    till_code: Words
    incarnation: Seq
    public_key: PublicKey


@dataclass(frozen=True, slots=True)
class SignedHead(Message):
    """The till's word that its journal stood so."""

    seq: Count
    hash: Hash
    signature: Signature


@dataclass(slots=True)
class Verdict:
    """What a file comes to. `signed_up_to` is the last event under a signature that holds.

    `faults` say where the file is not what a till wrote; `found` has seq and short hash of the receipt that
    was looked for.
    """

    header: ExportHeader
    events: int = 0
    last_hash: bytes = GENESIS
    signatures: int = 0
    signed_up_to: int = 0
    faults: list[str] = field(default_factory=list[str])
    found: tuple[int, str] | None = None


def export_lines(
    header: ExportHeader, events: Iterable[Event], heads: Iterable[SignedHead]
) -> Iterator[bytes]:
    """The lines of a file, without their ends: header, events in order, signatures."""
    yield canonical_bytes(header.to_json())
    for event in events:
        yield canonical_bytes({"event": event.to_json()})
    for head in heads:
        yield canonical_bytes({"head": head.to_json()})


def verify_lines(lines: Iterable[bytes], *, confirms: Confirms, receipt: str = "") -> Verdict:
    """Check a file from its first line to its last; `receipt` is the label of one to look for.

    Raises:
        WireRefused: the first line is not a header: this is no journal.
    """
    rest = iter(lines)
    verdict = Verdict(ExportHeader.from_json(parse_json(next(rest, b""))))
    hashes: dict[int, bytes] = {0: GENESIS}
    for number, line in enumerate(rest, 2):
        try:
            said = as_object(parse_json(line))
            if "event" in said:
                _take_event(verdict, hashes, Event.from_json(said["event"]), receipt)
            else:
                _take_head(verdict, hashes, SignedHead.from_json(said.get("head")), confirms)
        except WireRefused as fault:
            verdict.faults.append(f"line {number}: {fault.path} {fault.why}".replace(":  ", ": "))
    if not verdict.signatures:
        verdict.faults.append("no signature holds: anybody could have written this file")
    elif verdict.signed_up_to < verdict.events:
        verdict.faults.append(f"nothing after event {verdict.signed_up_to} is signed")
    return verdict


def _take_event(verdict: Verdict, hashes: dict[int, bytes], event: Event, receipt: str) -> None:
    header, expected = verdict.header, verdict.events + 1
    if (event.till, event.incarnation) != (header.till, header.incarnation):
        verdict.faults.append(f"event {event.seq} is of another journal")
        return
    if event.seq != expected:
        verdict.faults.append(f"event {event.seq} stands where event {expected} should")
    if not follows(verdict.last_hash, event):
        verdict.faults.append(f"event {event.seq} was changed, or what stands before it was")
    verdict.events, verdict.last_hash = event.seq, event.hash
    hashes[event.seq] = event.hash
    if receipt and receipt in _labels(event.body):
        verdict.found = event.seq, short_hash(event.hash)


def _take_head(verdict: Verdict, hashes: dict[int, bytes], head: SignedHead, confirms: Confirms) -> None:
    header = verdict.header
    statement = head_bytes(till=header.till, incarnation=header.incarnation, seq=head.seq, hash_=head.hash)
    if not confirms(header.public_key, head.signature, statement):
        verdict.faults.append(f"the signature under event {head.seq} is not the till's")
    elif hashes.get(head.seq) != head.hash:
        verdict.faults.append(f"the till signed another event {head.seq} than the file has")
    else:
        verdict.signatures += 1
        verdict.signed_up_to = max(verdict.signed_up_to, head.seq)


def _labels(body: JsonObject) -> tuple[object, ...]:
    """The receipt's number as people read it: a sale's, or a void's."""
    receipt = body.get("receipt")
    label = as_object(receipt).get("label") if receipt is not None else None
    return label, body.get("receipt_label")
