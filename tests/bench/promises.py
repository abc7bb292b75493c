"""What is promised about speed and memory, line by line, and which bench measures each line.

A bench takes its bound from here (`bound`) and names the line in its figure (`Figure.promise`). A whole run
that measured one of them nowhere fails, as one does that broke one.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One line: what has to hold, and where that is measured."""

    key: str
    says: str
    """In words, with its bound."""
    bench: str
    at_most: float
    """As `Figure.at_most`: so many times the floor, or in the figure's unit."""


PROMISES: Final = (
    Promise(
        key="posts-batch",
        says="Point movements in batches of 100: at least half the rows a second of bare psycopg that writes "
        "the same rows (journal, postings, balances, and what else is kept of them) in the same transactions",
        bench="bench_posting",
        at_most=2.0,
    ),
    Promise(
        key="posts-again",
        says="The same batches sent again: at least twice that",
        bench="bench_posting",
        at_most=1.0,
    ),
    Promise(
        key="posts-single",
        says="Single posts from 8 tills: at least 800 a second, from HTTP to durable",
        bench="bench_posting",
        at_most=1_000 / 800,
    ),
    Promise(
        key="posts-sales",
        says="Whole sales of 12 rows: at least 500 a second, from HTTP to durable",
        bench="bench_posting",
        at_most=1_000 / 500,
    ),
    Promise(
        key="attach",
        says="From a member attached to the lease granted: p50 at most 3 times a signed request that does "
        "nothing",
        bench="bench_attach",
        at_most=3.0,
    ),
    Promise(
        key="journal",
        says="An event in a till's journal: the millionth costs what the first did, within a quarter",
        bench="bench_journal",
        at_most=1.25,
    ),
    Promise(
        key="snapshot",
        says="1,000,000 members into a new till: at most 3 times a bare bulk insert of the same rows",
        bench="bench_snapshot",
        at_most=3.0,
    ),
    Promise(
        key="news",
        says="A blocked card: known at 200 waiting tills within 2 s at p99",
        bench="bench_news",
        at_most=2_000.0,
    ),
    Promise(
        key="worker-memory",
        says="A server process: under 250 MB in an hour of load",
        bench="bench_server_memory",
        at_most=250.0,
    ),
    Promise(
        key="worker-flat",
        says="The same: flat, at most 10 MB more in the second half of that hour",
        bench="bench_server_memory",
        at_most=10.0,
    ),
    Promise(
        key="simulation",
        says="The simulator's operations a second of one core: reported; 40 at least",
        bench="bench_simulation",
        at_most=25.0,
    ),
    Promise(
        key="names-p50",
        says="A name without accents among 1,000,000 members: p50 at most 8 ms",
        bench="bench_names",
        at_most=8.0,
    ),
    Promise(key="names-p99", says="The same: p99 at most 25 ms", bench="bench_names", at_most=25.0),
    Promise(
        key="slips-p50",
        says="A name with one slip among 1,000,000 members: p50 at most 8 ms",
        bench="bench_names",
        at_most=8.0,
    ),
    Promise(key="slips-p99", says="The same: p99 at most 25 ms", bench="bench_names", at_most=25.0),
    Promise(
        key="screens",
        says="Every screen opens within 100 ms at p99",
        bench="bench_screens",
        at_most=100.0,
    ),
    Promise(
        key="scan",
        says="From a scan to the painted line, with 50 lines, 50 promotions and a member: p99 within 16 ms",
        bench="bench_screen",
        at_most=16.0,
    ),
    Promise(
        key="day-memory",
        says="Eight hours of use, 5,000 sales: memory flat, at most 8 MB beyond the caches of the file",
        bench="bench_long_day",
        at_most=8.0,
    ),
    Promise(
        key="day-speed",
        says="The same: no sale slower at the end, within 15 in a hundred",
        bench="bench_long_day",
        at_most=1.15,
    ),
)


def bound(key: str) -> float:
    """What a figure that measures this promise may be at most."""
    return next(promise.at_most for promise in PROMISES if promise.key == key)
