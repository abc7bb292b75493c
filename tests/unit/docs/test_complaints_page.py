"""Each complaint about somebody else's till names tests that are there."""

import re

import pytest

from tests.unit.docs.pages import page, table
from tests.unit.docs.test_architecture import named_tests

PAGE = page("docs/complaints.md")
SECTIONS = {"refunds": 10, "offline": 11, "tiers": 8, "counter": 8}
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
            assert test in named_tests(path), holder
