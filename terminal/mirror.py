"""The journal once more, on a second disk: what no server has yet and a computer that dies takes with it.

One file for each life of the till, written on as events come, in the form that `verify-journal` checks: the
till's key first, then event by event, and after each batch the till's signature. No name and no phone stands
in a journal, so the file is readable by whoever has the disk, and says nothing of anybody. A disk that is
pulled costs no sale: what is missing is written once it is back.
"""

import contextlib
import json
import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

from loyalty.errors import Unavailable
from loyalty.wire.export import FORMAT, ExportHeader, SignedHead, export_lines
from loyalty.wire.signing import head_bytes
from terminal import durable_file

if TYPE_CHECKING:
    from loyalty.wire.chain import Event
    from terminal.settings import TillIdentity
    from terminal.store.database import Store
    from terminal.sync.keys import TillKey

log = logging.getLogger(__name__)

LOOK_S: Final = 2.0
"""Between two looks at whether something new was written."""
STOP_S: Final = 3.0
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Mirrored:
    """How far the mirror is: the last event in it, the file, or what keeps it from being written."""

    seq: int
    path: Path | None = None
    why: str = ""


def mirror_journal(
    store: "Store", identity: "TillIdentity", key: "TillKey", folder: Path, *, believes: bool = False
) -> Mirrored:
    """Write on what is not in the mirror yet.

    A file that ends in the middle of a line, since the disk was pulled, is cut back to its last signature.
    What the signature before does not cover is written again: the sync of it may have failed. With `believes`
    it is not, since all of it was seen to be on the disk.

    Raises:
        Unavailable: `mirror-unwritable` (path, why): what was written stays, the rest comes the next time;
            `store-…`.
    """
    file = folder / f"journal-{identity.code}-{identity.incarnation}.jsonl"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        seq = _seq_at_end(file, believes=believes)
        while events := _after(store, identity, seq):
            _write(file, _lines(identity, key, events, is_new=seq == 0))
            seq = events[-1].seq
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("mirror-unwritable", retry=True, path=str(folder), why=why) from error
    return Mirrored(seq=seq, path=file)


class WriteOn(Protocol):
    """Writes on what is missing, see `mirror_journal`."""

    def __call__(self, *, believes: bool) -> Mirrored:
        """How far it is then. Raises Unavailable."""
        ...


class JournalMirror:
    """The thread that keeps the mirror; `status` may be asked by any."""

    def __init__(self, write_on: WriteOn) -> None:
        self._write_on = write_on
        self._believes = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mirror", daemon=True)
        self.status = Mirrored(seq=0)

    def start(self) -> None:
        """Begin with what is missing; once."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is being written."""
        self._stopping.set()
        self._thread.join(STOP_S)

    def step(self) -> None:
        """Write on once; trouble is kept for whoever asks, and told in the log when it begins."""
        try:
            self.status = self._write_on(believes=self._believes)
            self._believes = True
        except Unavailable as trouble:
            self._believes = False
            why = str(trouble.params.get("why", trouble.code))
            if why != self.status.why:
                log.info("the journal's mirror waits: %s", trouble)
            self.status = Mirrored(seq=self.status.seq, why=why)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.step()
            self._stopping.wait(LOOK_S)


def _after(store: "Store", identity: "TillIdentity", seq: int) -> "tuple[Event, ...]":
    with store.read() as reading:
        return reading.journal.after(
            till=identity.till, incarnation=identity.incarnation, seq=seq, most=_BATCH
        )


def _lines(
    identity: "TillIdentity", key: "TillKey", events: "tuple[Event, ...]", *, is_new: bool
) -> Iterator[bytes]:
    header = ExportHeader(FORMAT, 1, identity.till, identity.code, identity.incarnation, key.public)
    last = events[-1]
    statement = head_bytes(
        till=identity.till, incarnation=identity.incarnation, seq=last.seq, hash_=last.hash
    )
    head = SignedHead(last.seq, last.hash, key.sign(statement))
    lines = export_lines(header, events, (head,))
    if not is_new:
        next(lines)
    yield from lines


def _write(file: Path, lines: Iterator[bytes]) -> None:
    is_new = not file.exists()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as opened:
        opened.write(b"".join(line + b"\n" for line in lines))
        opened.flush()
        os.fsync(opened.fileno())
    if is_new:
        durable_file.sync_folder(file.parent)


def _seq_at_end(file: Path, *, believes: bool) -> int:
    """The last event under a signature in the file; what follows the last whole signature is cut off.

    What that signature covers and the one before did not is on the disk when this returns, unless it
    `believes` that it is.
    """
    try:
        size = file.stat().st_size
    except FileNotFoundError:
        return 0
    with file.open("rb+") as opened:
        seq, end, before = 0, 0, 0
        at = 0
        for line in opened:
            at += len(line)
            head = _signed_seq(line)
            if head is not None:
                seq, end, before = head, at, end
        if end < size:
            opened.truncate(end)
    if not believes:
        durable_file.write_again(file, start=before)
        durable_file.sync_folder(file.parent)
    return seq


def _signed_seq(line: bytes) -> int | None:
    if not line.startswith(b'{"head"') or not line.endswith(b"\n"):
        return None
    with contextlib.suppress(ValueError, KeyError, TypeError):
        return int(cast("dict[str, dict[str, int]]", json.loads(line))["head"]["seq"])
    return None
