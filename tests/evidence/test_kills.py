"""Kills in numbers; a slice of them is in `tests/e2e/test_cut_apart.py`, on the shop that is set up there."""

import pytest

from tests.evidence.kills import VICTIMS, kill_in_a_shop

KILLS_PER_ROUND = 10


@pytest.mark.soak
def test_whoever_is_killed_however_often_nothing_is_lost_and_nothing_doubled(soak_rounds: int) -> None:
    killed: set[str] = set()
    done = 0
    for seed in range(soak_rounds // 3 + 1):
        found = kill_in_a_shop(seed, count=3 * KILLS_PER_ROUND)
        assert found.violations() == []
        killed |= set(found.killed)
        done += found.tried
    assert killed == set(VICTIMS)
    assert done >= soak_rounds * KILLS_PER_ROUND
