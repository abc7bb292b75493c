"""A slice of the simulation in every test run; `make soak` and `make simulate` play more of the same days."""

import pytest

from tests.simulation.hunt import first_to_miss, shrink, story_of, tally_of, what_breaks
from tests.simulation.mutants import MUTANTS, Mutant
from tests.simulation.play import play
from tests.simulation.printer import SLIP_BYTES
from tests.simulation.rules import closing_line, try_all
from tests.simulation.steps import FAULTS, MORE_FAULTS, WORK, Day, Step, day_of

QUICK_DAYS = 20
TRIED_QUICKLY = [mutant for mutant in MUTANTS if mutant.is_quick]
"""Those that a few days are enough for; all of them are tried by `make soak`."""
QUICK_SEEDS = 20


def test_no_day_breaks_a_promise(request: pytest.FixtureRequest) -> None:
    days = request.config.getoption("--soak") or QUICK_DAYS
    tally = tally_of(range(days))
    assert tally.broken == {}
    assert tally.full == days  # each of them, not their mean
    assert tally.parts["with points burned"] >= 4 * days


def test_every_kind_of_fault_is_really_injected() -> None:
    tally = tally_of(range(1_000, 1_000 + 2 * QUICK_DAYS))
    assert tally.broken == {}
    assert {*FAULTS, *MORE_FAULTS} <= set(tally.faults)
    assert set(WORK) <= set(tally.operations)


def test_a_seed_plays_the_same_day_again() -> None:
    assert story_of(day_of(7)) == story_of(day_of(7))
    assert story_of(day_of(7)) != story_of(day_of(8))


@pytest.mark.parametrize("mutant", TRIED_QUICKLY, ids=lambda mutant: mutant.rule)
def test_a_rule_that_is_gone_is_missed(mutant: Mutant) -> None:
    assert first_to_miss(mutant, seeds=range(QUICK_SEEDS)) is not None


def test_the_table_of_the_rules_says_which_day_missed_each_and_which_none() -> None:
    (lost,) = (mutant for mutant in MUTANTS if mutant.rule == "what is granted is reserved")
    same = Mutant("nothing is changed", lost.function, lost.old, lost.old)
    gone, kept = try_all([lost, same], first=0, days=2)
    assert gone.row().startswith("| what is granted is reserved | 1 | 0 | a member's books |")
    assert kept.row() == "| nothing is changed | **not on 2 days** | 0 on | |"
    assert closing_line([gone, kept]) == "2 rules taken away, 1 not missed"


def test_each_mutant_fits_the_code_and_leaves_it_as_it_was() -> None:
    for mutant in MUTANTS:
        with mutant.worn():
            pass
    assert len(MUTANTS) >= 70
    assert len({mutant.rule for mutant in MUTANTS}) == len(MUTANTS)
    assert what_breaks(day_of(1)) is None


def test_a_broken_day_is_made_short_and_told_to_the_end() -> None:
    lost = next(mutant for mutant in MUTANTS if mutant.rule == "what is granted is reserved")
    with lost.worn():
        seed = next(seed for seed in range(50) if what_breaks(day_of(seed)))
        short = shrink(day_of(seed))
        story = story_of(short)
    assert len(short.steps) <= 6
    assert story[-1].startswith("BROKEN: a member's books")
    assert what_breaks(short) is None  # the rule is back


def test_a_lease_that_an_event_put_aside_had_named_is_held_back_with_it() -> None:
    """A cloned till voids a sale of which its twin took goods back: a person has to look at both."""
    day = Day(
        seed=5042067,
        tills=3,
        members=3,
        steps=(
            Step("serve for money", 51101, 45462, 52065),
            Step("disk cloned", 23303, 24397, 47900),
            Step("return", 44555, 3233, 38568),
            Step("attach", 10439, 63157, 35348),
            Step("sync", 6774, 55484, 3719),
            Step("serve for money", 14356, 23268, 15252),
            Step("money taken out", 40130, 397, 56115),
            Step("money taken out", 42046, 38307, 59484),
        ),
    )
    story = story_of(day)
    assert any("new life" in line for line in story)
    assert not story[-1].startswith("BROKEN")


def test_a_receipt_whose_paper_ends_is_followed_to_its_end_or_printed_as_a_copy() -> None:
    """It comes out by itself with the next roll; after a cut nobody knows that, and a copy is asked for."""
    out = Step("paper out", 0, 4, SLIP_BYTES - 21)
    later = (*(Step("time passes", 19, 0, 0),) * 2, Step("sell", 0, 1, 1))
    waited = play(Day(0, 1, 2, (out, Step("sell", 0, 1, 1), *later)))
    assert waited.faults == {"paper out": 1}
    assert waited.parts["a slip came out"] == 3
    assert waited.parts["a slip came out once more, as a copy"] == 0
    cut = play(Day(0, 1, 2, (out, Step("till loses power", 0, 0, 0), Step("sell", 0, 1, 1), *later)))
    assert cut.parts["a slip came out"] == 3
    assert cut.parts["a slip came out once more, as a copy"] == 1


@pytest.mark.parametrize("ends", [(1, 199), (199, 1)])
def test_a_roll_that_is_about_to_end_ends_once(ends: tuple[int, int]) -> None:
    """The power fails before anything is printed; the roll that would have ended is told to end once more."""
    cut = Step("till loses power before a commit", 0, 0, 1)
    day = play(Day(0, 1, 2, (cut, *(Step("paper out", 0, 20, end) for end in ends))))
    assert day.faults == {"till loses power before a commit": 1, "paper out": 1}
    assert day.parts["a slip came out"] == 1


def test_a_roll_that_ends_as_the_day_does_leaves_nothing_unprinted() -> None:
    """It ends in the last printing, within the copy of a receipt that a power cut had broken off."""
    cut = Step("till loses power before a commit", 0, 0, 1)
    broken_off = Step("till loses power while it prints", 0, 1, 1)
    day = play(Day(0, 1, 2, (cut, Step("paper out", 0, 26, 34), broken_off)))
    assert day.faults == {cut.kind: 1, broken_off.kind: 1}
    assert day.parts["a slip came out once more, as a copy"] == 1


@pytest.mark.parametrize("place", range(4))
def test_a_receipt_is_out_once_wherever_the_power_fails_as_it_is_printed(place: int) -> None:
    day = play(Day(0, 1, 2, (Step("till loses power while it prints", 0, place, 1), Step("sell", 0, 1, 1))))
    assert day.faults == {"till loses power while it prints": 1}
    printed = day.parts["a slip came out"], day.parts["a slip came out once more, as a copy"]
    assert printed == ((1, 1) if place == 1 else (2, 0))
    assert day.parts["a slip was found on the paper by hand"] == (place == 2)


def test_a_step_can_be_read() -> None:
    assert str(Step("sell", 1, 2, 3)) == "sell (1, 2, 3)"
