"""What lies in the write-ahead log is written to the disk once more before a till that starts believes it.

A sync that fails may leave bytes that every reader sees and no disk has: the system drops what it could not
write, says so once, and the next sync succeeds without it. SQLite knows a COMMIT by its failed sync and
writes over it. A till that starts anew knows nothing: it reads the whole log, and all that it appends would
stand behind a hole, gone with the next power cut however well it was synced itself.

Only for who holds the data folder: nobody else may be writing to the log meanwhile.
"""

import os
from pathlib import Path
from typing import Final

from loyalty.errors import Unavailable

CHUNK: Final = 1 << 20
"""Bytes at a time; a log is some megabytes."""


def write_log_again(database: Path) -> None:
    """Let the disk have the log of this file as it is read now; there is none where the till was closed well.

    Raises:
        Unavailable: `store-unreadable`; nothing has changed, and nothing of the log may be believed yet.
    """
    log = log_of(database)
    try:
        if log.exists():
            write_back(log)
    except OSError as error:
        raise Unavailable("store-unreadable", retry=True, path=str(log), why=str(error)) from error


def log_of(database: Path) -> Path:
    """Where SQLite keeps the write-ahead log of a file."""
    return database.with_name(f"{database.name}-wal")


def write_back(log: Path) -> None:
    """Write each byte of a file to where it stands, and wait until the disk has them.

    Raises:
        OSError: the disk did not take them.
    """
    with log.open("r+b") as file:
        while chunk := file.read(CHUNK):
            file.seek(-len(chunk), os.SEEK_CUR)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
