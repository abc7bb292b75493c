"""Every bench runs and measures what it is for, in its smallest form; nobody judges here how fast it was.

What a bench calls changes under it, and `make bench` is run now and then. Programs are started warm, but for
the one whose start is measured; the databases of one PostgreSQL are handed to all.
"""

import importlib
import math
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

from tests.bench.__main__ import FOLDER, BenchModule
from tests.bench.harness import Scale
from tests.bench.promises import PROMISES
from tests.postgres import Postgres, running_postgres
from tests.warm.client import WarmProgram

BENCHES = sorted(path.stem for path in FOLDER.glob("bench_*.py"))
MEMBERS, ROUNDS = 60, 1
LONG_MEMBERS, LONG_ROUNDS = 2_000, 10
"""With `make soak`."""


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """One for all of them."""
    with running_postgres() as running:
        yield running


@pytest.mark.parametrize("name", BENCHES)
def test_a_bench_runs_and_measures_what_is_promised(
    name: str, tmp_path: Path, warm: WarmProgram, request: pytest.FixtureRequest, soak_rounds: int | None
) -> None:
    @contextmanager
    def shared() -> Generator[Postgres]:
        yield request.getfixturevalue("postgres")

    fresh, kept = tmp_path / "fresh", tmp_path / "kept"
    fresh.mkdir()
    kept.mkdir()
    members, rounds = (MEMBERS, ROUNDS) if soak_rounds is None else (LONG_MEMBERS, LONG_ROUNDS)
    scale = Scale(members=members, rounds=rounds, fresh=fresh, kept=kept, start=warm, postgres=shared)
    bench = cast("BenchModule", importlib.import_module(f"tests.bench.{name}"))
    figures = [*bench.measure(scale)]
    assert figures
    for figure in figures:
        assert figure.name
        assert math.isfinite(figure.value)
    promised = {promise.key for promise in PROMISES if promise.bench == name}
    assert {figure.promise for figure in figures if figure.promise} == promised


def test_every_promise_has_its_bench() -> None:
    assert {promise.bench for promise in PROMISES} <= set(BENCHES)
