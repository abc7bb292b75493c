"""The counter outside the database: raised before the commit, compared at start."""

import pytest

from loyalty.errors import Unavailable
from terminal.keystore.fake import FakeKeyStore
from terminal.keystore.spend_counter import (
    NO_SPENDS,
    SpendMark,
    compare_mark,
    confirm_mark,
    raise_mark,
    read_mark,
)


def test_a_till_that_never_spent_has_counted_to_nothing() -> None:
    assert read_mark(FakeKeyStore()) == NO_SPENDS


def test_a_spend_is_counted_with_its_operation() -> None:
    keys = FakeKeyStore()
    raise_mark(keys, incarnation=1, count=1, operation_id="first")
    raise_mark(keys, incarnation=1, count=2, operation_id="second")
    assert read_mark(keys) == SpendMark(incarnation=1, count=2, operation_id="second")


def test_a_spend_after_an_interrupted_one_takes_the_same_number() -> None:
    keys = FakeKeyStore()
    raise_mark(keys, incarnation=1, count=1, operation_id="interrupted")
    raise_mark(keys, incarnation=1, count=1, operation_id="committed")
    assert read_mark(keys) == SpendMark(incarnation=1, count=1, operation_id="committed")


def test_a_spend_that_was_committed_is_never_counted_again() -> None:
    keys = FakeKeyStore()
    raise_mark(keys, incarnation=1, count=1, operation_id="committed")
    confirm_mark(keys, operation_id="another")
    assert not read_mark(keys).committed
    confirm_mark(keys, operation_id="committed")
    assert read_mark(keys).committed
    with pytest.raises(Unavailable, match="spend-counter-mismatch"):
        raise_mark(keys, incarnation=1, count=1, operation_id="by a restored disk")


def test_each_life_counts_from_nothing_and_an_older_life_counts_no_more() -> None:
    keys = FakeKeyStore()
    raise_mark(keys, incarnation=1, count=1, operation_id="first")
    raise_mark(keys, incarnation=3, count=1, operation_id="in the third life")
    assert read_mark(keys) == SpendMark(incarnation=3, count=1, operation_id="in the third life")
    with pytest.raises(Unavailable, match="spend-counter-mismatch"):
        raise_mark(keys, incarnation=1, count=2, operation_id="by the first disk")


def test_a_database_older_than_its_counter_may_not_spend() -> None:
    keys = FakeKeyStore()
    for count in range(1, 6):
        raise_mark(keys, incarnation=1, count=count, operation_id=f"number {count}")
    for count in (4, 7):
        with pytest.raises(Unavailable) as fault:
            raise_mark(keys, incarnation=1, count=count, operation_id="again")
        assert fault.value.code == "spend-counter-mismatch"
    assert read_mark(keys).count == 5


@pytest.mark.parametrize("kept", [b"7", b"{}", b"nonsense", b'{"count": "x", "operation": ""}'])
def test_a_damaged_counter_is_said(kept: bytes) -> None:
    keys = FakeKeyStore()
    keys.set("spend-counter", kept)
    with pytest.raises(Unavailable) as fault:
        read_mark(keys)
    assert fault.value.code == "spend-counter-damaged"


@pytest.mark.parametrize(
    ("mark", "stored", "is_stored", "says"),
    [
        ((2, 0, False), (2, 0), False, "agrees"),
        ((2, 3, True), (2, 3), True, "agrees"),
        ((2, 3, False), (2, 3), True, "agrees"),  # cut off between the commit and the note of it
        ((2, 4, False), (2, 3), False, "interrupted"),
        ((2, 4, True), (2, 3), False, "database-behind"),  # restored from just before the last spend
        ((2, 3, False), (2, 3), False, "database-behind"),  # the same number, but another history
        ((2, 4, False), (2, 3), True, "database-behind"),
        ((2, 9, False), (2, 3), False, "database-behind"),
        ((2, 2, False), (2, 3), True, "counter-behind"),
        ((1, 9, True), (2, 0), False, "agrees"),  # a new life, in which nothing was spent yet
        ((1, 9, True), (2, 1), False, "counter-behind"),
        ((3, 0, False), (2, 0), False, "database-behind"),
    ],
)
def test_counter_and_database_are_compared(
    mark: tuple[int, int, bool], stored: tuple[int, int], *, is_stored: bool, says: str
) -> None:
    incarnation, count, committed = mark
    kept = SpendMark(
        incarnation=incarnation, count=count, operation_id="last" if count else "", committed=committed
    )
    found = compare_mark(kept, incarnation=stored[0], stored_count=stored[1], operation_is_stored=is_stored)
    assert found == says
