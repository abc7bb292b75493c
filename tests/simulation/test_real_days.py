"""Days on real databases in every test run, short ones; `make simulate REAL=…` and `make soak` play whole."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from tests.postgres import running_postgres
from tests.simulation.hunt import shrink, story_of, tally_of, what_breaks
from tests.simulation.mutants import MUTANTS, REAL_MUTANTS
from tests.simulation.play import DOES
from tests.simulation.putting_back import SAID_AGAIN
from tests.simulation.real.at_once import TogetherServer
from tests.simulation.real.opening import OnPostgres, OnSqlite
from tests.simulation.real.opening import on_postgres as on
from tests.simulation.sides import OpenShop
from tests.simulation.steps import PUT_BACK, Day, Step, day_of
from tests.simulation.world import World

OPERATIONS, FAULTS = 24, 6
"""Of the one day that every test run plays: a whole one takes some seconds."""


@pytest.fixture(scope="module")
def on_postgres() -> Iterator[OnPostgres]:
    """Opens shops on a PostgreSQL of its own."""
    with running_postgres() as server:
        yield on(server)


@pytest.fixture
def together(on_postgres: OnPostgres) -> OpenShop:
    """The same, where batches that are under way at once share a transaction."""
    return replace(on_postgres, server=TogetherServer)


def short(seed: int) -> Day:
    """The short day of a seed."""
    return day_of(seed, operations=OPERATIONS, faults=FAULTS)


def test_a_day_on_the_embedded_database_holds_and_goes_the_same_way_on_postgresql(
    on_postgres: OpenShop,
) -> None:
    told = story_of(short(3), open_shop=OnSqlite())
    assert story_of(short(3), open_shop=on_postgres) == told
    assert not told[-1].startswith("BROKEN")
    assert sum("sends" in line for line in told) > OPERATIONS // 4


def test_a_day_holds_on_which_tills_share_transactions(together: OpenShop) -> None:
    with closing(World(short(0), DOES, open_shop=together)) as world:
        world.run()
        assert isinstance(world.server, TogetherServer)
        assert world.server.together > 1


FORGOTTEN = {
    "a card is linked by a till that has not heard of it": Day(
        seed=9152,
        tills=2,
        members=3,
        steps=(
            Step("members merged", 35921, 41205, 37262),
            Step("member forgotten", 39601, 65206, 63383),
            Step("link card", 11560, 28241, 7203),
        ),
    ),
    "what a tampered till overspends is taken back with the rest": Day(
        seed=9157,
        tills=4,
        members=5,
        steps=(
            Step("attach", 48965, 47599, 34071),
            Step("member forgotten", 19306, 16922, 61305),
            Step("serve for money", 8024, 29888, 1944),
            Step("sale beyond its lease", 21789, 53010, 1004),
            Step("member forgotten", 30571, 47140, 27561),
        ),
    ),
}
"""What happens around somebody who is forgotten; each was as short as it gets of the day of its seed."""


@pytest.mark.parametrize("day", FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_day_on_which_somebody_is_forgotten_holds(day: Day) -> None:
    told = story_of(day, open_shop=OnSqlite())
    assert any("member forgotten" in line for line in told)
    assert not told[-1].startswith("BROKEN")


def test_a_day_on_which_the_server_is_put_back_holds() -> None:
    half, back = short(3), Step(PUT_BACK, 0, 0, 0)
    day = replace(half, steps=(*half.steps[:30], back, *half.steps[30:]))
    with closing(World(day, DOES, open_shop=OnSqlite())) as world:
        world.run()
    assert world.faults[PUT_BACK] == 1
    assert world.parts[SAID_AGAIN] > 10


@pytest.mark.soak
def test_every_day_goes_the_same_way_on_both_databases(soak_rounds: int, on_postgres: OpenShop) -> None:
    for seed in range(7_000, 7_000 + soak_rounds):
        assert story_of(short(seed), open_shop=on_postgres) == story_of(short(seed), open_shop=OnSqlite())


@pytest.mark.soak
def test_a_broken_real_day_is_made_short_and_told_to_the_end() -> None:
    lost = next(mutant for mutant in MUTANTS if mutant.rule == "what is granted is reserved")
    day = Day(0, 2, 2, short(3).steps[:12])
    with lost.worn():
        found = shrink(day, open_shop=OnSqlite())
        told = story_of(found, open_shop=OnSqlite())
    assert told[-1].startswith("BROKEN: ")
    assert len(found.steps) <= 3
    assert what_breaks(found, open_shop=OnSqlite()) is None


@pytest.mark.soak
def test_no_day_on_the_embedded_database_breaks_a_promise(soak_rounds: int) -> None:
    tally = tally_of(range(5_000, 5_000 + soak_rounds), open_shop=OnSqlite())
    assert tally.broken == {}


@pytest.mark.soak
def test_no_day_on_postgresql_breaks_a_promise(soak_rounds: int, on_postgres: OpenShop) -> None:
    tally = tally_of(range(6_000, 6_000 + soak_rounds), open_shop=on_postgres)
    assert tally.broken == {}


@pytest.mark.soak
def test_no_day_on_which_tills_share_transactions_breaks_a_promise(
    soak_rounds: int, together: OpenShop
) -> None:
    tally = tally_of(range(6_000, 6_000 + soak_rounds), open_shop=together)
    assert tally.broken == {}


def test_each_rule_of_the_stores_fits_the_code() -> None:
    for mutant in REAL_MUTANTS:
        with mutant.worn():
            pass
