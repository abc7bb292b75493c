"""Spends after their lease was taken away: the member pays what it still holds, the house the rest."""

import pytest

from loyalty.errors import Refused
from loyalty.units import Points
from server.books import late, leasing
from server.books.check import faults
from server.books.model import BURNED, HOUSE_LOSS, MEMBER_POINTS, Books, HeldSlice
from tests.unit.server.plain_books import Q1, Q2, books_with, cause, grant, lot, sums


def part(name: str, points: int) -> HeldSlice:
    return HeldSlice(name, Points(points))


def leased(points: int = 100) -> Books:
    books = books_with(lot("a", 60), lot("b", 40, days=1))
    grant(books, "l1", points, days=2)
    books.postings.clear()
    return books


def test_a_reclaim_frees_what_was_not_spent_and_says_how_much() -> None:
    books = leased()
    assert leasing.reclaim(books, "l1", cause("reclaim", days=2)) == 100
    assert (books.reserved, books.available(cause("x", days=2).at)) == (0, 100)
    assert books.leases["l1"].state == "closed"
    with pytest.raises(Refused, match="lease-closed"):
        leasing.reclaim(books, "l1", cause("again", days=2))
    with pytest.raises(Refused, match="lease-unknown"):
        leasing.reclaim(books, "l2", cause("again", days=2))


def test_a_reclaimed_lease_never_comes_back() -> None:
    books = leased()
    leasing.reclaim(books, "l1", cause("reclaim", days=2))
    with pytest.raises(Refused, match="lease-closed"):
        grant(books, "l1", 10, days=2)


def test_what_a_till_spent_of_a_reclaimed_lease_is_the_houses_and_at_most_what_was_freed() -> None:
    books = leased()
    leasing.reclaim(books, "l1", cause("reclaim", days=2))
    assert late.is_late(books.leases["l1"], Q1, now_at=1)
    assert not late.is_late(books.leases["l1"], Q2, now_at=1)
    late.spend_late(books, "l1", [part("a", 60), part("b", 10)], cause("s1", days=2))
    assert books.posted == 100
    assert sums(books) == {BURNED: 70, HOUSE_LOSS: -70}
    with pytest.raises(Refused, match="lease-overspent"):
        late.spend_late(books, "l1", [part("b", 31)], cause("s2", days=2))
    late.spend_late(books, "l1", [part("b", 30)], cause("s3", days=2))
    assert books.leases["l1"].lost == 100
    assert faults(books) == []


def test_two_disks_that_spent_one_lease_share_it_and_the_house_bears_the_rest() -> None:
    books = leased()
    leasing.freeze(books, "l1", Q1)
    assert not late.is_late(books.leases["l1"], Q1, now_at=1)  # put aside, not forked
    assert late.is_late(books.leases["l1"], Q1, now_at=2)
    first = late.spend_late(books, "l1", [part("a", 50)], cause("s1", days=2))
    second = late.spend_late(books, "l1", [part("a", 30), part("b", 40)], cause("s2", days=2))
    assert (first, second) == ((), (part("a", 20),))
    assert sums(books) == {MEMBER_POINTS: -100, BURNED: 120, HOUSE_LOSS: -20}
    assert (books.posted, books.reserved) == (0, 0)
    assert faults(books) == []


def test_a_disk_that_spends_what_its_twin_gave_back_costs_the_house() -> None:
    books = leased()
    leasing.close(books, "l1", Q1, spent=0, cause=cause("close", days=2))
    assert late.is_late(books.leases["l1"], Q1, now_at=2)
    late.spend_late(books, "l1", [part("a", 60), part("b", 40)], cause("s1", days=2))
    assert books.posted == 100
    assert sums(books) == {BURNED: 100, HOUSE_LOSS: -100}
    with pytest.raises(Refused, match="lease-overspent"):
        late.spend_late(books, "l1", [part("b", 1)], cause("s2", days=2))


def test_a_reclaim_of_what_two_disks_spent_exposes_what_is_left_beside_what_is_lost() -> None:
    books = leased()
    leasing.freeze(books, "l1", Q1)
    for disk in ("s1", "s2"):
        late.spend_late(books, "l1", [part("a", 60)], cause(disk, days=2))
    assert leasing.reclaim(books, "l1", cause("reclaim", days=2)) == 40
    assert faults(books) == []
    late.spend_late(books, "l1", [part("b", 40)], cause("s3", days=2))
    with pytest.raises(Refused, match="lease-overspent"):
        late.spend_late(books, "l1", [part("b", 1)], cause("s4", days=2))
    assert (books.leases["l1"].lost, faults(books)) == (100, [])


def test_a_void_gives_the_house_its_loss_back() -> None:
    books = leased()
    leasing.reclaim(books, "l1", cause("reclaim", days=2))
    (lost,) = late.spend_late(books, "l1", [part("a", 60)], cause("s1", days=2))
    late.undo_loss(books, lost, cause("void", days=2), burned_by="s1")
    assert sums(books) == {BURNED: 0, HOUSE_LOSS: 0}
    assert books.postings[-1].reverses == "s1/loss/a"
    assert books.posted == 100


def test_a_lease_nobody_granted_is_never_late() -> None:
    assert not late.is_late(None, Q1, now_at=2)
