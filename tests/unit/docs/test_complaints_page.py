"""Each complaint about somebody else's till names tests that are there."""

import re
from pathlib import Path

import pytest

from tests.unit.docs.pages import ROOT, page, table
from tests.unit.docs.test_architecture import named_tests

PAGE = page("docs/complaints.md")
SECTIONS = {
    "refunds": 10, "amounts": 11, "offline": 11, "tiers": 8, "people": 7, "counter": 8, "printing": 5,
    "scanning": 3, "speed": 2,
}  # fmt: skip
"""The sections of the page, and how many facts each has."""


@pytest.mark.parametrize("section", SECTIONS)
def test_every_complaint_is_held_by_tests_that_are_there(section: str) -> None:
    rows = table(PAGE, section)
    assert len(rows) == SECTIONS[section]
    for row in rows:
        held_by = re.findall(r"`([^`]+)`", row["what would notice it"])
        assert held_by, row["what happened"]
        assert row["where"]
        for holder in held_by:
            path, _, test = holder.partition("::")
            assert (ROOT / path).is_file(), holder
            assert test in named_tests(path) if test else path.startswith("tests/bench/"), holder


@pytest.mark.parametrize("section", SECTIONS)
def test_every_complaint_is_played_at_the_counter_or_it_is_said_why_not(section: str) -> None:
    there = {title for file in (ROOT / "tests" / "scenarios").rglob("*.feature") for title in titles(file)}
    for row in table(PAGE, section):
        played = re.findall(r"\*([^*]+)\*", row["at the counter"])
        assert set(played) <= there, row["what happened"]
        assert bool(played) != row["at the counter"].startswith("not at a till: "), row["what happened"]


def test_every_scene_about_a_complaint_is_named() -> None:
    for file in (ROOT / "tests" / "scenarios" / "complaints").glob("*.feature"):
        for title in titles(file):
            assert f"*{title}*" in PAGE, title


def titles(file: Path) -> list[str]:
    """The names of the scenes in a file."""
    text = file.read_text(encoding="utf-8")
    return re.findall(r"^ *(?:Kịch bản|Khung kịch bản): (.+)$", text, re.MULTILINE)
