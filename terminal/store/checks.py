"""Whether the till's file is sound: its pages, its chain, and its rows against the chain.

Each check reads on a connection of its own, so that nobody at the counter waits for it. They find, they do
not mend. The quick ones run at start, the whole chain behind the open till, all of them in `doctor`.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from loyalty.wire.canonical import WireRefused
from loyalty.wire.chain import GENESIS, ChainBroken, verify
from terminal.store.books import Reading
from terminal.store.database import Store
from terminal.store.journal import Journal

TAIL: Final = 200
"""Events at the end of the journal that are checked at each start."""

Check = Callable[[Reading], "tuple[Finding, ...]"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be: a stable code, and where."""

    code: str
    detail: str


def check_pages(store: Store) -> tuple[Finding, ...]:
    """Every page's seal and SQLite's own quick check; reads the whole file.

    Raises:
        Unavailable: `store-damaged`, `store-unreadable`: it cannot even be read.
    """
    return _apart(store, _pages)


def check_tail(store: Store) -> tuple[Finding, ...]:
    """The last events of this till's chain: each follows from the one before.

    Raises:
        Unavailable: as `check_pages`.
    """
    return _apart(store, _tail)


def check_chains(store: Store) -> tuple[Finding, ...]:
    """Every chain in the file from its first event on, and the server's acknowledgement against it.

    Raises:
        Unavailable: as `check_pages`.
    """
    return _apart(store, _chains)


def check_projections(store: Store) -> tuple[Finding, ...]:
    """The rows against the journal they come from, and the sums that must hold between them.

    Raises:
        Unavailable: as `check_pages`.
    """
    return _apart(store, _projections)


def _apart(store: Store, check: Check) -> tuple[Finding, ...]:
    with _reading_apart(store) as reading:
        return check(reading)


@contextmanager
def _reading_apart(store: Store) -> Generator[Reading, None, None]:
    handle = store.read_apart()
    try:
        with handle.transaction() as reading:
            yield reading
    finally:
        handle.close()


def _pages(reading: Reading) -> tuple[Finding, ...]:
    run = reading.connection.exec_driver_sql
    said = [str(line) for (line,) in run("PRAGMA cipher_integrity_check")]
    if not said:
        said = [str(line) for (line,) in run("PRAGMA quick_check") if line != "ok"]
    return tuple(Finding("page-damaged", line) for line in said)


def _tail(reading: Reading) -> tuple[Finding, ...]:
    till, incarnation, seq, _ = reading.journal.head()
    start = max(0, seq - TAIL)
    return _chain(reading.journal, till, incarnation, start)


def _chains(reading: Reading) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for till, incarnation in reading.journal.chains():
        found += _chain(reading.journal, till, incarnation, 0)
    return (*found, *_counted(reading.connection, _ACK_QUERIES))


def _chain(journal: Journal, till: str, incarnation: int, start: int) -> tuple[Finding, ...]:
    """Events after `start` follow it without a gap; `start` 0 is the beginning."""
    place = f"{till}/{incarnation}"
    before = journal.at_seq(till=till, incarnation=incarnation, seq=start) if start else None
    if start and before is None:
        return (Finding("chain-gap", f"{place}: {start} is missing"),)
    expected = start + 1
    try:
        for event in journal.walk(till=till, incarnation=incarnation, seq=start):
            if event.seq != expected:
                return (Finding("chain-gap", f"{place}: {expected} is missing"),)
            verify(before.hash if before else GENESIS, (event,))
            before, expected = event, expected + 1
    except (ChainBroken, WireRefused, ValueError) as fault:
        return (Finding("chain-broken", f"{place}: at {expected}: {fault}"),)
    return ()


def _projections(reading: Reading) -> tuple[Finding, ...]:
    return _counted(reading.connection, _PROJECTION_QUERIES)


def _counted(connection: Connection, queries: dict[str, str]) -> tuple[Finding, ...]:
    """Each query counts rows that break a rule."""
    counts = ((code, connection.execute(text(query)).scalar_one()) for code, query in queries.items())
    return tuple(Finding(code, str(count)) for code, count in counts if count)


_ACK_QUERIES: Final = {
    "ack-ahead": """
        SELECT count(*) FROM till_state WHERE acked_seq > 0 AND NOT EXISTS (
            SELECT 1 FROM journal WHERE journal.till = till_state.till
            AND journal.incarnation = till_state.incarnation AND journal.seq = till_state.acked_seq
            AND journal.hash = till_state.acked_hash)""",
}
_PROJECTION_QUERIES: Final = {
    "sale-without-event": """
        SELECT count(*) FROM sales WHERE NOT EXISTS (
            SELECT 1 FROM journal WHERE operation_id = sales.sale AND kind = 'sale_settled'
            AND journal.seq = sales.seq)""",
    "event-without-sale": """
        SELECT count(*) FROM journal WHERE kind = 'sale_settled'
        AND operation_id NOT IN (SELECT sale FROM sales)""",
    "void-without-event": """
        SELECT count(*) FROM voids WHERE NOT EXISTS (
            SELECT 1 FROM journal WHERE operation_id = voids.void AND kind = 'sale_voided')""",
    "refund-without-event": """
        SELECT count(*) FROM refunds WHERE NOT EXISTS (
            SELECT 1 FROM journal WHERE operation_id = refunds.refund
            AND kind IN ('sale_refunded', 'goods_returned'))""",
    "event-without-refund": """
        SELECT count(*) FROM journal WHERE kind IN ('sale_refunded', 'goods_returned')
        AND operation_id NOT IN (SELECT refund FROM refunds)""",
    "tenders-off-refund": """
        SELECT count(*) FROM refunds WHERE money + rounding != coalesce(
            (SELECT -sum(amount) FROM tenders WHERE tenders.receipt = refunds.refund), 0)""",
    "more-back-than-sold": """
        SELECT count(*) FROM sale_lines WHERE quantity < (
            SELECT coalesce(sum(refund_lines.quantity), 0) FROM refund_lines JOIN refunds USING (refund)
            WHERE refunds.sale = sale_lines.sale AND refund_lines.line = sale_lines.line)""",
    "lines-off-total": """
        SELECT count(*) FROM sales WHERE total != coalesce(
            (SELECT sum(net - burned) FROM sale_lines WHERE sale_lines.sale = sales.sale), 0)""",
    "tenders-off-payment": """
        SELECT count(*) FROM sales WHERE to_pay != coalesce(
            (SELECT sum(amount) FROM tenders WHERE tenders.receipt = sales.sale), 0)
        OR (to_pay != total + rounding AND to_pay != total + rounding + coalesce(
            (SELECT sum(json_extract(gift.value, '$.amount'))
            FROM journal JOIN json_each(journal.body, '$.gifts') AS gift
            WHERE journal.operation_id = sales.sale), 0))""",
    "points-off-lines": """
        SELECT count(*) FROM sales WHERE earned_points != coalesce(
            (SELECT sum(earned_points) FROM sale_lines WHERE sale_lines.sale = sales.sale), 0)""",
    "claim-without-event": """
        SELECT count(*) FROM late_claims WHERE NOT EXISTS (
            SELECT 1 FROM journal WHERE kind = 'receipt_claimed' AND journal.seq = late_claims.seq
            AND journal.incarnation = late_claims.incarnation
            AND json_extract(body, '$.sale') = late_claims.sale)""",
    "event-without-claim": """
        SELECT count(*) FROM journal WHERE kind = 'receipt_claimed'
        AND json_extract(body, '$.sale') NOT IN (SELECT sale FROM late_claims)""",
    "burn-outside-lease": "SELECT count(*) FROM leases WHERE spent > amount",
    "sale-without-print-job": """
        SELECT count(*) FROM sales WHERE NOT EXISTS (
            SELECT 1 FROM print_jobs WHERE print_jobs.sale = sales.sale AND kind = 'sale')""",
}
