"""Books of one member with a lot or two, and the causes by which they change."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from loyalty.units import Points
from server.books import leasing, points
from server.books.leasing import Holder
from server.books.model import (
    Books,
    Cause,
    HeldLot,
)

START = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
Q1, Q2 = Holder("q1", 1), Holder("q2", 1)


def cause(operation: str, *, days: int = 0) -> Cause:
    return Cause(
        operation=operation, at=START + timedelta(days=days), store="s1", program_version=1, sale=operation
    )


def lot(name: str, amount: int, *, days: int = 0, lives: int | None = None, pending: int = 0) -> HeldLot:
    earned_at = START + timedelta(days=days)
    return HeldLot(
        lot=name,
        granted=Points(amount),
        remaining=Points(amount),
        earned_at=earned_at,
        spendable_from=earned_at + timedelta(days=pending),
        dies_at=None if lives is None else earned_at + timedelta(days=lives),
        program_version=1,
        issuing_store="s0",
    )


def books_with(*lots: HeldLot) -> Books:
    books = Books()
    for number, each in enumerate(lots):
        points.earn(books, each, cause(f"earn-{number}"))
    return books


def sums(books: Books) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for posting in books.postings:
        found[posting.account] += posting.amount
    return dict(found)


def grant(books: Books, lease: str, asked: int, *, holder: Holder = Q1, days: int = 0) -> None:
    at = START + timedelta(days=days)
    leasing.grant(
        books, lease=lease, holder=holder, points=Points(asked), at=at, until=at + timedelta(minutes=15)
    )
