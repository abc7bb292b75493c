"""The bytes of a serial scanner, cut into codes."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.framing import FLUSH_AFTER_S, MAX_CODE_BYTES, Frame, Framer

PIECES = st.lists(st.one_of(st.binary(max_size=40), st.sampled_from([b"\r", b"\n", b"\x03", b"8934\r\n"])))


def codes(*pieces: bytes) -> list[bytes]:
    framer = Framer()
    frames = [frame for piece in pieces for frame in framer.feed(piece, at=1.0)]
    return [frame.data for frame in frames + framer.flush(1e9)]


def test_a_code_ends_with_cr_lf_or_etx() -> None:
    assert codes(b"1\r2\n3\x034\r\n") == [b"1", b"2", b"3", b"4"]


def test_nothing_between_two_ends_is_no_code() -> None:
    assert codes(b"\r\n\r\n\x03") == []


def test_a_code_without_an_end_is_given_after_a_pause() -> None:
    framer = Framer()
    assert framer.feed(b"89", at=1.0) == []
    assert framer.feed(b"34", at=1.05) == []
    assert framer.due == 1.05 + FLUSH_AFTER_S
    assert framer.flush(1.05 + FLUSH_AFTER_S / 2) == []
    assert framer.flush(1.05 + FLUSH_AFTER_S) == [Frame(b"8934", 1.05)]
    assert framer.due is None


def test_a_code_after_a_pause_is_another_one() -> None:
    framer = Framer()
    framer.feed(b"1", at=1.0)
    assert framer.feed(b"2\r", at=2.0) == [Frame(b"1", 1.0), Frame(b"2", 2.0)]


def test_what_is_too_long_is_dropped_up_to_its_end() -> None:
    flood = b"9" * (MAX_CODE_BYTES + 1)
    assert codes(flood + b"\r8934\r") == [b"8934"]
    assert codes(*[b"9" * 1000] * 9, b"\r", b"8934\r") == [b"8934"]
    assert codes(b"9" * MAX_CODE_BYTES + b"\r") == [b"9" * MAX_CODE_BYTES]


def test_a_flood_without_an_end_is_over_after_a_pause() -> None:
    framer = Framer()
    framer.feed(b"9" * 2 * MAX_CODE_BYTES, at=1.0)
    assert framer.flush(2.0) == []
    assert framer.feed(b"8934\r", at=3.0) == [Frame(b"8934", 3.0)]


def test_half_a_code_can_be_dropped() -> None:
    framer = Framer()
    framer.feed(b"893", at=1.0)
    framer.drop()
    assert framer.feed(b"4\r", at=1.0) == [Frame(b"4", 1.0)]


@given(PIECES)
def test_codes_hold_no_ends_and_are_never_empty(pieces: list[bytes]) -> None:
    for code in codes(*pieces):
        assert code
        assert not set(code) & set(b"\r\n\x03")


@given(st.lists(st.binary(max_size=20)), st.integers(1, 5))
def test_it_does_not_matter_in_which_pieces_bytes_come(pieces: list[bytes], size: int) -> None:
    data = b"".join(pieces)
    assert codes(*[data[at : at + size] for at in range(0, len(data), size)]) == codes(data)
