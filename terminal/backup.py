"""Copies of the till's file while the till sells, and of its own server's: whole, checked, the oldest let go.

The till's is closed by the same key, and for a disk that dies under a computer that lives: without this
computer's key store nobody reads it. What a dead computer would take with it, sales that no server has yet,
is kept readable by the mirror of the journal (`terminal.mirror`). The server's names nobody without the
master key, which is not copied: both in one place would be no lock. Copies are named by what they are of, by
their till, of which several may share a folder, and by their time.
"""

import errno
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from loyalty.errors import Unavailable
from terminal.durable_file import sync_folder
from terminal.give_way import GiveWay, go_on

if TYPE_CHECKING:
    from terminal.store.database import Store

MOST_COPIES: Final = 14
LEFT_FREE: Final = 200_000_000
"""So many bytes at least are left on the disk beside a new copy."""
_NAME: Final = re.compile(r"(till|server)-([0-9A-Z.]+)-(\d{8}-\d{6})\.db")
_UNNAMED: Final = re.compile(r"till-\d{8}-\d{6}\.db")
_TIME: Final = "%Y%m%d-%H%M%S"

Kind = Literal["till", "server"]
"""What a copy is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One copy: what it is of, the code of its till, and when it was made."""

    path: Path
    at: datetime
    kind: Kind
    code: str


def back_up(
    store: "Store",
    folder: Path,
    *,
    code: str,
    at: datetime,
    server_file: Path | None = None,
    is_own: bool = False,
    give_way: GiveWay = go_on,
) -> Backup:
    """Copy the file of the till of this code into the folder, check the copy, and let its oldest go.

    Its own server's file likewise, where it has one; after the till's, so that the server knows no less. The
    new ones stay though a clock that has forgotten the year makes them the oldest. In a folder that `is_own`,
    where no other till writes, copies of before go too, which name no till.

    Raises:
        Unavailable: `backup-unwritable` (path, why): there is no new copy of either, and the ones before
            are all there; `store-…`: the till's own file.
    """
    writers: list[tuple[Kind, Callable[[Path], None]]] = [("till", partial(store.copy_to, give_way=give_way))]
    if server_file is not None:
        from terminal.store.server_file import copy_server_file

        writers.append(("server", partial(copy_server_file, server_file)))
    stamp = at.astimezone(UTC).strftime(_TIME)
    drafts: dict[Kind, Path] = {kind: folder / f".{kind}-{code}-{stamp}.db.new" for kind, _ in writers}
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear(folder, code)
        _need_room(folder, [file for file in (store.path, server_file) if file is not None])
        for kind, write in writers:
            write(drafts[kind])
            _settle(drafts[kind])
        for kind, _ in writers:
            target = folder / f"{kind}-{code}-{stamp}.db"
            drafts[kind].replace(target)
            sync_folder(folder)
            _let_go(folder, code, kind, kept=target)
        if is_own:
            _let_go_unnamed(folder, code)
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("backup-unwritable", retry=True, path=str(folder), why=why) from error
    finally:
        for draft in drafts.values():
            _forget(draft)
    return Backup(path=folder / f"till-{code}-{stamp}.db", at=at, kind="till", code=code)


def _need_room(folder: Path, files: Iterable[Path]) -> None:
    """Copies never take the last of a disk, on which the till goes on selling.

    Raises:
        OSError: `ENOSPC`.
    """
    wanted = sum(file.stat().st_size for file in files if file.exists()) + LEFT_FREE
    if shutil.disk_usage(folder).free < wanted:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _clear(folder: Path, code: str) -> None:
    """Take away what a till left that was switched off while it copied."""
    for kind in ("till", "server"):
        for left in folder.glob(f".{kind}-{code}-*.db.new*"):
            left.unlink()


def _let_go(folder: Path, code: str, kind: Kind, *, kept: Path) -> None:
    """Delete the oldest copies but the last ones and the one `kept`."""
    others = [each for each in backups(folder, code, kind) if each.path != kept]
    for old in sorted(others, key=lambda each: each.at)[: 1 - MOST_COPIES]:
        old.path.unlink()


def _let_go_unnamed(folder: Path, code: str) -> None:
    """Delete the oldest of those that were named by their time alone, where they are too many."""
    unnamed = sorted(path for path in folder.iterdir() if _UNNAMED.fullmatch(path.name))
    named = sum(1 for _ in backups(folder, code))
    for old in unnamed[: max(0, named + len(unnamed) - MOST_COPIES)]:
        old.unlink()


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


def newest_backup(
    folder: Path, code: str, kind: Kind = "till", *, until: datetime | None = None
) -> Backup | None:
    """The till's newest copy in the folder; None where there is none, or no folder.

    None dated after `until`: a clock that was ahead made those, and nobody knows how old they are.
    """
    known = (each for each in backups(folder, code, kind) if until is None or each.at <= until)
    return max(known, key=lambda each: each.at, default=None)


def backups(folder: Path, code: str, kind: Kind = "till") -> Iterator[Backup]:
    """All copies of that kind in the folder that are of the till of this code."""
    return (each for each in all_backups(folder) if (each.code, each.kind) == (code, kind))


def all_backups(folder: Path) -> Iterator[Backup]:
    """All copies in the folder, of whichever till; none where there is no folder."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return
    for name in names:
        named = backup_named(folder / name)
        if named is not None:
            yield named


def backup_named(path: Path) -> Backup | None:
    """What a file is a copy of, by its name; None where it is called otherwise."""
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    kind: Kind = "till" if match[1] == "till" else "server"
    try:
        at = datetime.strptime(match[3], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path=path, at=at, kind=kind, code=match[2])


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
