"""The version of the database file, and the steps that bring an older one up to this program's.

Forward only, each step in one transaction with the new version number. A file of a newer program is
refused, never guessed at. Frozen files of every shipped version are opened in `tests/upgrade`. The sign-in
screen waits for `check_version`, so what only a migration needs is imported by it.
"""

from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher

from loyalty.errors import Refused, Unavailable

_STEPS: Final = (
    "0001_first.sql",
    "0002_forks.sql",
    "0003_returns.sql",
    "0004_surveys.sql",
    "0005_gifts.sql",
    "0006_claims.sql",
    "0022_shelf.sql",
    "0025_cash.sql",
    "0028_by_hand.sql",
    "0029_name_words.sql",
    "0030_wallets.sql",
    "0032_households.sql",
    "0037_name_forms.sql",
    "0038_stock.sql",
    "0039_late_claims.sql",
    "0049_goods_by_name.sql",
    "0050_deeds_out.sql",
    "0057_deeds_aside.sql",
    "0058_consents_seen.sql",
    "0059_rates_of_lines.sql",
    "0060_papers_done_with.sql",
    "0065_server_restored.sql",
    "0066_deeds_asked.sql",
    "0067_why_cards_are_blocked.sql",
    "0068_deeds_asked_without_words.sql",
    "0069_who_asks.sql",
)
"""File names in `schema/`; the first makes version 1."""

VERSION: Final = len(_STEPS)


class StoreTooNew(Refused):
    """The database was written by a newer program; this one must not touch it."""

    def __init__(self, *, found: int, known: int) -> None:
        super().__init__("store-too-new", found=found, known=known)


def migrate(connection: sqlcipher.Connection, path: Path) -> int:
    """Bring the file up to `VERSION`; returns the version it had.

    Raises:
        StoreTooNew: nothing was changed.
        Unavailable: `store-write-failed`; the file has the version of the last step that was committed.
    """
    from importlib.resources import files

    found = check_version(connection)
    for number, step in enumerate(_STEPS[found:], start=found + 1):
        script = files("terminal.store").joinpath("schema", step).read_text(encoding="utf-8")
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
        except sqlcipher.Error as error:
            if connection.in_transaction:
                connection.rollback()
            raise Unavailable("store-write-failed", retry=True, path=str(path), why=str(error)) from error
    return found


def check_version(connection: sqlcipher.Connection) -> int:
    """The version in the file, which this program can use or bring up to its own.

    Raises:
        StoreTooNew: it cannot.
    """
    found = version_of(connection)
    if found > VERSION:
        raise StoreTooNew(found=found, known=VERSION)
    return found


def version_of(connection: sqlcipher.Connection) -> int:
    """The version in the file; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
