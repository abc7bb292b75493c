"""What a disk was told, in order, and what may be on it after a power cut at any moment.

Whatever was synced is there. What was written since may be there, be lost, be there in part or out of order:
a seed says which. Within one sector the order holds, and what a write does not touch stays, as SQLite
assumes of a disk; a file that was made, deleted or renamed may be as before until its folder was synced.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final, Literal

from tests.evidence.plain_files import OK

Kind = Literal["write", "truncate", "sync", "delete", "rename", "sync folder", "failed sync", "mark"]

Loss = Literal[
    "nothing lost",
    "all lost",
    "writes lost",
    "512-byte sectors lost",
    "4096-byte sectors lost",
    "cut off within a write",
    "late writes only",
]
LOSSES: Final[tuple[Loss, ...]] = (
    "nothing lost",
    "all lost",
    "writes lost",
    "512-byte sectors lost",
    "4096-byte sectors lost",
    "cut off within a write",
    "late writes only",
)


DATABASE: Final = ".db"
"""A database is made once, long before what is asked here."""
LOGS: Final = ("-wal", "-journal")


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry of the log; a mark is a word of the till's own, said to a cashier; `target` is a new name."""

    kind: Kind
    name: str = ""
    offset: int = 0
    data: bytes = b""
    mark: tuple[str, str] = ("", "")
    target: str = ""


@dataclass
class DiskLog:
    """A `Watcher` that lets everything happen and writes it down; files are known by their last name."""

    operations: list[Operation] = field(default_factory=list[Operation])

    def write(self, path: str, offset: int, data: bytes) -> int:
        """See `Watcher`."""
        self.operations.append(Operation("write", Path(path).name, offset, data))
        return OK

    def truncate(self, path: str, size: int) -> int:
        """See `Watcher`."""
        self.operations.append(Operation("truncate", Path(path).name, size))
        return OK

    def sync(self, path: str) -> int:
        """See `Watcher`."""
        self.operations.append(Operation("sync", Path(path).name))
        return OK

    def delete(self, path: str, *, for_certain: bool) -> int:
        """See `Watcher`."""
        self.operations.append(Operation("delete", Path(path).name))
        if for_certain:
            self.operations.append(Operation("sync folder"))
        return OK

    def rename(self, path: str, target: str) -> int:
        """See `Watcher`."""
        self.operations.append(Operation("rename", Path(path).name, target=Path(target).name))
        return OK

    def sync_folder(self, path: str) -> int:
        """See `Watcher`."""
        del path
        self.operations.append(Operation("sync folder"))
        return OK

    def mark(self, word: str, what: str) -> None:
        """Note that something was said or kept outside these files by now."""
        self.operations.append(Operation("mark", mark=(word, what)))


@dataclass
class _File:
    """What is under one name: what is certainly on the disk, and what was told since.

    Until `is_certain` the name may hold after a power cut what it held `before`.
    """

    synced: bytes | None = None
    waiting: list[Operation] = field(default_factory=list[Operation])
    before: bytes | None = None
    is_certain: bool = False

    def sync(self) -> None:
        """All that was written is on the disk."""
        self.synced, self.waiting = _content(self.synced, self.waiting), []

    def give_up(self) -> None:
        """A sync failed: what it was for is lost for good, as some systems have it, though it can be read."""
        self.waiting = []

    def settle(self) -> None:
        """Its name is on the disk."""
        self.before, self.is_certain = None, True

    def followed_by(self, content: "_File") -> "_File":
        """What is under the name once that content, or nothing, has taken its place."""
        before = self.synced if self.is_certain else self.before
        return _File(content.synced, content.waiting, before)

    def after_cut(self, loss: Loss, draw: Random) -> bytes | None:
        """What is found after a power cut; None: no such file."""
        if not self.is_certain and loss != "nothing lost" and (loss == "all lost" or draw.random() < 0.5):
            return self.before
        kept = list(_KEPT[loss](self.waiting, draw))
        if self.synced is None and not kept:
            return None
        return _content(self.synced, kept)


class _Disk:
    """The files of one folder, as the operations so far have left them."""

    def __init__(self) -> None:
        self.files: dict[str, _File] = {}

    def tell(self, one: Operation) -> None:
        """Take in what the disk is told next."""
        if one.kind == "sync folder":
            self._sync_folder()
            return
        file = self.files.setdefault(one.name, _File(is_certain=one.name.endswith(DATABASE)))
        if one.kind == "sync":
            if file.synced is None and one.name.endswith(LOGS):
                self._sync_folder()  # as SQLite does for the log and the journal it has just made
            file.sync()
        elif one.kind == "delete":
            self.files[one.name] = file.followed_by(_File())
        elif one.kind == "rename":
            self.files[one.target] = self.files.get(one.target, _File()).followed_by(file)
            self.files[one.name] = file.followed_by(_File())
        elif one.kind == "failed sync":
            file.give_up()
        else:
            file.waiting.append(one)

    def after_cut(self, loss: Loss, draw: Random) -> dict[str, bytes]:
        """The files that are found after a power cut."""
        found = {name: file.after_cut(loss, draw) for name, file in self.files.items()}
        return {name: content for name, content in found.items() if content is not None}

    def _sync_folder(self) -> None:
        for file in self.files.values():
            file.settle()


@dataclass(frozen=True, slots=True)
class Cut:
    """A power cut: after how many operations, what was lost, the files it left, and what had been said."""

    after: int
    loss: Loss
    files: dict[str, bytes]
    marks: tuple[tuple[str, str], ...]

    def lay_out(self, folder: Path) -> None:
        """Put the files where a till would find them."""
        for name, content in self.files.items():
            (folder / name).write_bytes(content)


def cuts(log: Sequence[Operation], *, count: int, draw: Random) -> Iterator[Cut]:
    """So many power cuts at moments drawn from the log, in its order."""
    moments = Counter(draw.randrange(1, len(log) + 1) for _ in range(count))
    disk, marks = _Disk(), list[tuple[str, str]]()
    for number, operation in enumerate(log, start=1):
        if operation.kind == "mark":
            marks.append(operation.mark)
        else:
            disk.tell(operation)
        for _ in range(moments[number]):
            loss = draw.choice(LOSSES)
            yield Cut(number, loss, disk.after_cut(loss, draw), tuple(marks))


def _content(base: bytes | None, operations: Sequence[Operation]) -> bytes:
    content = bytearray(base or b"")
    for one in operations:
        if one.kind == "truncate":
            del content[one.offset :]
        else:
            content.extend(bytes(max(0, one.offset - len(content))))
            content[one.offset : one.offset + len(one.data)] = one.data
    return bytes(content)


def _all(waiting: Sequence[Operation], _draw: Random) -> Iterator[Operation]:
    yield from waiting


def _none(_waiting: Sequence[Operation], _draw: Random) -> Iterator[Operation]:
    yield from ()


def _some(waiting: Sequence[Operation], draw: Random) -> Iterator[Operation]:
    share = draw.random()
    yield from (one for one in waiting if draw.random() < share)


def _sectors(size: int) -> Callable[[Sequence[Operation], Random], Iterator[Operation]]:
    def keep(waiting: Sequence[Operation], draw: Random) -> Iterator[Operation]:
        share = draw.random()
        for one in waiting:
            yield from (part for part in _parts(one, size) if draw.random() < share)

    return keep


def _parts(one: Operation, size: int) -> Iterator[Operation]:
    """The operation sector by sector."""
    if one.kind != "write":
        yield one
        return
    start, end = one.offset, one.offset + len(one.data)
    while start < end:
        stop = min(end, (start // size + 1) * size)
        yield Operation("write", one.name, start, one.data[start - one.offset : stop - one.offset])
        start = stop


def _cut_off(waiting: Sequence[Operation], draw: Random) -> Iterator[Operation]:
    """In order, until the cut comes in the middle of one."""
    if not waiting:
        return
    last = draw.randrange(len(waiting))
    yield from waiting[:last]
    one = waiting[last]
    if one.kind == "write":
        yield Operation("write", one.name, one.offset, one.data[: draw.randrange(len(one.data) + 1)])


def _late(waiting: Sequence[Operation], draw: Random) -> Iterator[Operation]:
    """The newest are on the disk and older ones are not."""
    yield from waiting[draw.randrange(len(waiting) + 1) :]


_KEPT: Final[dict[Loss, Callable[[Sequence[Operation], Random], Iterator[Operation]]]] = {
    "nothing lost": _all,
    "all lost": _none,
    "writes lost": _some,
    "512-byte sectors lost": _sectors(512),
    "4096-byte sectors lost": _sectors(4096),
    "cut off within a write": _cut_off,
    "late writes only": _late,
}
