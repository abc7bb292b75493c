"""`kill -9` in the middle of an exchange, again and again: both halves are there, or neither is."""

import subprocess
import sys
from pathlib import Path
from random import Random

from loyalty.wire.journal import SaleSettled
from loyalty.wire.returning import SaleRefunded
from terminal.store.checks import check_chains, check_pages, check_projections
from terminal.store.derived import check_rows
from tests.unit.terminal.till_kit import Counter, a_counter, a_shop

ROOT = Path(__file__).parents[3]
KILLS = 2
"""In `make test`; `make soak` asks for more."""


def exchange_until_killed(folder: Path, *, after: int) -> list[tuple[str, str, str]]:
    """What a till said before it was killed; it dies somewhere after its `after`-th line."""
    command = [sys.executable, "-m", "tests.integration.store.exchanging", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as till:
        assert till.stdout is not None
        said = [till.stdout.readline() for _ in range(after)]
        till.kill()
        said += till.stdout.read().splitlines()
    lines = [line.split() for line in said]
    return [(words[0], words[1], words[2]) for words in lines if len(words) == 1 + 2]


def halves_in(counter: Counter) -> tuple[dict[str, tuple[str, int]], dict[str, tuple[str, int]]]:
    """The returns and the sales of exchanges in the journal: each with the other's name and the credit."""
    returns: dict[str, tuple[str, int]] = {}
    sales: dict[str, tuple[str, int]] = {}
    with counter.store.read() as reading:
        named = reading.connection.exec_driver_sql("SELECT operation_id FROM journal").scalars().all()
        events = [event for each in named if (event := reading.journal.by_operation(each)) is not None]
    for event in events:
        if event.kind == "sale_refunded":
            back = SaleRefunded.from_json(event.body)
            assert back.exchange is not None
            returns[event.operation_id] = (back.exchange, back.credit)
        elif event.kind == "sale_settled":
            sold = SaleSettled.from_json(event.body)
            if sold.exchange is not None:
                sales[sold.sale] = (sold.exchange, sold.credit)
    return returns, sales


def test_an_exchange_is_there_whole_or_not_at_all_whenever_the_till_is_killed(
    tmp_path: Path, soak_rounds: int | None
) -> None:
    a_shop(tmp_path).close()
    draw = Random(23)
    said: dict[str, set[str]] = {"begun": set(), "done": set()}
    for _ in range(soak_rounds or KILLS):
        for word, refund, _sale in exchange_until_killed(tmp_path, after=draw.randrange(1, 12)):
            said[word].add(refund)
        counter = a_counter(tmp_path)
        for check in (check_pages, check_chains, check_projections, check_rows):
            assert check(counter.store) == ()
        returns, sales = halves_in(counter)
        assert {sale: (refund, credit) for refund, (sale, credit) in returns.items()} == sales
        assert said["done"] <= set(returns) <= said["begun"]
        with counter.store.read() as reading:
            query = "SELECT kind, sum(amount) FROM tenders GROUP BY kind"
            moved = dict(tuple(row) for row in reading.connection.exec_driver_sql(query))
            (unexchanged,) = reading.connection.exec_driver_sql(
                "SELECT count(*) FROM sales WHERE to_pay = 189000 AND voided_by IS NULL"
            ).one()
        assert moved.get("exchange", 0) == 0
        assert moved["cash"] == 189_000 * unexchanged + 4_500 * len(sales)
        counter.close()
    assert said["done"]
