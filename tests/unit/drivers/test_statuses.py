"""What status bytes mean, against the fake printer that says them and against bytes out of manuals."""

import pytest
from hypothesis import given

from drivers.escpos import condition as says
from drivers.escpos import statuses
from drivers.escpos.condition import Condition
from drivers.ports import Paper, PrinterStatus
from tests.unit.drivers.conditions import CONDITIONS


def expected(condition: Condition) -> PrinterStatus:
    return PrinterStatus(
        answered=True,
        online=condition.online,
        cover_open=condition.cover_open,
        paper=condition.paper,
        error="printer-cutter" if condition.cutter_jammed else None,
    )


@given(CONDITIONS)
def test_every_condition_is_read_from_the_answers_to_queries(condition: Condition) -> None:
    answers = {query: says.real_time_status(condition, query)[0] for query in (1, 2, 3, 4)}
    assert statuses.from_real_time(answers) == expected(condition)


@given(CONDITIONS)
def test_every_condition_is_read_from_an_automatic_status(condition: Condition) -> None:
    assert statuses.from_auto_status(says.auto_status(condition)) == expected(condition)


def test_without_the_first_answer_there_is_none() -> None:
    assert statuses.from_real_time({4: 0x12}) == PrinterStatus(answered=False)


def test_what_was_not_answered_is_not_taken_for_good_news() -> None:
    assert statuses.from_real_time({1: 0x12}).paper is Paper.UNKNOWN


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({1: 0x1A, 2: 0x52, 3: 0x1A}, "printer-cutter"),
        ({1: 0x1A, 2: 0x52, 3: 0x52}, "printer-hot"),
        ({1: 0x1A, 2: 0x52, 3: 0x32}, "printer-error"),
        ({1: 0x1A, 2: 0x52, 3: 0x72}, "printer-error"),
        ({1: 0x1A, 2: 0x52}, "printer-error"),
        ({1: 0x12, 2: 0x12}, None),
    ],
)
def test_an_error_is_told_by_its_cause(answers: dict[int, int], error: str | None) -> None:
    assert statuses.from_real_time(answers).error == error


@pytest.mark.parametrize(
    ("second", "error"),
    [(0x00, None), (0x08, "printer-cutter"), (0x20, "printer-error"), (0x40, "printer-hot")],
)
def test_an_automatic_status_tells_errors_too(second: int, error: str | None) -> None:
    assert statuses.from_auto_status(bytes((0x18, second, 0, 0))).error == error


def test_an_automatic_status_has_four_bytes() -> None:
    with pytest.raises(ValueError, match="unpack"):
        statuses.from_auto_status(b"\x10\x00\x00")


def test_a_query_that_does_not_exist_is_not_answered() -> None:
    assert says.real_time_status(Condition(), 7) == b""
