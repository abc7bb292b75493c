"""The four kinds of answers on one stream of bytes."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.escpos import condition as says
from drivers.escpos.answers import (
    Answer,
    AnswerReader,
    AutoStatus,
    InfoText,
    InLineStatus,
    ProcessId,
    RealTimeStatus,
)
from drivers.escpos.sentinel import process_ids
from tests.unit.drivers.conditions import CONDITIONS

NEXT_ID = next(process_ids())
IN_TURN = st.one_of(
    CONDITIONS.map(lambda how: (says.in_line_status(how), InLineStatus(says.in_line_status(how)[0]))),
    CONDITIONS.map(lambda how: (says.auto_status(how), AutoStatus(says.auto_status(how)))),
    st.just((says.process_id(NEXT_ID), ProcessId(NEXT_ID))),
)
"""Answers that come whole, one after the other, with their bytes."""

IN_BETWEEN = st.builds(says.real_time_status, CONDITIONS, st.integers(1, 4))
"""Answers in real time: they may stand anywhere."""


def read(*pieces: bytes, texts: bool = False) -> list[Answer]:
    reader = AnswerReader(texts=texts)
    return [answer for piece in pieces for answer in reader.feed(piece)]


@given(st.lists(IN_TURN, max_size=6), st.lists(st.tuples(st.integers(0, 40), IN_BETWEEN), max_size=4))
def test_answers_are_told_apart_however_they_are_mixed(
    in_turn: list[tuple[bytes, Answer]], in_between: list[tuple[int, bytes]]
) -> None:
    stream = b"".join(data for data, _ in in_turn)
    for at, byte in in_between:
        stream = stream[:at] + byte + stream[at:]
    heard = read(stream)
    assert [answer for answer in heard if not isinstance(answer, RealTimeStatus)] == [
        answer for _, answer in in_turn
    ]
    assert sum(isinstance(answer, RealTimeStatus) for answer in heard) == len(in_between)


@given(st.binary(max_size=60), st.integers(1, 7))
def test_it_does_not_matter_in_which_pieces_bytes_come(data: bytes, size: int) -> None:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert read(*pieces) == read(data)


def test_flow_control_and_stray_bytes_are_dropped() -> None:
    assert read(b"\x11\x13\xff\x90") == []


@pytest.mark.parametrize("begun", [b"\x10\x00", b"\x37", b"\x37\x22AB"])
def test_an_answer_that_was_cut_off_is_forgotten_after_a_silence(begun: bytes) -> None:
    reader = AnswerReader()
    assert reader.feed(begun) == []
    reader.drop_partial()
    assert reader.feed(b"\x00") == [InLineStatus(0)]


@pytest.mark.parametrize("broken", [b"\x37\x23", b"\x37\x22ABCDE", b"\x10\x00\x10"])
def test_a_broken_answer_is_no_answer_and_hides_none_behind_it(broken: bytes) -> None:
    reader = AnswerReader()
    reader.feed(broken)
    reader.drop_partial()
    assert reader.feed(says.process_id(b"ABCD")) == [ProcessId(b"ABCD")]


def test_letters_are_an_answer_only_where_they_were_asked_for() -> None:
    said = says.info_text("TM-T20III 2")
    assert read(said, texts=True) == [InfoText("TM-T20III 2")]
    assert InfoText not in {type(answer) for answer in read(said)}


def test_a_text_without_an_end_is_given_up() -> None:
    reader = AnswerReader(texts=True)
    reader.feed(b"_" + b"A" * 200)
    assert reader.feed(says.info_text("A")) == [InfoText("A")]


@given(st.binary(max_size=300))
def test_garbage_never_piles_up(garbage: bytes) -> None:
    reader = AnswerReader(texts=True)
    for _ in range(3):
        reader.feed(garbage)
    assert sum(sys.getsizeof(kept) for kept in vars(reader).values()) < 1000
