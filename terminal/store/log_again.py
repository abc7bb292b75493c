"""What lies in the write-ahead log is written to the disk once more before a till that starts believes it.

A sync that fails may leave bytes that every reader sees and no disk has: the system drops what it could not
write, says so once, and the next sync succeeds without it. SQLite knows a COMMIT by its failed sync and
writes over it. A till that starts anew knows nothing: it reads the whole log, and all that it appends would
stand behind a hole, gone with the next power cut however well it was synced itself.

Only for who holds the data folder: nobody else may be writing to the log meanwhile.
"""

from pathlib import Path

from loyalty.errors import Unavailable
from terminal import durable_file


def write_log_again(database: Path) -> None:
    """Let the disk have the log of this file as it is read now; there is none where the till was closed well.

    Raises:
        Unavailable: `store-unreadable`; nothing has changed, and nothing of the log may be believed yet.
    """
    log = log_of(database)
    try:
        if log.exists():
            durable_file.write_again(log)
    except OSError as error:
        raise Unavailable("store-unreadable", retry=True, path=str(log), why=str(error)) from error


def log_of(database: Path) -> Path:
    """Where SQLite keeps the write-ahead log of a file."""
    return database.with_name(f"{database.name}-wal")
