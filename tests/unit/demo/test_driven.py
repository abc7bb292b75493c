"""The driver of a till, against small programs that answer as a till does, or do not."""

import sys
from pathlib import Path

import pytest

from loyalty.errors import Unavailable
from ui.demo.driven import DrivenTill
from ui.demo.script import Answer

ECHO = """
import sys
from ui.demo.script import Answer
for line in sys.stdin:
    line = line.strip()
    if line == "close":
        sys.exit(3)
    fault = "not there" if line.startswith("press") else ""
    print(Answer(fault=fault, seen=(line,)).line(), flush=True)
"""
DIES = "import sys; sys.stderr.write('the disk is full'); sys.exit(1)"


def started(program: str, folder: Path) -> DrivenTill:
    return DrivenTill([sys.executable, "-c", program], log=folder / "till.log")


def test_each_line_is_answered_in_turn_and_the_exit_code_comes_back(tmp_path: Path) -> None:
    with started(ECHO, tmp_path) as till:
        assert till.do("type 1", "seen") == Answer(seen=("seen",))
        assert till.close() == 3


def test_what_the_till_could_not_do_is_an_error_with_what_was_seen(tmp_path: Path) -> None:
    with started(ECHO, tmp_path) as till, pytest.raises(Unavailable) as error:
        till.do("press Thanh toán")
    assert error.value.code == "till-said-no"
    assert error.value.params["seen"] == "press Thanh toán"


def test_a_till_that_died_is_told_with_its_last_words(tmp_path: Path) -> None:
    with started(DIES, tmp_path) as till:
        assert till.close() == 1
        with pytest.raises(Unavailable) as error:
            till.do("seen")
    assert error.value.code == "till-gone"
    assert "the disk is full" in str(error.value.params["log"])


def test_a_killed_till_is_gone_at_once(tmp_path: Path) -> None:
    with started(ECHO, tmp_path) as till:
        till.do("seen")
        till.kill()
        with pytest.raises(Unavailable, match="till-gone"):
            till.do("seen")
