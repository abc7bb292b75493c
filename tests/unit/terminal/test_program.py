"""The program as a whole: its commands, its help, and what none of them brings along."""

import subprocess
import sys

import pytest

import main
from resources.version import VERSION
from tests.unit.docs.pages import ROOT

WITHOUT_QT = """
import sys
sys.modules["PySide6"] = sys.modules["shiboken6"] = None
from argparse import ArgumentParser
import main
for group in main.GROUPS.values():
    for command in group:
        add_arguments, _ = command.functions()
        parser = ArgumentParser()
        add_arguments(parser)
        parser.format_help()
print(main.main(["check-program", "resources/programs/than-thiet.toml"]))
"""


def test_no_command_needs_qt_before_it_paints() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "0"


def test_the_help_names_every_command_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for group in main.GROUPS.values():
        for command in group:
            (told,) = [line for line in lines if line.split()[:1] == [command.name]]
            assert told.endswith(command.summary)
    assert all(len(line) <= 100 for line in lines)


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--version"]) == 0
    assert capsys.readouterr().out == f"Loyaltill {VERSION}\n"


@pytest.mark.parametrize(
    ("typed", "advice"), [("qoute", "Did you mean 'quote'?"), ("xyzzy", "There are: quote, ")]
)
def test_a_command_that_is_none_names_the_nearest(
    typed: str, advice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main([typed]) == main.EXIT_REFUSED
    assert advice in capsys.readouterr().err
