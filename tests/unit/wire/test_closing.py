"""A file of closes: whatever was done to it after it was signed is seen by anybody who has it."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from loyalty.wire.canonical import WireRefused, canonical_bytes
from loyalty.wire.closing import (
    FIRST,
    ClosesVerdict,
    DayClose,
    DayFigures,
    JournalHead,
    SignedClose,
    close_bytes,
    close_hash,
    close_lines,
    verify_closes,
)

KEY = bytes(32)


def sign(close: DayClose) -> bytes:
    return close_hash(close) * 2


def confirms(key: bytes, signature: bytes, message: bytes) -> bool:
    import hashlib

    return key == KEY and signature == hashlib.sha256(message).digest() * 2


def close(day: str, before: DayClose | None, *, seq: int) -> DayClose:
    return DayClose(
        tenant="t",
        store="store-1",
        store_code="q1",
        number=before.number + 1 if before else 1,
        day=day,
        timezone="Asia/Ho_Chi_Minh",
        currency="VND",
        taken_at="2026-11-26T00:00:00.000Z",
        before=close_hash(before) if before else FIRST,
        figures=DayFigures(day, sales=3, sold=90_000),
        late=(),
        points_expired=0,
        expired_ever=0,
        liability_points=100,
        liability_money=50_000,
        heads=(JournalHead("till-1", "Q1", 1, seq, bytes(32)),),
    )


def days() -> list[DayClose]:
    first = close("2026-11-23", None, seq=3)
    second = close("2026-11-24", first, seq=5)
    return [first, second, close("2026-11-25", second, seq=9)]


def lines(closes: list[DayClose]) -> list[bytes]:
    return list(close_lines(KEY, [SignedClose(each, sign(each)) for each in closes]))


def verdict(written: list[bytes]) -> ClosesVerdict:
    return verify_closes(written, confirms=confirms)


def test_closes_as_they_were_signed_hold() -> None:
    found = verdict(lines(days()))
    assert found.faults == []
    assert [each.day for each in found.closes] == ["2026-11-23", "2026-11-24", "2026-11-25"]


def test_the_same_close_is_the_same_bytes() -> None:
    assert close_bytes(days()[2]) == close_bytes(days()[2])


def flip(written: list[bytes]) -> None:
    said = json.loads(written[2])
    said["close"]["figures"]["sold"] = 80_000
    written[2] = canonical_bytes(said)


def swap(written: list[bytes]) -> None:
    written[1], written[2] = written[2], written[1]


def drop_one(written: list[bytes]) -> None:
    del written[2]


def drop_the_first(written: list[bytes]) -> None:
    del written[1]


def spoil(written: list[bytes]) -> None:
    written[2] = b'{"close": 1}'


def drop_all(written: list[bytes]) -> None:
    del written[1:]


@pytest.mark.parametrize(
    ("spoiled", "words"),
    [
        (flip, "the signature under 2026-11-24 is not the server's"),
        (flip, "the close of 2026-11-25 was not made after what stands before it"),
        (swap, "close 2 of 2026-11-24 stands where close 1 should"),
        (swap, "the close of 2026-11-23 comes after that of 2026-11-24"),
        (drop_one, "close 3 of 2026-11-25 stands where close 2 should"),
        (drop_the_first, "close 2 of 2026-11-24 stands where close 1 should"),
        (spoil, "line 3: close must be an object"),
        (drop_all, "there is no close in it"),
    ],
)
def test_what_was_done_to_a_file_is_seen(spoiled: Callable[[list[bytes]], None], words: str) -> None:
    written = lines(days())
    spoiled(written)
    assert any(words in fault for fault in verdict(written).faults), verdict(written).faults


def test_a_server_that_signs_a_journal_going_back_or_another_store_is_told_on() -> None:
    first = days()[0]
    back = replace(close("2026-11-24", first, seq=2), store="store-2")
    assert verdict(lines([first, back])).faults == [
        "the close of 2026-11-24 is of another store",
        "in the close of 2026-11-24 the journal of till Q1 went back",
    ]
    gone = replace(close("2026-11-24", first, seq=2), heads=())
    assert verdict(lines([first, gone])).faults == [
        "in the close of 2026-11-24 the journal of till Q1 went back"
    ]


def test_what_is_no_file_of_closes_is_refused() -> None:
    with pytest.raises(WireRefused):
        verdict([b"{}"])
