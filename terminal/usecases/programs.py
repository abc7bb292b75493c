"""Programs for managers and auditors at a till: which there are, a file that is to be one, publishing it.

A file is read here by the very rules that the server reads it by, so that nothing is sent while it has a
fault. What it changes is worked out against what was published before, for whoever publishes to read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from loyalty.errors import Refused, Unavailable
from loyalty.program.changes import Change, changes_between
from loyalty.program.read import ROOT_KEYS, parse_program
from loyalty.wire.messages import VERSION
from loyalty.wire.program_desk import (
    LOOKS,
    MOST_TEXT,
    PUBLISHES,
    ProgramAnswer,
    ProgramAsk,
    ProgramDeed,
    ProgramsAnswer,
    ProgramsAsk,
)
from terminal.clock import timestamp
from terminal.in_force import in_force_now
from terminal.usecases.asking import have_done, have_told
from terminal.usecases.sign_in import check_pin

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from loyalty.wire.canonical import JsonObject
    from terminal.session import Session
    from terminal.till import Till

OURS: Final[Mapping[str, str]] = {
    "operator-may-not": "programs-not-yours",
    "not-found": "programs-not-known",
    "program-unknown": "program-gone",
    "program-refused": "program-server-refuses",
    "program-currency": "program-other-currency",
    "program-meanwhile": "program-meanwhile",
    "program-same": "program-same",
    "program-begins-late": "program-begins-late",
    "too-many-programs": "programs-too-often",
}
"""Refusals of the server's that have a sentence here, and its code; `not-found`: it is an older server."""
MOST_BYTES: Final = 4 * MOST_TEXT
_PART: Final = re.compile(rf"^\s*\[*\s*(?:{'|'.join(ROOT_KEYS)})\s*[\]=.]", re.MULTILINE)
"""Where anything of a program begins in a text."""
_PLACE: Final = re.compile(r"\bprogram:([1-9]\d{0,5}):")
"""Where the server finds a fault, in its own sentence: it calls every text that it is sent `program`."""
_LONGEST_QUOTED: Final = 80


class ProgramServer(Protocol):
    """The server, as `sync.client.SyncClient` speaks to it; each call blocks until it has answered.

    All raise Unavailable as `SyncClient.sync`, and Refused: `server-refused` with the server's `problem`.
    """

    def list_programs(self, ask: ProgramsAsk) -> ProgramsAnswer:
        """Those that were published."""
        ...

    def read_program(self, ask: ProgramAsk) -> ProgramAnswer:
        """One of them with its text."""
        ...

    def publish_program(self, deed: ProgramDeed) -> ProgramAnswer:
        """Publish another, once however often it is asked."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text that can be published: `name` is the file's, or what an earlier program is called."""

    name: str
    text: str
    program: "Program"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishWish:
    """What is to be published; `deed` is made once, however often it is tried.

    `newest` is the number that was published last when it was looked at; `begins` of None is now.
    """

    deed: str
    draft: Draft
    newest: int
    begins: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was published as which number; `is_here`: this till sells by it already."""

    number: int
    valid_from: datetime
    is_here: bool


def list_programs(session: "Session", server: ProgramServer) -> ProgramsAnswer:
    """Those that were published last, and which is in force.

    Raises:
        Refused: `programs-not-yours`, `programs-not-known`; as `SyncClient.sync`.
        Unavailable: as `have_told`.
    """
    if session.role not in LOOKS:
        raise Refused("programs-not-yours")
    return have_told(lambda: server.list_programs(ProgramsAsk(VERSION, session.operator)), OURS)


def read_text(session: "Session", server: ProgramServer, number: int) -> str:
    """The text of one of them.

    Raises:
        Refused: `program-gone`; as `list_programs`.
        Unavailable: as `have_told`.
    """
    ask = ProgramAsk(VERSION, session.operator, number)
    return have_told(lambda: server.read_program(ask), OURS).program.text


def open_draft(path: Path, *, currency: str) -> Draft:
    """Read a file that is to be published in a shop that sells in this currency.

    Raises:
        ProgramRefused: with every fault at once.
        Refused: `program-big` (most: characters), `program-no-text`, `program-not-one`,
            `program-other-currency`.
        Unavailable: `sheet-unreadable` (path, why).
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("sheet-unreadable", retry=True, path=str(path), why=why) from error
    if len(data) > MOST_BYTES:
        raise Refused("program-big", most=MOST_TEXT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("program-no-text") from error
    return draft_of(text, name=path.name, currency=currency)


def draft_of(text: str, *, name: str, currency: str) -> Draft:
    """The same of a text; raises as `open_draft`."""
    if len(text) > MOST_TEXT:
        raise Refused("program-big", most=MOST_TEXT)
    if not _PART.search(text):
        raise Refused("program-not-one")
    program = parse_program(text, name=name)
    if program.currency != currency:
        raise Refused("program-other-currency")
    return Draft(name=name, text=text, program=program)


def changes(draft: Draft, *, against: str) -> tuple[Change, ...]:
    """What it changes, against the text that it follows; empty: there is none."""
    return changes_between(against, draft.text)


def publish(
    till: "Till", session: "Session", server: ProgramServer, wish: PublishWish, *, own_pin: str
) -> Published:
    """Have the server publish it, once it is sure who is here, and sell by it from its beginning on.

    Raises:
        Refused: `programs-not-yours`, `program-meanwhile`, `program-same`, `program-begins-late`,
            `program-day-over` (by the program's own zone), `program-other-currency`,
            `program-server-refuses`, `program-server-refuses-line` (line, text), `programs-too-often`:
            nothing was published; of `own_pin` as `sign_in`.
        Unavailable: as `have_done`; the same wish can be tried again.
    """
    if session.role not in PUBLISHES:
        raise Refused("programs-not-yours")
    if _is_over(till, wish):
        raise Refused("program-day-over")
    check_pin(till, operator=session.operator, pin=own_pin)
    deed = ProgramDeed(
        version=VERSION,
        deed=wish.deed,
        operator=session.operator,
        text=wish.draft.text,
        newest=wish.newest,
        begins=None if wish.begins is None else timestamp(wish.begins),
    )
    try:
        row = have_done(lambda: server.publish_program(deed), OURS).program
    except Refused as refusal:
        raise _pointed_at(refusal, wish.draft.text) from refusal
    with till.store.write() as unit:
        unit.config.put_program(row)
        note = f"{wish.draft.program.name} · {row.version}"
        said: JsonObject = {"v": 1, "deed": wish.deed, "number": row.version, "note": note}
        unit.journal.append("program_published", said, session.operator)
    till.nudge_sync()
    return Published(
        number=row.version,
        valid_from=datetime.fromisoformat(row.valid_from),
        is_here=in_force_now(till).program_version == row.version,
    )


def _pointed_at(refusal: Refused, text: str) -> Refused:
    """A fault that only the server finds, with its line of the file where the server says which."""
    said = refusal.__cause__.params.get("why", "") if isinstance(refusal.__cause__, Refused) else ""
    place = _PLACE.search(str(said))
    lines = text.splitlines()
    if refusal.code != OURS["program-refused"] or place is None or int(place[1]) > len(lines):
        return refusal
    line = int(place[1])
    return Refused("program-server-refuses-line", line=line, text=lines[line - 1].strip()[:_LONGEST_QUOTED])


def _is_over(till: "Till", wish: PublishWish) -> bool:
    """Whether its first day is before today; the server would have it begin at once."""
    zone = wish.draft.program.zone
    return wish.begins is not None and (
        wish.begins.astimezone(zone).date() < till.clock.now().astimezone(zone).date()
    )


def save_text(folder: Path, *, name: str, text: str) -> Path:
    """Write a program to be changed, byte for byte as it was published.

    Raises:
        Unavailable: `export-failed` (path, why).
    """
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Unavailable("export-failed", retry=True, path=str(path), why=error.strerror or "") from error
    return path
