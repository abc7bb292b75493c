"""Identifiers that sort by age, and moments as they are written down."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from terminal.clock import SystemClock, from_timestamp, timestamp, to_the_millisecond
from terminal.ids import id_maker, uuid7
from tests.unit.terminal.till_kit import MORNING, MovedClock


def test_an_id_is_a_uuid_of_version_7() -> None:
    made = UUID(uuid7(unix_ms=1_700_000_000_123, random=bytes(range(10))))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == 1_700_000_000_123


def test_all_the_noise_is_in_it() -> None:
    ones = UUID(uuid7(unix_ms=0, random=b"\xff" * 10)).int
    zeros = UUID(uuid7(unix_ms=0, random=b"\x00" * 10)).int
    assert (ones ^ zeros).bit_count() == 74


def test_later_ids_sort_after_earlier_ones() -> None:
    clock = MovedClock()
    new_id = id_maker(clock)
    made: list[str] = []
    for _ in range(20):
        made.append(new_id())
        clock.move(milliseconds=1)
    assert made == sorted(set(made))


def test_two_ids_of_one_millisecond_differ() -> None:
    new_id = id_maker(MovedClock())
    assert new_id() != new_id()


def test_a_moment_is_written_in_utc_with_milliseconds() -> None:
    hanoi = timezone(timedelta(hours=7))
    assert timestamp(datetime(2026, 11, 21, 10, 0, 0, 123_456, tzinfo=hanoi)) == "2026-11-21T03:00:00.123Z"


def test_a_moment_comes_back_as_it_was_written() -> None:
    assert from_timestamp(timestamp(MORNING)) == MORNING
    assert from_timestamp("2026-11-21T10:00:00+07:00").tzinfo is UTC
    odd = datetime(2026, 11, 21, 3, 0, 0, 123_999, tzinfo=UTC)
    assert from_timestamp(timestamp(odd)) == to_the_millisecond(odd)


def test_the_machines_clock_is_aware_and_its_stopwatch_goes_on() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() <= clock.monotonic()
