"""A script's lines are understood, or refused in a sentence; its answers survive the way back."""

import pytest

from loyalty.errors import Refused
from ui.demo.script import Action, Answer, parse_action, parse_answer


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("key F9", Action("key", "F9")),
        ("  type 0905 123 456 ", Action("type", "0905 123 456")),
        ("press Thanh toán", Action("press", "Thanh toán")),
        ("seen", Action("seen")),
        ("", None),
        ("# a comment", None),
    ],
)
def test_a_line_is_one_action(line: str, action: Action | None) -> None:
    assert parse_action(line) == action


@pytest.mark.parametrize(
    ("line", "code"),
    [("jump F9", "script-verb"), ("press", "script-text"), ("seen everything", "script-text")],
)
def test_a_line_that_is_none_is_refused_by_name(line: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_action(line)
    assert refused.value.code == code


def test_an_action_reads_back_from_its_line() -> None:
    for action in (Action("type", "Ánh 0905"), Action("close")):
        assert parse_action(action.line()) == action


def test_an_answer_reads_back_from_its_line() -> None:
    answer = Answer(fault="not seen", seen=("Phải trả", "275.390 ₫"))
    assert "\n" not in answer.line()
    assert parse_answer(answer.line()) == answer
