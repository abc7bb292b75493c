"""Reports of scanners in HID-POS mode, on the layouts of several makers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fake_hid import BY_THE_TABLES, HONEYWELL, NEWLAND, reports
from drivers.framing import MAX_CODE_BYTES
from drivers.hid.pos import FOLLOWS_WITHIN_S, Piece, PosLayout, PosReader, pos_layout


def layout_of(descriptor: bytes) -> PosLayout:
    layout = pos_layout(descriptor)
    assert layout is not None
    return layout


LAYOUTS = {"honeywell": HONEYWELL, "newland": NEWLAND, "by the tables": BY_THE_TABLES}


@pytest.fixture(params=list(LAYOUTS.values()), ids=list(LAYOUTS))
def layout(request: pytest.FixtureRequest) -> PosLayout:
    return layout_of(request.param)


def codes(layout: PosLayout, sent: list[bytes]) -> list[bytes]:
    """The codes out of reports that come at once."""
    reader = PosReader(layout)
    return [frame.data for report in sent if (frame := reader.take(report, at=1.0)) is not None]


def test_the_offsets_come_from_the_descriptor() -> None:
    honeywell, newland, tables = map(layout_of, LAYOUTS.values())
    assert (honeywell.data_at, honeywell.data_bytes, honeywell.count_at) == (5, 56, 1)
    assert (honeywell.report_id, honeywell.aim_at) == (2, (2, 3, 4))
    assert (newland.data_at, newland.data_bytes, newland.count_at, newland.aim_at) == (2, 56, 1, ())
    assert (tables.report_id, tables.data_at, tables.data_bytes, tables.count_at) == (None, 3, 32, None)


def test_a_report_as_access_is_prints_it() -> None:
    """ATR110 product manual, appendix A: a boarding pass of 60 bytes in two reports."""
    first = b"\x02\x38]Q0" + b"M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23   "[:56] + b"s\0\x01"
    second = b"\x02\x04]Q0" + b"4567".ljust(56, b"\0") + b"s\0\0"
    layout = layout_of(HONEYWELL)
    assert (len(first), len(second)) == (64, 64)
    assert layout.read(first) == Piece(b"]Q0", first[5:61], goes_on=True)
    assert codes(layout, [first, second]) == [b"]Q0" + first[5:61] + b"4567"]


def test_a_report_as_newland_documents_it() -> None:
    """NLS-FM420 integration guide: data from byte 2, the maker's own symbology at 62, the flag in 63."""
    report = b"\x02\x0d" + b"8934563138165".ljust(56, b"\0") + bytes(4) + b"\x0a\0"
    assert len(report) == 64
    assert codes(layout_of(NEWLAND), [report]) == [b"8934563138165"]


@pytest.mark.parametrize("length", [1, 31, 32, 33, 55, 56, 57, 112, 113, 4000])
def test_a_code_of_any_length_comes_whole(layout: PosLayout, length: int) -> None:
    data = bytes(0x30 + at % 10 for at in range(length))
    assert codes(layout, reports(layout, data)) == [data]


def test_codes_follow_each_other(layout: PosLayout) -> None:
    sent = [report for data in (b"1" * 60, b"22", b"3" * 200) for report in reports(layout, data)]
    assert codes(layout, sent) == [b"1" * 60, b"22", b"3" * 200]


def test_an_aim_id_stands_before_the_code_once() -> None:
    layout = layout_of(HONEYWELL)
    assert codes(layout, reports(layout, b"9" * 60, aim_id=b"]C0")) == [b"]C0" + b"9" * 60]


@pytest.mark.parametrize("told", [b"\0\0\0", b"QR ", b"]\xe9\0"])
def test_what_is_no_aim_id_is_not_taken_for_one(told: bytes) -> None:
    layout = layout_of(HONEYWELL)
    assert codes(layout, reports(layout, b"893", aim_id=told)) == [b"893"]


def test_zeros_at_the_end_are_padding_only_where_no_length_is_told() -> None:
    counted, uncounted = layout_of(HONEYWELL), layout_of(BY_THE_TABLES)
    assert codes(counted, reports(counted, b"a\0b\0")) == [b"a\0b\0"]
    assert codes(uncounted, reports(uncounted, b"a\0b\0")) == [b"a\0b"]


def test_another_report_is_none_of_ours() -> None:
    layout = layout_of(HONEYWELL)
    assert layout.read(b"\x04\x01]E0123") is None
    assert codes(layout, [b"\x04" + bytes(63), b""]) == []


def test_a_code_whose_rest_does_not_come_is_dropped(layout: PosLayout) -> None:
    reader = PosReader(layout)
    first, *_ = reports(layout, b"1" * 100)
    assert reader.take(first, at=1.0) is None
    (alone,) = reports(layout, b"22")
    late = reader.take(alone, at=1.0 + FOLLOWS_WITHIN_S + 0.01)
    assert late is not None
    assert late.data == b"22"


def test_a_code_beyond_all_measure_is_dropped_up_to_its_end(layout: PosLayout) -> None:
    endless = reports(layout, b"1" * (MAX_CODE_BYTES + 1))
    assert codes(layout, [*endless, *reports(layout, b"22")]) == [b"22"]


def test_a_device_that_is_no_scanner_has_no_layout() -> None:
    mouse = bytes.fromhex("05010902a101 0901a100 0509 1901 2903 15002501 95037501 8102 c0c0")
    assert pos_layout(mouse) is None
    assert pos_layout(b"") is None


def test_a_length_that_cannot_be_is_cut_to_what_there_is() -> None:
    layout = replace(layout_of(HONEYWELL), goes_on=None)
    piece = layout.read(b"\x02\xff]E0" + b"1234")
    assert piece == Piece(b"]E0", b"1234", goes_on=False)


@given(st.binary(max_size=600), st.lists(st.binary(max_size=80), max_size=60))
def test_no_descriptor_and_no_report_breaks_it(noise: bytes, sent: list[bytes]) -> None:
    for descriptor in (*LAYOUTS.values(), noise):
        layout = pos_layout(descriptor)
        if layout is not None:
            assert all(0 < len(code) <= MAX_CODE_BYTES for code in codes(layout, sent))


@given(st.lists(st.text("0123456789ABC-", min_size=1, max_size=150), max_size=6))
def test_what_is_sent_is_what_is_read(texts: list[str]) -> None:
    for descriptor in LAYOUTS.values():
        layout = layout_of(descriptor)
        sent = [report for text in texts for report in reports(layout, text.encode())]
        assert codes(layout, sent) == [text.encode() for text in texts]
