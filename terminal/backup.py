"""A copy of the till's file while the till sells: whole, checked, and closed by the same key.

The copy is for a disk that dies under a computer that lives: without this computer's key store nobody reads
it. What a dead computer would take with it, sales that no server has yet, is kept readable by the mirror of
the journal (`terminal.mirror`). Copies are named by their till, of which several may share a folder, and by
their time; the oldest go.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loyalty.errors import Unavailable

if TYPE_CHECKING:
    from terminal.store.database import Store

MOST_COPIES: Final = 14
_NAME: Final = re.compile(r"till-([0-9A-Z.]+)-(\d{8}-\d{6})\.db")
_TIME: Final = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One copy, and when it was made."""

    path: Path
    at: datetime


def back_up(store: "Store", folder: Path, *, code: str, at: datetime) -> Backup:
    """Copy the file of the till of this code into the folder, check the copy, and let its oldest go.

    The new one stays though a clock that has forgotten the year makes it the oldest.

    Raises:
        Unavailable: `backup-unwritable` (path, why): there is no new copy, and the ones before are all there;
            `store-…`: the till's own file.
    """
    target = folder / f"till-{code}-{at.astimezone(UTC).strftime(_TIME)}.db"
    draft = folder / f".{target.name}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.unlink(missing_ok=True)
        store.copy_to(draft)
        _settle(draft)
        draft.replace(target)
        others = [each for each in backups(folder, code) if each.path != target]
        for old in sorted(others, key=lambda each: each.at)[: 1 - MOST_COPIES]:
            old.path.unlink()
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("backup-unwritable", retry=True, path=str(folder), why=why) from error
    finally:
        _forget(draft)
    return Backup(path=target, at=at)


def need_folder(folder: Path) -> None:
    """Make sure that files can be written there: by writing one, and taking it away.

    Raises:
        Unavailable: `copies-folder-unwritable` (path, why).
    """
    trial = folder / ".loyaltill-trial"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        trial.write_bytes(b"-")
        trial.unlink()
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("copies-folder-unwritable", retry=True, path=str(folder), why=why) from error


def newest_backup(folder: Path, code: str) -> Backup | None:
    """The till's newest copy in the folder; None where there is none, or no folder."""
    return max(backups(folder, code), key=lambda each: each.at, default=None)


def backups(folder: Path, code: str) -> Iterator[Backup]:
    """All copies in the folder that are of the till of this code."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return
    for name in names:
        match = _NAME.fullmatch(name)
        if match is not None and match[1] == code:
            at = datetime.strptime(match[2], _TIME).replace(tzinfo=UTC)
            yield Backup(path=folder / name, at=at)


def _settle(file: Path) -> None:
    """Wait until the disk has it, and let nobody else read it."""
    file.chmod(0o600)
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _forget(draft: Path) -> None:
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return
