"""The long forms share the hours, go through their seeds, and lose no failure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from tools.soak import Form, Slice, Soak, forms, read_days, read_evidence, read_rules, read_tests


def form(name: str, share: int, *, seeds: int = 1) -> Form:
    def read(said: str) -> Slice | None:
        return None if said == "nothing" else Slice(10, int(said == "broken"), seeds)

    return Form(name=name, share=share, command=lambda first: (name, str(first)), read=read)


class Hours:
    """Each command takes a minute of a clock that stands still otherwise, and says what it is told to."""

    def __init__(self, **said: str) -> None:
        self.now = 0.0
        self.said = said
        self.ran: list[tuple[str, ...]] = []

    def run(self, command: Sequence[str]) -> tuple[int, str]:
        self.now += 60.0
        self.ran.append(tuple(command))
        said = self.said.get(command[0], "fine")
        return int(said != "fine"), said

    def soak(self, *given: Form) -> Soak:
        return Soak(given, 100, self.run, clock=lambda: self.now)


def test_each_has_its_share_of_the_time_and_none_uses_a_seed_twice() -> None:
    hours = Hours()
    soak = hours.soak(form("days", 2, seeds=5), form("cuts", 1))
    assert "cuts: 20 so far, 0 broken" in list(soak.go_on_for(6 * 60))
    assert sorted(hours.ran) == [
        ("cuts", "100"), ("cuts", "101"),
        ("days", "100"), ("days", "105"), ("days", "110"), ("days", "115"),
    ]  # fmt: skip
    assert soak.table("abc123").splitlines()[2:] == [
        "| days | 40 | 0 | abc123 | 100 to 119 | 4 min |",
        "| cuts | 20 | 0 | abc123 | 100 to 101 | 2 min |",
    ]
    assert soak.holds


@pytest.mark.parametrize("said", ["broken", "nothing"])
def test_what_fails_is_shown_and_told_and_the_rest_goes_on(said: str) -> None:
    hours = Hours(cuts=said)
    soak = hours.soak(form("days", 1), form("cuts", 1))
    shown = list(soak.go_on_for(4 * 60))
    assert sum(each.endswith(f"\n{said}") for each in shown) == 2
    assert [command[0] for command in hours.ran].count("days") == 2
    assert not soak.holds


def test_the_words_of_each_tool_are_understood() -> None:
    assert read_days("\n200 days, 1 of them break a promise\n") == Slice(200, 1, 200)
    evidence = "kills at bff1c1b, seeds 7 to 9: 1,090 tried, 2 broken promises"
    assert read_evidence(evidence) == Slice(1_090, 2, 3)
    assert read_tests("..F\n1 failed, 12 passed, 3 deselected in 4.2s") == Slice(13, 1, 1)
    said = "| a rule | 1 | 0 | a promise |\n\n79 rules taken away, 2 not missed\n"
    assert read_rules(said) == Slice(79, 2, 1)
    readers = (read_days, read_evidence, read_tests, read_rules)
    assert [read("Traceback") for read in readers] == [None] * len(readers)


def test_a_table_of_rules_is_shown_though_nothing_is_broken() -> None:
    hours = Hours()
    soak = hours.soak(replace(form("rules", 1), is_told=True))
    assert list(soak.go_on_for(60)) == ["rules: 10 so far, 0 broken\nfine"]


def modules_of(command: Sequence[str]) -> Iterator[str]:
    return (word for word in command if word.startswith("tests"))


def test_every_form_runs_something_that_there_is() -> None:
    from pathlib import Path

    root = Path(__file__).parents[3]
    for each in forms():
        (place,) = modules_of(each.command(0))
        assert (root / place.replace(".", "/")).exists() or (root / place).exists(), place
