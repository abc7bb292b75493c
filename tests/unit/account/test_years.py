"""Every member's year of `tests/cases/years` comes to what its steps expect."""

import tomllib
from pathlib import Path

import pytest

from loyalty.account.read_year import parse_year
from loyalty.account.year import walk
from loyalty.program import parse_program

ROOT = Path(__file__).parents[3]
YEARS = sorted((ROOT / "tests" / "cases" / "years").glob("*.toml"))


@pytest.mark.parametrize("path", YEARS, ids=lambda path: path.stem)
def test_a_year_comes_to_what_its_steps_expect(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    file = ROOT / tomllib.loads(text)["program"]
    program = parse_program(file.read_text(encoding="utf-8"), name=file.name)
    year = parse_year(program, text, name=path.name)
    wrong = [
        f"{path.name}:{after.step.line}: {each}" for after in walk(program, year) for each in after.mismatches
    ]
    assert not wrong
    assert all(step.expect for step in year.steps)


def test_every_program_to_start_from_has_a_year_that_shows_it() -> None:
    shown = {tomllib.loads(path.read_text(encoding="utf-8"))["program"] for path in YEARS}
    there = {f"resources/programs/{path.name}" for path in (ROOT / "resources" / "programs").glob("*.toml")}
    assert shown == there
    assert len(there) >= 8
