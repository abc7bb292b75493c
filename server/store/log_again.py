"""What lies in SQLite's write-ahead log is written to the disk once more before a server believes it.

A sync that fails may leave bytes that every reader sees and no disk has: the system drops what it could not
write, says so once, and the next sync succeeds without it. A server that starts anew reads the whole log, and
all that it appends would stand behind a hole: acknowledged, and gone with the next power cut.
"""

import os
from pathlib import Path
from typing import Final

from loyalty.errors import Unavailable

_CHUNK: Final = 1 << 20


def write_log_again(file: Path) -> None:
    """Let the disk have the log of this file as it is read now; the caller holds the lock to write.

    Raises:
        Unavailable: `database-unreachable`; nothing has changed, and nothing of the log may be believed yet.
    """
    try:
        write_back(log_of(file))
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("database-unreachable", retry=True, why=why) from error


def has_log(file: Path) -> bool:
    """Whether a log lies beside the file, as it does after a crash or while another process works with it."""
    try:
        return log_of(file).stat().st_size > 0
    except OSError:
        return False


def log_of(file: Path) -> Path:
    """Where SQLite keeps the write-ahead log of a file."""
    return file.with_name(f"{file.name}-wal")


def write_back(log: Path) -> None:
    """Write each byte of a file to where it stands, and wait until the disk has them.

    Raises:
        OSError: the disk did not take them.
    """
    with log.open("r+b") as file:
        while chunk := file.read(_CHUNK):
            file.seek(-len(chunk), os.SEEK_CUR)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
