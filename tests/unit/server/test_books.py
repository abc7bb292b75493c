"""One member's points, moved in any order: nothing is lost, doubled, overspent or owed twice."""

from datetime import UTC, timedelta

import pytest

from loyalty.errors import Refused
from loyalty.units import Points
from server.books import leasing, moving, points
from server.books.check import faults
from server.books.model import (
    BURNED,
    EXPIRED,
    ISSUED,
    MEMBER_OWED,
    MEMBER_POINTS,
    Books,
    HeldSlice,
    Lease,
)
from tests.unit.server.plain_books import Q1, Q2, START, books_with, cause, grant, lot, sums


def test_a_burn_takes_from_the_lot_that_dies_first() -> None:
    books = books_with(lot("late", 50, lives=300), lot("soon", 50, lives=30), lot("never", 50))
    grant(books, "l1", 120)
    assert [(part.lot, part.points) for part in books.leases["l1"].slices] == [
        ("soon", 50), ("late", 50), ("never", 20)
    ]  # fmt: skip


def test_every_leg_says_who_issued_and_who_redeemed() -> None:
    books = books_with(lot("a", 50))
    grant(books, "l1", 50)
    points.spend(books, "l1", [HeldSlice("a", Points(20))], cause("sale"))
    burn = [posting for posting in books.postings if posting.kind == "burn"]
    assert {(each.issuing_store, each.redeeming_store, each.lease) for each in burn} == {("s0", "s1", "l1")}
    assert sums(books) == {MEMBER_POINTS: 30, ISSUED: -50, BURNED: 20}


def test_a_pending_lot_cannot_be_leased_yet() -> None:
    books = books_with(lot("a", 50, pending=3))
    with pytest.raises(Refused, match="nothing-available"):
        grant(books, "l1", 0)
    grant(books, "l2", 0, days=3)
    assert books.leases["l2"].amount == 50


def test_what_died_in_a_lot_counts_as_given_back() -> None:
    books = books_with(lot("a", 50, lives=10))
    grant(books, "l1", 20)
    points.spend(books, "l1", [HeldSlice("a", Points(20))], cause("sale"))
    leasing.close(books, "l1", Q1, spent=20, cause=cause("close", days=20))
    points.take_back(books, "a", Points(50), cause("void", days=21))
    assert (books.owed, books.posted) == (20, 0)
    assert sums(books)[EXPIRED] == 0
    assert sums(books)[ISSUED] == 0


def test_an_earning_pays_what_is_owed_and_no_more() -> None:
    books = books_with(lot("a", 50))
    grant(books, "l1", 50)
    points.spend(books, "l1", [HeldSlice("a", Points(50))], cause("sale"))
    points.take_back(books, "a", Points(50), cause("void"))
    points.earn(books, lot("b", 30), cause("earn-b"))
    assert (books.owed, books.balance(START)) == (20, 0)
    points.earn(books, lot("c", 30), cause("earn-c"))
    assert (books.owed, books.balance(START)) == (0, 10)
    assert sums(books)[MEMBER_OWED] == 0


def test_a_refused_spend_has_changed_nothing() -> None:
    books = books_with(lot("a", 50), lot("b", 50))
    grant(books, "l1", 60)
    before = (dict(books.lots), dict(books.leases), list(books.postings))
    with pytest.raises(Refused, match="lease-overspent"):
        points.spend(books, "l1", [HeldSlice("a", Points(50)), HeldSlice("b", Points(11))], cause("sale"))
    assert (dict(books.lots), books.leases, books.postings) == before


def test_a_lot_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused, match="lot-unknown"):
        points.take_back(Books(), "a", Points(1), cause("void"))
    with pytest.raises(Refused, match="lot-unknown"):
        points.give_back(Books(), "a", Points(1), cause("void"), burned_at=START, burned_by="sale", zone=UTC)


def test_a_lot_is_earned_once() -> None:
    books = books_with(lot("a", 50))
    with pytest.raises(Refused, match="lot-exists"):
        points.earn(books, lot("a", 50), cause("again"))


def test_a_lease_is_its_holders_alone() -> None:
    books = books_with(lot("a", 50))
    grant(books, "l1", 10)
    for act in (
        lambda: leasing.held_by(books, "l1", Q2),
        lambda: leasing.close(books, "l1", Q2, spent=0, cause=cause("close")),
        lambda: grant(books, "l1", 10, holder=Q2),
    ):
        with pytest.raises(Refused, match="lease-of-another-till"):
            act()
    leasing.freeze(books, "l1", Q2)
    assert books.leases["l1"].state == "open"
    leasing.freeze(books, "l1", Q1)
    leasing.freeze(books, "l1", Q1)
    with pytest.raises(Refused, match="lease-frozen"):
        leasing.held_by(books, "l1", Q1)


def test_a_movement_that_does_not_balance_is_a_bug() -> None:
    with pytest.raises(AssertionError, match="balance"):
        Books().post(kind="odd", key="odd", cause=cause("odd"), amounts={MEMBER_POINTS: 1})


def test_the_check_sees_what_is_wrong() -> None:
    books = books_with(lot("a", 50))
    grant(books, "l1", 20)
    assert faults(books) == []
    books.change_lot("a", reserved=-5)
    books.owed = Points(-1)
    assert len(faults(books)) == 2
    del books.lots["a"]
    books.owed = Points(0)
    assert faults(books) == ["leases hold 20 of lot a, which is not there"]
    books.leases["l1"] = Lease(
        lease="l1", till="q1", incarnation=1, amount=Points(1), granted_at=START, until=START, spent=Points(2)
    )
    assert len(faults(books)) == 3


def test_two_lots_of_one_name_are_one_with_the_points_of_both_for_as_long_as_either() -> None:
    for mine, theirs, until in ((5, 9, 9), (9, 5, 9), (5, None, None)):
        source = books_with(lot("twice", 40, lives=theirs))
        target = books_with(lot("twice", 60, lives=mine))
        out, into = cause("out"), cause("into")
        moving.move(source, target, lots=["twice"], leases=[], owed=Points(0), out=out, into=into)
        held = target.lots["twice"]
        dies_at = None if until is None else START + timedelta(days=until)
        assert (held.granted, held.remaining, held.dies_at) == (100, 100, dies_at)
        assert (dict(source.lots), faults(target)) == ({}, [])
        assert sums(target)[MEMBER_POINTS] == 100
