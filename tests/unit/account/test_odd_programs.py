"""Odd programs, worked by hand from the documentation: every step of `tests/cases/odd` comes to what it says.

Each file is a program of its own, and below a line that says so the steps of those who live under it. Unlike
the years of the programs to start from, these are made to meet: sections that touch each other, in the order
in which they hurt.
"""

from pathlib import Path

import pytest

from loyalty.account.read_year import parse_year
from loyalty.account.year import walk
from loyalty.figures import LANGUAGES
from loyalty.program import parse_program

CASES = sorted((Path(__file__).parents[2] / "cases" / "odd").glob("*.toml"))
STEPS = "# == the steps ==\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_an_odd_program_comes_to_what_was_worked_out_by_hand(path: Path) -> None:
    rules, steps = path.read_text(encoding="utf-8").split(STEPS)
    program = parse_program(rules, name=path.name)
    year = parse_year(program, steps, name=path.name)
    walked = list(walk(program, year))
    below = rules.count("\n") + 1
    wrong = [f"{path.name}:{below + each.step.line}: {other}" for each in walked for other in each.mismatches]
    assert not wrong
    for after in walked:
        for sentence in (*after.from_others, *after.news, *after.told):
            assert all(sentence.text(language) for language in LANGUAGES)


def test_there_are_many_and_each_step_expects_something() -> None:
    assert len(CASES) >= 25
    for path in CASES:
        _, steps = path.read_text(encoding="utf-8").split(STEPS)
        assert steps.count("[[step]]") == steps.count("expect = ") > 1, path.name
