"""`kill -9` in the middle of taking goods back, again and again: it is there once or not at all."""

import subprocess
import sys
from pathlib import Path
from random import Random

from terminal.store.checks import check_chains, check_pages, check_projections
from terminal.usecases.members import member_by_id
from tests.integration.store.returning import PARTS
from tests.unit.terminal.till_kit import Counter, a_counter, a_shop

ROOT = Path(__file__).parents[3]
KILLS = 5
"""In `make test`; `make soak` asks for more."""
POINTS = 1_250


def take_back_until_killed(folder: Path, begun: list[str], *, after: int) -> list[list[str]]:
    """What a till said before it was killed, word by word; it dies somewhere after its `after`-th line."""
    command = [sys.executable, "-m", "tests.integration.store.returning", str(folder), *begun]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as till:
        assert till.stdout is not None
        said = [till.stdout.readline() for _ in range(after)]
        till.kill()
        said += till.stdout.read().splitlines()
    lines = [line.split() for line in said]
    return [words for words in lines if len(words) == 1 + 3]


def refunds_in(counter: Counter) -> dict[str, tuple[str, int]]:
    """Every return that is kept: its sale and how much came back."""
    with counter.store.read() as reading:
        rows = reading.connection.exec_driver_sql(
            "SELECT refund, sale, quantity FROM refunds JOIN refund_lines USING (refund)"
        ).all()
    assert len(rows) == len({row[0] for row in rows})
    return {row[0]: (row[1], row[2]) for row in rows}


def points_moved(counter: Counter) -> int:
    """What sales and returns came to, by their rows."""
    with counter.store.read() as reading:
        query = "SELECT coalesce(sum(points), 0) FROM point_movements"
        return int(reading.connection.exec_driver_sql(query).scalar_one())


def test_what_is_taken_back_is_taken_back_once_whenever_the_till_is_killed(
    tmp_path: Path, soak_rounds: int | None
) -> None:
    a_shop(tmp_path).close()
    draw, begun = Random(11), list[str]()
    said: dict[str, set[str]] = {"begun": set(), "done": set()}
    for _ in range(soak_rounds or KILLS):
        lines = take_back_until_killed(tmp_path, begun, after=draw.randrange(1, 16))
        for word, refund, _sale, _part in lines:
            said[word].add(refund)
        begun = next(words[1:] for words in reversed(lines) if words[0] == "begun")
        counter = a_counter(tmp_path)
        for check in (check_pages, check_chains, check_projections):
            assert check(counter.store) == ()
        kept = refunds_in(counter)
        assert said["done"] <= set(kept) <= said["begun"]
        by_sale: dict[str, list[int]] = {}
        for sale, quantity in kept.values():
            by_sale.setdefault(sale, []).append(quantity)
        assert all(sorted(parts) in ([PARTS[0]], sorted(PARTS)) for parts in by_sale.values())
        assert member_by_id(counter.till, "member-anh").points == POINTS + points_moved(counter)
        counter.close()
    assert len(said["done"]) >= KILLS
