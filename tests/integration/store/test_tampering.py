"""Somebody with the key changes the till's file: whatever field, row or order it is, a check notices.

Not one field of these tables is left out but those that are named here, with the reason.
"""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import ColumnElement, Integer, and_, create_engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import StaticPool

from terminal.store.checks import check_chains, check_projections, check_tail
from terminal.store.connection import connect
from terminal.store.derived import check_rows
from terminal.store.tables import metadata
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.settled_sales import rice_for_anh
from tests.unit.terminal.till_kit import KEY, LAN, Counter, a_counter, a_shop

EVENTS = 6
"""A shift, two sales and the ends of their leases, a void."""
TABLES = ("journal", "sales", "sale_lines", "tenders", "voids", "point_movements")
NEVER_COMPARED = {
    ("journal", "row"): "where the row stands in the file; its place in the chain is `seq`",
    ("sales", "operator_name"): "a person's name, which no journal may hold",
    ("voids", "operator_name"): "a person's name, which no journal may hold",
    ("sales", "shown"): "what rules were called then; read by people only",
    ("sales", "currency"): "the program's, which is kept under its own fingerprint",
}
CHECKS = (check_tail, check_chains, check_projections, check_rows)
"""In the doctor's order: the last one wants a sound journal."""


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with two sales with points and the void of the second."""
    folder = tmp_path_factory.mktemp("sold")
    with closing(a_shop(folder)) as shop:
        rice_for_anh(shop)
        void_last_sale(shop.till, LAN, rice_for_anh(shop).sale)
    return folder


@pytest.fixture
def copy(sold: Path, tmp_path: Path) -> Path:
    """One's own to change."""
    return Path(shutil.copytree(sold, tmp_path / "till"))


def findings(folder: Path) -> set[str]:
    with closing(a_counter(folder)) as counter:
        return codes(counter)


def codes(counter: Counter) -> set[str]:
    """What the first check says that finds something."""
    said = (check(counter.store) for check in CHECKS)
    return {finding.code for finding in next(filter(None, said), ())}


def is_noticed(counter: Counter, table: str) -> bool:
    """Where nobody touched the journal, its own checks have nothing to find and are left out."""
    checks = CHECKS if table == "journal" else (check_projections, check_rows)
    return any(check(counter.store) for check in checks)


def run(folder: Path, *statements: str, **values: int) -> None:
    """What somebody with the key could do."""
    with closing(connect(folder / "till.db", KEY, read_only=False)) as connection:
        connection.execute("PRAGMA foreign_keys = 0")
        for statement in statements:
            connection.execute(statement, values if ":" in statement else {})


def test_a_sound_file_gives_no_findings(copy: Path) -> None:
    assert findings(copy) == set()


@pytest.mark.parametrize("table", TABLES)
def test_a_change_of_any_field_of_any_row_is_noticed(copy: Path, table: str) -> None:
    unnoticed: list[tuple[str, int]] = []
    with closing(a_counter(copy)) as counter, closing(Hand(copy, table)) as hand:
        for column in metadata.tables[table].columns:
            if (table, column.name) in NEVER_COMPARED:
                continue
            for row in range(hand.count):
                if hand.change(column.name, row=row) and not is_noticed(counter, table):
                    unnoticed.append((column.name, row))
                hand.put_back()
        assert not is_noticed(counter, table)
    assert unnoticed == []


@pytest.mark.parametrize("table", TABLES)
def test_a_deleted_row_is_noticed(copy: Path, table: str) -> None:
    with closing(a_counter(copy)) as counter, closing(Hand(copy, table)) as hand:
        last_of_journal = hand.count - 1 if table == "journal" else None
        for row in range(hand.count):
            hand.delete(row)
            assert is_noticed(counter, table) or row == last_of_journal, row
            hand.put_back()


@pytest.mark.parametrize("first", range(1, EVENTS))
def test_two_events_that_change_places_are_noticed(copy: Path, first: int) -> None:
    run(
        copy,
        "UPDATE journal SET seq = seq - 2 * :first - 1 WHERE seq IN (:first, :first + 1)",
        "UPDATE journal SET seq = -seq WHERE seq < 0",
        first=first,
    )
    assert findings(copy) & {"chain-broken", "chain-gap"}


@pytest.mark.parametrize("left", range(EVENTS))
def test_a_tail_cut_off_with_all_that_follows_from_it_is_noticed(copy: Path, left: int) -> None:
    """By the server's acknowledgement; the counter of spends and the server itself would miss it too."""
    run(
        copy,
        "UPDATE till_state SET acked_seq = (SELECT max(seq) FROM journal), "
        "acked_hash = (SELECT hash FROM journal ORDER BY seq DESC LIMIT 1)",
        "DELETE FROM journal WHERE seq > :left",
        "DELETE FROM point_movements WHERE seq > :left",
        "DELETE FROM voids WHERE seq > :left",
        "DELETE FROM sales WHERE seq > :left",
        "UPDATE sales SET voided_by = NULL WHERE voided_by NOT IN (SELECT void FROM voids)",
        "DELETE FROM tenders WHERE receipt NOT IN (SELECT operation_id FROM journal)",
        "DELETE FROM sale_lines WHERE sale NOT IN (SELECT sale FROM sales)",
        left=left,
    )
    assert findings(copy) == {"ack-ahead"}


class Hand:
    """Changes one table of a till's file and puts it back."""

    def __init__(self, folder: Path, table: str) -> None:
        file = connect(folder / "till.db", KEY, read_only=False)
        file.execute("PRAGMA foreign_keys = 0")
        self._table = metadata.tables[table]
        self._engine = create_engine(
            "sqlite://", module=sqlcipher, creator=lambda: file, poolclass=StaticPool
        )
        with self._engine.begin() as connection:
            self._before = [dict(row) for row in connection.execute(select(self._table)).mappings()]
        self.count = len(self._before)

    def change(self, column: str, *, row: int) -> bool:
        """Write something else into one field; whether the table took it."""
        change = update(self._table).where(self._is(row)).values({column: self._other(column, row)})
        try:
            with self._engine.begin() as connection:
                connection.execute(change)
        except IntegrityError:
            return False
        return True

    def delete(self, row: int) -> None:
        """Take one row out."""
        with self._engine.begin() as connection:
            connection.execute(delete(self._table).where(self._is(row)))

    def put_back(self) -> None:
        """As it was."""
        with self._engine.begin() as connection:
            connection.execute(delete(self._table))
            connection.execute(insert(self._table), self._before)

    def close(self) -> None:
        """Nobody changes anything any more."""
        self._engine.dispose()

    def _is(self, row: int) -> ColumnElement[bool]:
        return and_(*(column == self._before[row][column.name] for column in self._table.primary_key))

    def _other(self, column: str, row: int) -> object:
        """Anything else of the column's type."""
        value = self._before[row][column]
        if isinstance(value, bytes):
            return b"x" + value[1:]
        if isinstance(self._table.c[column].type, Integer):
            return (value or 0) + 100
        return f"x{value or ''}"
