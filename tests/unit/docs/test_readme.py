"""What README tells a newcomer to type works as it stands, and its links lead to every page of the docs."""

import re
from pathlib import Path

import pytest

import main
from tests.unit.docs.pages import ROOT, page

COMMANDS = re.findall(r"^\.venv/bin/python main\.py (.+)$", page("README.md"), re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:\s]+)")


def reached_from(start: Path) -> set[Path]:
    """The pages that links of a page, and of the pages these lead to, end at."""
    reached, waiting = {start}, [start]
    while waiting:
        of = waiting.pop()
        targets = {(of.parent / each).resolve() for each in LINK.findall(of.read_text(encoding="utf-8"))}
        fresh = {each for each in targets - reached if each.suffix == ".md"}
        reached |= fresh
        waiting += fresh
    return reached


def test_there_are_commands_to_type() -> None:
    assert len(COMMANDS) >= 3


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_works_as_it_stands(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main.main(command.split()) == 0
    assert capsys.readouterr().out


def test_every_page_of_the_docs_is_led_to() -> None:
    pages = {each.resolve() for each in (ROOT / "docs").glob("**/*.md")}
    asides = {each for each in pages if {"decisions", "source"} & {*each.parts}}
    assert pages - asides <= reached_from(ROOT / "README.md")
