"""The defects that `docs/complaints.md` promises to notice, as changes of the source that bring each about.

Which they are is said in `defects.toml`. One is worn by a process of its own, which runs the one test that is
to fail: `tests.complaints.worn` is the plugin that pytest is given there. Those of `scenes.toml` are worn by
the programs that a scene starts, and by nothing else: `tests.complaints.worn_by_programs`.
"""

import os
import subprocess
import sys
import tomllib
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.simulation.mutants import Mutant

ROOT: Final = Path(__file__).resolve().parent.parent.parent
WORN: Final = "LOYALTILL_DEFECT"
"""The environment variable with the complaint whose defect a process wears."""
TESTS_FAILED: Final = 1
"""The exit code of pytest where a test failed, and nothing was wrong with how it was asked."""
FEW_TESTS_S: Final = 300
SCENES_TEST: Final = "tests/scenarios/test_complaint_scenes.py"
"""The test that plays all scenes that were written for a complaint."""
SCENES_TESTS: Final = (SCENES_TEST, "tests/scenarios/test_scenarios.py")
"""Those that play scenes of which some have a defect."""


@dataclass(frozen=True, slots=True)
class Defect:
    """What somebody else's till did, the change that makes ours do it, and the test that then fails."""

    complaint: str
    """As it stands in the first column of the page."""
    test: str
    """As pytest takes it, one of those that the page names beside the complaint."""
    changes: tuple[Mutant, ...]
    """More than one where more than one thing holds the promise."""

    def is_noticed(self) -> bool:
        """Run the test in a process that has the defect; whether it failed.

        Raises:
            AssertionError: the test could not be run; what pytest said is in it.
        """
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "tests.complaints.worn", self.test],
            cwd=ROOT,
            env={**os.environ, WORN: self.complaint, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            check=False,
            timeout=FEW_TESTS_S,
        )
        if done.returncode not in {0, TESTS_FAILED} or " error" in done.stdout.splitlines()[-1]:
            raise AssertionError(f"{self.test} was not run:\n{done.stdout}{done.stderr}")
        return done.returncode == TESTS_FAILED


@contextmanager
def putting_on(complaint: str) -> Generator[None, None, None]:
    """This process with one of the defects, until the block ends."""
    (defect,) = (each for each in (*DEFECTS, *SCENES) if each.complaint == complaint)
    with ExitStack() as worn:
        for change in defect.changes:
            worn.enter_context(change.worn())
        yield


def _read(name: str) -> tuple[Defect, ...]:
    written = tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return tuple(
        Defect(
            each["complaint"],
            each.get("test", SCENES_TEST),
            tuple(Mutant(each["complaint"], **change) for change in each["change"]),
        )
        for each in written["defect"]
    )


DEFECTS: Final = _read("defects.toml")
"""All of them, in the order of the page."""
SCENES: Final = _read("scenes.toml")
"""What each scene would notice; the name of the scene stands for the complaint."""
