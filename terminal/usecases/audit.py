"""Who did what: for managers and auditors, looked through and written to a file."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused, Unavailable
from loyalty.wire.roles import Role

if TYPE_CHECKING:
    from terminal.audit import AuditEntry, AuditQuery
    from terminal.session import Session
    from terminal.till import Till

MAY_LOOK: Final = frozenset[Role]({"manager", "auditor"})
MOST_SHOWN: Final = 500
MOST_WRITTEN: Final = 100_000
_MODE: Final = 0o600
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def look_through(
    till: "Till", session: "Session", query: "AuditQuery", *, most: int = MOST_SHOWN
) -> "tuple[AuditEntry, ...]":
    """The events of this till that fit, the last first.

    Raises:
        Refused: `audit-not-yours`: neither a manager nor an auditor.
    """
    if session.role not in MAY_LOOK:
        raise Refused("audit-not-yours")
    with till.store.read() as reading:
        return reading.audit.find(query, most=most)


def write_table(folder: Path, *, name: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """Write rows as a CSV that spreadsheets open as it is; a cell that they would reckon with stays a text.

    Nobody else who uses the machine can read it.

    Raises:
        Unavailable: `export-failed`.
    """
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=_MODE)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow(titles)
            table.writerows([_plain(cell) for cell in row] for row in rows)
    except OSError as error:
        raise Unavailable("export-failed", retry=True, path=str(path), why=error.strerror or "") from error
    return path


def _plain(cell: str) -> str:
    is_number = cell.removeprefix("-").isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_number else cell
