"""Report descriptors: where each field lies, and that no descriptor does any harm."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fake_hid import BY_THE_TABLES, HONEYWELL, NEWLAND
from drivers.hid.descriptor import (
    MAX_DESCRIPTOR_BYTES,
    MAX_FIELDS,
    MAX_REPORT_BITS,
    InputField,
    Usage,
    input_fields,
)

BOOT_KEYBOARD = bytes.fromhex(
    "05010906a101 050719e029e7150025017501950881 02 950175088103 95057501050819012905910295017503910395"
    "0675081500256505071900296581 00 c0"
)


def starts(descriptor: bytes) -> list[tuple[int, int, int]]:
    """Usage, first bit and length of the fields."""
    return [(each.usage.number, each.start_bit, each.bits) for each in input_fields(descriptor)]


def test_the_fields_of_a_report_follow_its_id() -> None:
    assert starts(HONEYWELL) == [
        (0x3B, 8, 8),
        (0xFB, 16, 8), (0xFC, 24, 8), (0xFD, 32, 8),
        (0xFE, 40, 448),
        (0, 488, 8), (0, 496, 8),
        (0xFF, 504, 8),
    ]  # fmt: skip
    assert {each.report_id for each in input_fields(HONEYWELL)} == {2}
    assert input_fields(HONEYWELL)[0].usage == Usage(0x01, 0x3B)


def test_padding_takes_room_and_is_no_field() -> None:
    assert starts(NEWLAND) == [(0x3B, 8, 8), (0xFE, 16, 448), (0x01, 496, 8), (0xFF, 504, 1)]


def test_a_report_without_an_id_begins_at_its_first_bit() -> None:
    assert starts(BY_THE_TABLES)[0] == (0xFB, 0, 8)
    assert starts(BY_THE_TABLES)[3] == (0xFE, 24, 256)


def test_each_report_counts_by_itself() -> None:
    two = bytes.fromhex("058c 7508 8501 9502 09fe 8102 8502 9501 09fb 8102 8501 9501 09ff 8102")
    assert [(each.report_id, each.start_bit) for each in input_fields(two)] == [(1, 8), (2, 8), (1, 24)]


def test_a_range_of_usages_is_one_field_each() -> None:
    assert [usage for usage, _, _ in starts(BOOT_KEYBOARD)[:8]] == list(range(0xE0, 0xE8))


def test_what_was_pushed_comes_back() -> None:
    pushed = bytes.fromhex("058c 7508 9501 a4 0501 7510 9509 b4 09fe 8102")
    assert input_fields(pushed) == (InputField(None, Usage(0x8C, 0xFE), 0, 8),)


def test_a_usage_may_bring_its_own_page() -> None:
    extended = bytes.fromhex("0501 7508 9501 0b fe008c00 8102")
    assert input_fields(extended)[0].usage == Usage(0x8C, 0xFE)


def test_a_long_item_and_items_for_other_reports_are_passed_over() -> None:
    others = bytes.fromhex("fe02aa0102 058c 7508 9501 09fe 9102 09fe b102 09fe 8102")
    assert starts(others) == [(0xFE, 0, 8)]


@pytest.mark.parametrize("cut", range(1, 8))
def test_one_that_ends_too_early_is_read_as_far_as_it_goes(cut: int) -> None:
    assert starts(HONEYWELL[: len(HONEYWELL) - cut])[:5] == starts(HONEYWELL)[:5]


def test_a_report_longer_than_any_can_be_is_not_believed() -> None:
    assert input_fields(bytes.fromhex("058c 7508 97ffffff7f 09fe 8102")) == ()


def test_a_report_whose_id_is_no_byte_is_none_of_a_device() -> None:
    assert input_fields(bytes.fromhex("058c 860001 7508 9501 09fe 8102")) == ()


@given(st.binary(max_size=MAX_DESCRIPTOR_BYTES * 2))
def test_whatever_was_plugged_in_nothing_breaks(descriptor: bytes) -> None:
    fields = input_fields(descriptor)
    assert len(fields) <= MAX_FIELDS
    assert all(each.bits > 0 and each.start_bit + each.bits <= MAX_REPORT_BITS for each in fields)


ITEMS = st.sampled_from(
    [bytes.fromhex(item) for item in (
        "058c", "0501", "09fb", "09fe", "09ff", "19fb", "29fd", "2bffffffff", "7501", "7508", "77ffffffff",
        "9501", "9538", "97ffffffff", "8501", "8502", "860001", "87ffffffff", "a101", "c0",
        "a4", "b4", "8102", "8103", "820201", "fe",
    )]
)  # fmt: skip


@given(st.lists(ITEMS, max_size=300).map(b"".join))
def test_nor_by_items_in_any_order(descriptor: bytes) -> None:
    fields = input_fields(descriptor)
    for report_id in {each.report_id for each in fields}:
        one = [each for each in fields if each.report_id == report_id]
        assert one[0].start_bit >= (0 if report_id is None else 8)
        assert report_id is None or report_id <= 255
        assert all(a.start_bit + a.bits <= b.start_bit for a, b in pairwise(one))
