"""`make test`: every check of the project, each named in words: quick ones first, then types beside tests.

A step that fails shows what it said, and the rest still run, so that one run shows all there is to mend.
The last line is pytest's, of one run of all the tests, in which the branches of the rules are counted too:
`tests/branches.py` says during which of them. `--soak N` runs the tests alone, in their long form with N
rounds or examples each, and counts nothing; then it takes rules away one by one and prints which day missed
each.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.quick_place import quick_place

ROOT = Path(__file__).resolve().parent.parent
CHECKS_AT_ONCE = 2
"""So many quick checks, on a machine of two processors."""
TEST_PROCESSES = 3
"""So many parts of the tests: each waits at times, for a till or a server that it started."""


@dataclass(frozen=True, slots=True)
class Step:
    """One check: what it is about, in words, and the tool of `.venv` that makes it."""

    name: str
    command: tuple[str, ...]
    is_patient: bool = False
    """Whether it leaves the processors to what is in haste, where the system can be told so."""


QUICK_STEPS = (
    Step("style, by ruff", ("ruff", "check", "--quiet")),
    Step("layout, by ruff", ("ruff", "format", "--check", "--quiet")),
    Step("who imports whom", ("lint-imports", "--no-cache")),
    Step("an interpreter of receipts that is not ours", ("python", "-m", "tools.receipt_interpreter")),
)
"""They take a few seconds and come first: what they find need not wait for the tests."""
LONG_STEPS = (
    Step("types, by mypy", ("mypy", "--no-error-summary"), is_patient=True),
    Step("types, by pyright", ("pyright",), is_patient=True),
)
"""One after the other beside the tests: neither keeps two processors busy, nor do the tests all the time."""


def main(arguments: Sequence[str]) -> int:
    """Run the steps; returns 0 when every one of them held."""
    parser = argparse.ArgumentParser(description="Every check of the project.")
    parser.add_argument("--soak", type=int, metavar="N", help="the tests alone, in their long form")
    asked = parser.parse_args(arguments)
    failed: list[str] = []
    if asked.soak is None:
        failed += _broken(QUICK_STEPS, at_once=CHECKS_AT_ONCE)
    with ThreadPoolExecutor(1) as beside:
        types = beside.submit(_broken, LONG_STEPS if asked.soak is None else (), at_once=1)
        passed, last_line = _run_tests(
            ("--count-branches",) if asked.soak is None else ("--soak", str(asked.soak))
        )
        failed += types.result()
    failed += () if passed else ("tests",)
    if asked.soak is not None:
        failed += _rules_not_missed()
    if asked.soak is None and not _rules_are_covered():
        failed.append("coverage of the rules")
    print(f"\nfailed: {', '.join(failed)}" if failed else "\nEvery check holds.")
    print(last_line, flush=True)
    return 1 if failed else 0


def _broken(steps: Sequence[Step], *, at_once: int) -> list[str]:
    """The names of the checks that only read and do not hold."""
    with ThreadPoolExecutor(at_once) as pool:
        return [step.name for step, holds in zip(steps, pool.map(_holds, steps), strict=True) if not holds]


def _holds(step: Step) -> bool:
    began = time.monotonic()
    command = _tool(*step.command)
    if step.is_patient and shutil.which("nice"):
        command = ["nice", *command]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = f"{'holds' if done.returncode == 0 else 'BROKEN'} ({time.monotonic() - began:.0f} s)"
    said = f"\n{done.stdout}{done.stderr}" if done.returncode != 0 else ""
    print(f"{step.name} ... {found}{said}\n", end="", flush=True)
    return done.returncode == 0


def _run_tests(options: Sequence[str]) -> tuple[bool, str]:
    """The tests, in a few processes, shown as they run; with pytest's closing line.

    Each takes tests from another when its own are done, so that all have work until the end. Bytecode is
    kept, even where the environment would have none: without it each process, and each program that a test
    starts, translates everything anew. The files of tests lie in memory, where there is enough of it; those
    of a test that failed are left there to be looked at.
    """
    print(f"tests, in {TEST_PROCESSES} processes ...", flush=True)
    for old in ROOT.glob(".coverage*"):
        old.unlink()
    files = Path(tempfile.mkdtemp(prefix="loyaltill-tests-", dir=quick_place()))
    places = (f"--basetemp={files / 'of'}", "--override-ini=tmp_path_retention_policy=failed")
    command = _tool("pytest", "-n", str(TEST_PROCESSES), "--dist", "worksteal", *places, *options)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    last_line = "pytest said nothing"
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, env=environment) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            last_line = line.rstrip() or last_line
    if running.returncode == 0:
        shutil.rmtree(files, ignore_errors=True)
    return running.returncode == 0, last_line


def _rules_not_missed() -> list[str]:
    """Rules taken away in simulated days, as tables shown while they grow: memory's, and the stores'."""
    ways = {"rules taken away": (), "rules of the stores taken away": ("--real", "sqlite")}
    command = _tool("python", "-m", "tests.simulation", "--rules")
    codes = {name: subprocess.run([*command, *way], cwd=ROOT, check=False) for name, way in ways.items()}
    return [name for name, done in codes.items() if done.returncode != 0]


def _rules_are_covered() -> bool:
    gathered = subprocess.run(_tool("coverage", "combine", "--quiet"), cwd=ROOT, check=False)
    return gathered.returncode == 0 and _holds(
        Step("every branch of the rules was run", ("coverage", "report"))
    )


def _tool(name: str, *arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name(name)), *arguments]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
