"""Whose PIN opens a copy, and what is counted where nobody can be signed in."""

from pathlib import Path

import pytest

from loyalty.errors import Refused, Unavailable
from terminal.backup import back_up
from terminal.keystore.pin_tries import wrong_in_a_row
from terminal.store.till_copy import KnownManager, managers_in, written_since
from terminal.usecases.drawer import open_drawer
from terminal.usecases.restore_word import agree_to_restore, check_managers_word
from terminal.usecases.sign_in import FREE_TRIES, sign_in
from tests.unit.terminal.till_kit import KEY, LAN, MORNING, PIN, Counter, operator_row
from tests.unit.terminal.torn_page import tear_page

WRONG = "0000"


@pytest.fixture
def copy(shop: Counter, tmp_path: Path) -> Path:
    return back_up(shop.store, tmp_path / "backups", code="Q2", at=MORNING).path


def test_only_managers_of_the_copy_may_and_the_one_whose_pin_it_was_is_named(
    shop: Counter, copy: Path
) -> None:
    managers = managers_in(copy, KEY)
    assert [each.name for each in managers] == ["Minh"]
    assert check_managers_word(managers, shop.keys, pin=PIN).operator == "op-minh"


def test_after_five_wrong_ones_the_right_one_opens_nothing(shop: Counter, copy: Path) -> None:
    managers = managers_in(copy, KEY)
    for _ in range(FREE_TRIES):
        with pytest.raises(Refused, match="restore-word-wrong"):
            check_managers_word(managers, shop.keys, pin=WRONG)
    with pytest.raises(Refused, match="restore-word-shut"):
        check_managers_word(managers, shop.keys, pin=PIN)


def test_tries_before_it_was_right_are_forgiven_and_count_at_the_till_else(shop: Counter, copy: Path) -> None:
    managers = managers_in(copy, KEY)
    for _ in range(FREE_TRIES - 1):
        with pytest.raises(Refused):
            check_managers_word(managers, shop.keys, pin=WRONG)
    check_managers_word(managers, shop.keys, pin=PIN)
    for _ in range(FREE_TRIES):
        with pytest.raises(Refused):
            check_managers_word(managers, shop.keys, pin=WRONG)
    with pytest.raises(Refused, match="operator-locked"):
        sign_in(shop.till, operator="op-minh", pin=PIN)


def test_whoever_is_asked_before_the_one_whose_pin_it_was_is_not_locked_out_by_it(shop: Counter) -> None:
    thu, minh = (
        KnownManager(operator=each, name=each, pin_hash=operator_row(each, each, pin=pin).pin_hash)
        for each, pin in (("op-thu", "7777"), ("op-minh", PIN))
    )
    with pytest.raises(Refused, match="restore-word-wrong"):
        check_managers_word([thu, minh], shop.keys, pin=WRONG)
    for _ in range(FREE_TRIES):
        assert check_managers_word([thu, minh], shop.keys, pin=PIN) == minh
    assert wrong_in_a_row(shop.keys, operator="op-thu", pin_hash=thu.pin_hash) == 1
    assert check_managers_word([thu, minh], shop.keys, pin="7777") == thu


def test_a_cashier_who_is_signed_in_may_not(shop: Counter) -> None:
    with pytest.raises(Refused, match="deed-may-not"):
        agree_to_restore(shop.till, LAN, copy="till-Q2-20261121-030000.db", own_pin=PIN)


def test_what_came_after_the_copy_is_counted_by_what_the_server_has(shop: Counter, copy: Path) -> None:
    open_drawer(shop.till, LAN)
    since = written_since(shop.path, copy, KEY)
    assert since is not None
    assert (since.events, since.unsent_events, since.sales, since.amount) == (1, 1, 0, 0)
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE till_state SET acked_seq = 1000")
    since = written_since(shop.path, copy, KEY)
    assert since is not None
    assert (since.events, since.unsent_events) == (1, 0)


@pytest.mark.parametrize("table", ["sales", "till_state"])
def test_books_that_are_damaged_are_not_held_against_a_good_copy(
    shop: Counter, copy: Path, tmp_path: Path, table: str
) -> None:
    open_drawer(shop.till, LAN)
    books = back_up(shop.store, tmp_path / "books", code="Q2", at=MORNING).path
    tear_page(books, KEY, table)
    assert written_since(books, copy, KEY) is None


def test_books_that_are_gone_are_not_held_against_a_good_copy(copy: Path, tmp_path: Path) -> None:
    assert written_since(tmp_path / "gone.db", copy, KEY) is None


def test_a_damaged_copy_is_called_so(shop: Counter, copy: Path) -> None:
    tear_page(copy, KEY, "till_state")
    with pytest.raises(Unavailable, match="copy-damaged"):
        written_since(shop.path, copy, KEY)
