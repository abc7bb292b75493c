"""The counter outside the database: raised before the commit, compared at start."""

import pytest

from loyalty.errors import Unavailable
from terminal.keystore.fake import FakeKeyStore
from terminal.keystore.spend_counter import NO_SPENDS, SpendMark, compare_mark, raise_mark, read_mark


def test_a_till_that_never_spent_has_counted_to_nothing() -> None:
    assert read_mark(FakeKeyStore()) == NO_SPENDS


def test_a_spend_is_counted_with_its_operation() -> None:
    keys = FakeKeyStore()
    raise_mark(keys, count=1, operation_id="first")
    raise_mark(keys, count=2, operation_id="second")
    assert read_mark(keys) == SpendMark(count=2, operation_id="second")


def test_a_spend_after_an_interrupted_one_takes_the_same_number() -> None:
    keys = FakeKeyStore()
    raise_mark(keys, count=1, operation_id="interrupted")
    raise_mark(keys, count=1, operation_id="committed")
    assert read_mark(keys) == SpendMark(count=1, operation_id="committed")


def test_a_database_older_than_its_counter_may_not_spend() -> None:
    keys = FakeKeyStore()
    raise_mark(keys, count=5, operation_id="fifth")
    with pytest.raises(Unavailable) as fault:
        raise_mark(keys, count=4, operation_id="again")
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
    ("count", "stored_count", "operation_is_stored", "says"),
    [
        (0, 0, False, "agrees"),
        (3, 3, True, "agrees"),
        (4, 3, False, "interrupted"),
        (3, 3, False, "database-behind"),  # the same number, but another history
        (4, 3, True, "database-behind"),
        (9, 3, False, "database-behind"),
        (2, 3, True, "counter-behind"),
    ],
)
def test_counter_and_database_are_compared(
    *, count: int, stored_count: int, operation_is_stored: bool, says: str
) -> None:
    mark = SpendMark(count=count, operation_id="last" if count else "")
    assert compare_mark(mark, stored_count=stored_count, operation_is_stored=operation_is_stored) == says
