"""Every complaint of three sections of the page has its defect here, and its test notices it."""

import os
import re
import subprocess
import sys

import pytest

from tests.complaints.defects import DEFECTS, ROOT, SCENES, SCENES_TESTS, Defect, putting_on
from tests.unit.docs.pages import page, table
from tests.unit.docs.test_complaints_page import SECTIONS as ALL_SECTIONS
from tests.unit.docs.test_complaints_page import titles
from ui.demo.player import PATIENCE_S

SECTIONS = ("refunds", "offline", "tiers")
QUICK = ("a minimum spend was ignored for years",)
"""Those that every run tries; all of them are tried by `make soak`."""
SCENE_S = PATIENCE_S + 60
"""A scene that waits in vain for what a defect hides does so to the end of its patience, and was set up."""
ALL_SCENES_S = SCENE_S * (len(SCENES) + 5)
"""The shops that they are played in take a few scenes' time to set up."""


def test_every_complaint_has_its_defect_and_names_the_test_that_notices_it() -> None:
    rows = [row for section in SECTIONS for row in table(page("docs/complaints.md"), section)]
    named = {row["what happened"]: re.findall(r"`([^`]+)`", row["what would notice it"]) for row in rows}
    assert list(named) == [each.complaint for each in DEFECTS]
    for defect in DEFECTS:
        assert defect.test in named[defect.complaint]


def test_every_scene_about_a_complaint_has_its_defect() -> None:
    rows = [row for section in ALL_SECTIONS for row in table(page("docs/complaints.md"), section)]
    played = {title for row in rows for title in re.findall(r"\*([^*]+)\*", row["at the counter"])}
    named = [each.complaint for each in SCENES]
    assert set(named) == played >= set(_titles("complaints"))
    assert len(named) == len(set(named))


def _titles(folder: str) -> list[str]:
    files = (ROOT / "tests" / "scenarios" / folder).glob("*.feature")
    return [title for file in files for title in titles(file)]


def test_each_defect_fits_the_code_and_leaves_it_as_it_was() -> None:
    for defect in (*DEFECTS, *SCENES):
        with putting_on(defect.complaint):
            pass


@pytest.mark.parametrize("complaint", QUICK)
def test_a_defect_is_noticed(complaint: str) -> None:
    (defect,) = (each for each in DEFECTS if each.complaint == complaint)
    assert defect.is_noticed()


@pytest.mark.soak
@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.complaint)
def test_every_defect_is_noticed(defect: Defect) -> None:
    assert defect.is_noticed()


@pytest.mark.soak
def test_every_scene_notices_its_defect() -> None:
    plugin = ("-p", "tests.complaints.worn_by_programs")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--tb=short", *plugin, *SCENES_TESTS],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=ALL_SCENES_S,
    )
    assert done.returncode == 0, done.stdout
