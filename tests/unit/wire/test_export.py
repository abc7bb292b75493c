"""A journal as a file: what was changed, cut, put in between or never signed is seen by anybody."""

import json
from collections.abc import Callable

import pytest

from loyalty.wire.canonical import JsonObject, WireRefused
from loyalty.wire.chain import GENESIS, Event, next_hash, short_hash
from loyalty.wire.export import (
    FORMAT,
    ExportHeader,
    SignedHead,
    Verdict,
    export_lines,
    verify_lines,
)

HEADER = ExportHeader(FORMAT, 1, "q1", "Q1", 1, bytes(32))
GOOD = bytes(64)
BODIES: tuple[JsonObject, ...] = (
    {"receipt": {"label": "Q1-000001"}, "total": 5},
    {"receipt_label": "Q1-000002"},
    {"receipt": None},
)


def chain() -> list[Event]:
    events: list[Event] = []
    before = GENESIS
    for seq, body in enumerate(BODIES, 1):
        row = {"operation_id": f"op-{seq}", "kind": "k", "at": "now", "operator": "lan"}
        before = next_hash(before, till="q1", incarnation=1, seq=seq, body=body, **row)
        events.append(Event(till="q1", incarnation=1, seq=seq, body=body, hash=before, **row))
    return events


def confirms(_key: bytes, signature: bytes, _message: bytes) -> bool:
    return signature == GOOD


def written(*, heads: list[SignedHead] | None = None) -> list[bytes]:
    events = chain()
    signed = [SignedHead(2, events[1].hash, GOOD), SignedHead(3, events[2].hash, GOOD)]
    return list(export_lines(HEADER, events, signed if heads is None else heads))


def verdict_of(lines: list[bytes], receipt: str = "") -> Verdict:
    return verify_lines(lines, confirms=confirms, receipt=receipt)


def test_a_journal_as_it_was_written_holds() -> None:
    verdict = verdict_of(written())
    assert verdict.faults == []
    assert (verdict.events, verdict.signatures, verdict.signed_up_to) == (3, 2, 3)
    assert verdict.last_hash == chain()[-1].hash


@pytest.mark.parametrize(("label", "seq"), [("Q1-000001", 1), ("Q1-000002", 2)])
def test_a_receipt_is_found_with_the_mark_that_is_printed_on_it(label: str, seq: int) -> None:
    assert verdict_of(written(), label).found == (seq, short_hash(chain()[seq - 1].hash))
    assert verdict_of(written(), "Q1-999999").found is None


def change(lines: list[bytes]) -> None:
    lines[1] = lines[1].replace(b'"total":5', b'"total":6')


def drop(lines: list[bytes]) -> None:
    del lines[2]


def swap(lines: list[bytes]) -> None:
    lines[1], lines[2] = lines[2], lines[1]


def cut(lines: list[bytes]) -> None:
    del lines[3]


def double(lines: list[bytes]) -> None:
    lines.insert(2, lines[1])


def spoil(lines: list[bytes]) -> None:
    lines[2] = b"\x00"


def mix(lines: list[bytes]) -> None:
    lines[2] = lines[2].replace(b'"till":"q1"', b'"till":"q2"')


def forge(lines: list[bytes]) -> None:
    head = json.loads(lines[-1])
    head["head"]["signature"] = "x" + head["head"]["signature"][1:]
    lines[-1] = json.dumps(head).encode()


def say_nothing(lines: list[bytes]) -> None:
    lines[-1] = b"{}"


@pytest.mark.parametrize(
    ("spoiled", "words"),
    [
        (change, "event 1 was changed"),
        (drop, "event 3 stands where event 2 should"),
        (swap, "event 2 stands where event 1 should"),
        (cut, "the till signed another event 3 than the file has"),
        (double, "event 1 stands where event 2 should"),
        (spoil, "line 3: "),
        (mix, "event 2 is of another journal"),
        (forge, "the signature under event 3 is not the till's"),
        (say_nothing, "line 6: "),
    ],
)
def test_what_was_done_to_a_file_is_seen(spoiled: Callable[[list[bytes]], None], words: str) -> None:
    lines = written()
    spoiled(lines)
    assert any(words in fault for fault in verdict_of(lines).faults), verdict_of(lines).faults


def test_a_file_nobody_signed_proves_nothing() -> None:
    assert verdict_of(written(heads=[])).faults == [
        "no signature holds: anybody could have written this file"
    ]


def test_what_stands_after_the_last_signature_is_said() -> None:
    verdict = verdict_of(written(heads=[SignedHead(2, chain()[1].hash, GOOD)]))
    assert verdict.faults == ["nothing after event 2 is signed"]


@pytest.mark.parametrize("lines", [[], [b"{}"], [b'{"format":"another"}']])
def test_what_is_no_journal_is_refused(lines: list[bytes]) -> None:
    with pytest.raises(WireRefused):
        verdict_of(lines)
