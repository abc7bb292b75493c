"""Every complaint of three sections of the page has its defect here, and its test notices it."""

import re

import pytest

from tests.complaints.defects import DEFECTS, Defect
from tests.unit.docs.pages import page, table

SECTIONS = ("refunds", "offline", "tiers")
QUICK = ("a minimum spend was ignored for years",)
"""Those that every run tries; all of them are tried by `make soak`."""


def test_every_complaint_has_its_defect_and_names_the_test_that_notices_it() -> None:
    rows = [row for section in SECTIONS for row in table(page("docs/complaints.md"), section)]
    named = {row["what happened"]: re.findall(r"`([^`]+)`", row["what would notice it"]) for row in rows}
    assert list(named) == [each.complaint for each in DEFECTS]
    for defect in DEFECTS:
        assert defect.test in named[defect.complaint]


def test_each_defect_fits_the_code_and_leaves_it_as_it_was() -> None:
    for change in (change for defect in DEFECTS for change in defect.changes):
        with change.worn():
            pass


@pytest.mark.parametrize("complaint", QUICK)
def test_a_defect_is_noticed(complaint: str) -> None:
    (defect,) = (each for each in DEFECTS if each.complaint == complaint)
    assert defect.is_noticed()


@pytest.mark.soak
@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.complaint)
def test_every_defect_is_noticed(defect: Defect) -> None:
    assert defect.is_noticed()
