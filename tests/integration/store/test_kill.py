"""`kill -9` in the middle of selling, again and again: what was acknowledged is there, and there once."""

import subprocess
import sys
from pathlib import Path
from random import Random
from typing import IO

from terminal.store.checks import check_chains, check_pages, check_projections, check_tail
from tests.unit.terminal.till_kit import Counter, a_counter, a_shop

ROOT = Path(__file__).parents[3]
KILLS = 6
"""In `make test`; `make soak` asks for more."""
MOST_SALES = 12
"""Sales before a kill."""


def sell_until_killed(folder: Path, *, after: int) -> list[str]:
    """What a till said before it was killed; it dies somewhere after its `after`-th line."""
    command = [sys.executable, "-m", "tests.integration.store.selling", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as till:
        said = read_lines(till.stdout, after)
        till.kill()
        rest = till.stdout.read() if till.stdout else ""
    return said + [line for line in rest.splitlines() if line.count("-") == 4]


def read_lines(output: IO[str] | None, count: int) -> list[str]:
    assert output is not None
    return [output.readline().strip() for _ in range(count)]


def stored_sales(counter: Counter) -> list[str]:
    with counter.store.read() as reading:
        return [row[0] for row in reading.connection.exec_driver_sql("SELECT sale FROM sales ORDER BY sale")]


def sum_of_points(counter: Counter) -> tuple[int, int]:
    """Spent by the sales, and spent from the leases."""
    with counter.store.read() as reading:
        run = reading.connection.exec_driver_sql
        by_sales = run("SELECT coalesce(sum(burned_points), 0) FROM sales").scalar_one()
        by_leases = run("SELECT coalesce(sum(spent), 0) FROM leases").scalar_one()
    return by_sales, by_leases


def test_nothing_is_lost_and_nothing_is_doubled(tmp_path: Path, soak_rounds: int | None) -> None:
    a_shop(tmp_path).close()
    draw = Random(7)
    said: list[str] = []
    done: set[str] = set()
    for _ in range(soak_rounds or KILLS):
        said += sell_until_killed(tmp_path, after=draw.randrange(1, 2 * MOST_SALES))
        counter = a_counter(tmp_path)
        for check in (check_pages, check_tail, check_chains, check_projections):
            assert check(counter.store) == ()
        stored = stored_sales(counter)
        by_sales, by_leases = sum_of_points(counter)
        counter.close()
        done = {line.split()[1] for line in said if line.startswith("done ")}
        begun = {line.split()[1] for line in said if line.startswith("begun ")}
        assert len(stored) == len(set(stored))
        assert done <= set(stored) <= begun
        assert by_sales == by_leases == 100 * len(stored)
    assert len(done) >= KILLS


def test_a_sale_cut_off_is_there_after_the_next_start(tmp_path: Path) -> None:
    a_shop(tmp_path).close()
    (word, sale) = sell_until_killed(tmp_path, after=1)[0].split()
    assert word == "begun"
    sell_until_killed(tmp_path, after=2)
    counter = a_counter(tmp_path)
    assert stored_sales(counter).count(sale) == 1
    counter.close()
