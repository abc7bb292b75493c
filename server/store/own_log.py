"""A copy of SQLite's file that was put back beside the write-ahead log of the file it replaces.

SQLite takes any log that lies beside a file for that file's, and folds the one into the other: pages of two
databases, mixed. The file of a server at work says in its header that it has a log; what `VACUUM INTO` writes
says that it has none. A copy of the bytes of a server that was stopped cannot be told so.
"""

from pathlib import Path
from typing import Final

from loyalty.errors import Refused

_MODES: Final = slice(18, 20)
"""Where SQLite's header has how the file is written and read (https://sqlite.org/fileformat2.html)."""
_WITHOUT_LOG: Final = b"\x01\x01"


def check_own_log(file: Path) -> None:
    """Whether the log beside a database's file can be its own; asked before SQLite looks at either.

    Raises:
        Refused: `database-log-foreign` (path, log); both are as they were.
    """
    log = file.with_name(f"{file.name}-wal")
    try:
        with file.open("rb") as opened:
            modes = opened.read(_MODES.stop)[_MODES]
        is_there = log.stat().st_size > 0
    except OSError:
        return
    if is_there and modes == _WITHOUT_LOG:
        raise Refused("database-log-foreign", path=str(file), log=log.name)
