"""A short simulated day on PostgreSQL, in every test run; see `tests.simulation.test_real_days`."""

from tests.postgres import Postgres
from tests.simulation.hunt import what_breaks
from tests.simulation.real.opening import on_postgres
from tests.simulation.steps import day_of


def test_a_day_on_postgresql_breaks_no_promise(postgres: Postgres) -> None:
    assert what_breaks(day_of(4, operations=24, faults=6), open_shop=on_postgres(postgres)) is None
