"""Who agreed that a till is opened from a copy stands in the journal of the books that come, once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from loyalty.errors import Unavailable
from terminal.audit import AuditEntry
from terminal.bootstrap.agreed_restore import (
    AgreedRestore,
    begin_restore,
    forget_words,
    keep_word,
    last_restore,
    record_restore,
)
from tests.guards.logs import ExpectLog
from tests.unit.terminal.till_kit import Counter

COPY = "till-Q2-20261121-030000.db"
MINHS = AgreedRestore(operator="op-minh", copy=COPY, at="2026-11-25T03:00:00.000Z")


def told(shop: Counter) -> AuditEntry | None:
    with shop.store.read() as reading:
        return last_restore(reading)


def left(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir() if each.name.startswith("restore-")]


def test_the_word_is_in_the_journal_once_the_books_are_open(shop: Counter, tmp_path: Path) -> None:
    keep_word(tmp_path, MINHS)
    begin_restore(tmp_path, COPY)
    record_restore(shop.till, tmp_path)
    said = told(shop)
    assert said is not None
    assert (said.operator, said.detail, said.note) == ("Minh", "books-restored", COPY)
    assert left(tmp_path) == []


def test_cut_off_before_it_is_put_away_it_is_written_down_once(shop: Counter, tmp_path: Path) -> None:
    for _ in range(2):
        keep_word(tmp_path, MINHS)
        begin_restore(tmp_path, COPY)
        record_restore(shop.till, tmp_path)
    with shop.store.read() as reading:
        kinds = [each.kind for each in reading.journal.walk(till="till-2", incarnation=1)]
    assert kinds.count("override_given") == 1


def asked_only(_folder: Path) -> None:
    """The PIN was right, and the question was left before the answer came."""


def another_copy(folder: Path) -> None:
    begin_restore(folder, "till-Q2-20261122-030000.db")


def not_put_back(folder: Path) -> None:
    begin_restore(folder, COPY)
    forget_words(folder)


@pytest.mark.parametrize("instead", [asked_only, another_copy, not_put_back])
def test_a_word_on_which_nothing_was_put_back_is_none(
    shop: Counter, tmp_path: Path, instead: Callable[[Path], object]
) -> None:
    keep_word(tmp_path, MINHS)
    instead(tmp_path)
    record_restore(shop.till, tmp_path)
    assert (told(shop), left(tmp_path)) == (None, [])


@pytest.mark.parametrize("what", ["", "{", "[]", '{"copy": "x"}'])
def test_a_file_that_says_nothing_keeps_no_till_from_opening(
    shop: Counter, tmp_path: Path, expect_log: ExpectLog, what: str
) -> None:
    (tmp_path / "restore-begun.json").write_text(what, encoding="utf-8")
    with expect_log("terminal.bootstrap.agreed_restore", "cannot be read"):
        record_restore(shop.till, tmp_path)
    assert (told(shop), left(tmp_path)) == (None, [])


def test_a_file_with_something_else_in_it_is_passed_over(shop: Counter, tmp_path: Path) -> None:
    said = '{"operator": 1, "copy": "x", "at": "y"}'
    (tmp_path / "restore-begun.json").write_text(said, encoding="utf-8")
    record_restore(shop.till, tmp_path)
    assert (told(shop), left(tmp_path)) == (None, [])


def test_books_that_know_the_manager_as_a_cashier_leave_it_to_the_log(
    shop: Counter, tmp_path: Path, expect_log: ExpectLog
) -> None:
    keep_word(tmp_path, AgreedRestore(operator="op-lan", copy=COPY, at=MINHS.at))
    begin_restore(tmp_path, COPY)
    with expect_log("terminal.bootstrap.agreed_restore", "op-lan"):
        record_restore(shop.till, tmp_path)
    assert (told(shop), left(tmp_path)) == (None, [])


def test_where_it_cannot_be_kept_nothing_is_agreed_to(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="restore-failed"):
        keep_word(tmp_path / "gone", MINHS)
