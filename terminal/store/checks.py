"""Whether the till's file is sound: its pages, its chain, and its rows against the chain.

Each check reads on a connection of its own, so that nobody at the counter waits for it. They find, they do
not mend. The quick ones run at start, the whole chain behind the open till, all of them in `doctor`. A check
that is given a `give_way` goes on by its word alone.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from loyalty.wire.canonical import WireRefused
from loyalty.wire.chain import GENESIS, ChainBroken, verify
from terminal.give_way import GiveWay, go_on
from terminal.store.books import Reading
from terminal.store.database import STEPS, Store
from terminal.store.engine import driver_of
from terminal.store.journal import Journal

TAIL: Final = 200
"""Events at the end of the journal that are checked at each start."""

Check = Callable[[Reading, GiveWay], "tuple[Finding, ...]"]


class CheckLeft(Exception):
    """It was not to go on, and found nothing until then."""


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


def check_pages_in_use(store: Store, give_way: GiveWay = go_on) -> tuple[Finding, ...]:
    """The same of all pages that hold something; only this can be done in turns.

    Raises:
        Unavailable: as `check_pages`; a page whose seal is broken is `store-damaged`.
    """
    return _apart(store, _quick, give_way)


def check_tail(store: Store, give_way: GiveWay = go_on) -> tuple[Finding, ...]:
    """The last events of this till's chain: each follows from the one before.

    Raises:
        Unavailable: as `check_pages`.
    """
    return _apart(store, _tail, give_way)


def check_chains(store: Store, give_way: GiveWay = go_on) -> tuple[Finding, ...]:
    """Every chain in the file from its first event on, and the server's acknowledgement against it.

    Raises:
        Unavailable: as `check_pages`.
    """
    return _apart(store, _chains, give_way)


def check_projections(store: Store, give_way: GiveWay = go_on) -> tuple[Finding, ...]:
    """The rows against the journal they come from, and the sums that must hold between them.

    Raises:
        Unavailable: as `check_pages`.
    """
    return _apart(store, _projections, give_way)


def _apart(store: Store, check: Check, give_way: GiveWay = go_on) -> tuple[Finding, ...]:
    with _reading_apart(store) as reading, _left_off(reading.connection, give_way):
        return check(reading, give_way)


@contextmanager
def _reading_apart(store: Store) -> Generator[Reading, None, None]:
    handle = store.read_apart()
    try:
        with handle.transaction() as reading:
            yield reading
    finally:
        handle.close()


@contextmanager
def _left_off(connection: Connection, give_way: GiveWay) -> Generator[None, None, None]:
    """Have SQLite ask in the middle of a statement, however long it is."""
    driver_of(connection).set_progress_handler(lambda: not give_way(), STEPS)
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) == sqlcipher.SQLITE_INTERRUPT:
            raise CheckLeft from error
        raise


def _pages(reading: Reading, give_way: GiveWay) -> tuple[Finding, ...]:
    seals = reading.connection.exec_driver_sql("PRAGMA cipher_integrity_check")
    said = tuple(Finding("page-damaged", str(line)) for (line,) in seals)
    return said or _quick(reading, give_way)


def _quick(reading: Reading, _: GiveWay) -> tuple[Finding, ...]:
    said = reading.connection.exec_driver_sql("PRAGMA quick_check")
    return tuple(Finding("page-damaged", str(line)) for (line,) in said if line != "ok")


def _tail(reading: Reading, give_way: GiveWay) -> tuple[Finding, ...]:
    till, incarnation, seq, _ = reading.journal.head()
    start = max(0, seq - TAIL)
    return _chain(reading.journal, till, incarnation, start, give_way)


def _chains(reading: Reading, give_way: GiveWay) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for till, incarnation in reading.journal.chains():
        found += _chain(reading.journal, till, incarnation, 0, give_way)
    return (*found, *_counted(reading.connection, _ACK_QUERIES))


def _chain(
    journal: Journal, till: str, incarnation: int, start: int, give_way: GiveWay
) -> tuple[Finding, ...]:
    """Events after `start` follow it without a gap; `start` 0 is the beginning."""
    place = f"{till}/{incarnation}"
    before = journal.at_seq(till=till, incarnation=incarnation, seq=start) if start else None
    if start and before is None:
        return (Finding("chain-gap", f"{place}: {start} is missing"),)
    expected = start + 1
    try:
        for event in journal.walk(till=till, incarnation=incarnation, seq=start):
            if not give_way():
                raise CheckLeft
            if event.seq != expected:
                return (Finding("chain-gap", f"{place}: {expected} is missing"),)
            verify(before.hash if before else GENESIS, (event,))
            before, expected = event, expected + 1
    except (ChainBroken, WireRefused, ValueError) as fault:
        return (Finding("chain-broken", f"{place}: at {expected}: {fault}"),)
    return ()


def _projections(reading: Reading, _: GiveWay) -> tuple[Finding, ...]:
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
        SELECT count(*) FROM late_claims WHERE (sale, incarnation, seq) NOT IN (
            SELECT json_extract(body, '$.sale'), incarnation, seq FROM journal
            WHERE kind = 'receipt_claimed' AND json_extract(body, '$.sale') IS NOT NULL)""",
    "event-without-claim": """
        SELECT count(*) FROM journal WHERE kind = 'receipt_claimed'
        AND json_extract(body, '$.sale') NOT IN (SELECT sale FROM late_claims)""",
    "burn-outside-lease": "SELECT count(*) FROM leases WHERE spent > amount",
    "sale-without-print-job": """
        SELECT count(*) FROM sales WHERE sale NOT IN (
            SELECT sale FROM print_jobs WHERE kind = 'sale' AND sale IS NOT NULL)""",
}
QUERIES: Final = {**_ACK_QUERIES, **_PROJECTION_QUERIES}
"""All of them, by the code of what they find."""
