"""A till's file with one page that a disk gave back otherwise than it was written."""

from contextlib import closing
from pathlib import Path
from typing import Final

from terminal.store.connection import connect

_INTO_PAGE: Final = 100


def tear_page(file: Path, key: bytes, table: str) -> None:
    """Change one byte in the first page of a table; nobody has the file open."""
    with closing(connect(file, key, read_only=False)) as opened:
        (size,) = opened.execute("PRAGMA page_size").fetchone()
        (first,) = opened.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    at = (int(first) - 1) * int(size) + _INTO_PAGE
    torn = bytearray(file.read_bytes())
    torn[at] ^= 1
    file.write_bytes(torn)
