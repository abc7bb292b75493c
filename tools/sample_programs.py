"""The programs of the sample shop, for pictures and tests: one in force, one to come, and files to choose."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from loyalty.errors import Refused
from loyalty.program.changes import Change, changes_between
from loyalty.replay.summary import SideSum
from loyalty.wire.program_desk import ProgramsAnswer, ProgramTold
from terminal.clock import timestamp
from terminal.session import Session
from terminal.usecases.program_trial import Trial
from terminal.usecases.programs import Draft, Published, PublishWish
from tools.sample_shop import NOW, PIN, program_of
from ui.demo.shop import PROGRAM_FILE
from ui.presenters.found_files import FoundFile

NOW_TEXT = PROGRAM_FILE.read_text(encoding="utf-8")
BEFORE_TEXT = NOW_TEXT.replace("worth = 500", "worth = 400")
TO_COME_TEXT = NOW_TEXT.replace("percent_off = 5", "percent_off = 6")
NEXT_TEXT = (
    NOW_TEXT.replace("per_amount = 10000", "per_amount = 8000")
    .replace("percent_off = 2\n", "percent_off = 2.5\n")
    .replace("percent = 30", "percent = 25")
    + """
[[promotion]]
id = "tet-gift"
name = "Tết: hóa đơn 1 triệu giảm 50.000"
kind = "amount_off"
amount = 50000
when = { from = 2027-01-25, until = 2027-02-10, min_spend = 1000000 }
"""
)
BROKEN_TEXT = NEXT_TEXT.replace("worth = 500", "worth = -1").replace('kind = "amount_off"', 'kind = "amount"')
NEXT, BROKEN = Path("/media/loyaltill/tet-2027.toml"), Path("/media/loyaltill/nhap.toml")
_FILES = {NEXT: NEXT_TEXT, BROKEN: BROKEN_TEXT}


def _told(
    number: int, text: str, *, valid_from: str, at: str = "", by: str = "", till: str = ""
) -> ProgramTold:
    program = program_of(text, name="program")
    return ProgramTold(
        number=number,
        name=program.name,
        fingerprint=program.fingerprint,
        valid_from=valid_from,
        at=at or valid_from,
        by=by,
        till=till,
    )


FIRST = _told(1, BEFORE_TEXT, valid_from="2026-01-05T01:00:00.000Z")
IN_FORCE = _told(2, NOW_TEXT, valid_from="2026-08-31T17:00:00.000Z", by="Quốc Anh", till="Q1")
TO_COME = _told(
    3,
    TO_COME_TEXT,
    valid_from="2026-12-31T17:00:00.000Z",
    at="2026-11-20T08:12:00.000Z",
    by="Quốc Anh",
    till="Q1",
)

WEEK = Trial(
    sales=300,
    changed=184,
    left_out=2,
    before=SideSum(total=96_412_500, discount=2_118_300, burned_points=1_240, earned_points=8_104),
    after=SideSum(total=96_530_100, discount=2_000_700, burned_points=1_240, earned_points=10_137),
)
"""Figures of a week."""


@dataclass
class SamplePrograms:
    """Implements `ProgramErrands`; `failure` is what the next call over the network fails with."""

    programs: tuple[ProgramTold, ...] = (TO_COME, IN_FORCE, FIRST)
    in_force: int = 2
    texts: dict[int, str] = field(default_factory=lambda: {1: BEFORE_TEXT, 2: NOW_TEXT, 3: TO_COME_TEXT})
    published: list[PublishWish] = field(default_factory=list[PublishWish])
    saved: dict[str, str] = field(default_factory=dict[str, str])
    files: dict[Path, str] = field(default_factory=lambda: dict(_FILES))
    trial: Trial = WEEK
    failure: Exception | None = None
    deeds: int = 0

    def now(self) -> datetime:
        """The time in the sample shop."""
        return NOW

    def look(self, session: Session) -> ProgramsAnswer:
        """All of them."""
        del session
        self._ask()
        return ProgramsAnswer(1, self.in_force, self.programs, "n")

    def text_of(self, session: Session, number: int) -> str:
        """What one says."""
        del session
        self._ask()
        return self.texts[number]

    def find(self) -> tuple[FoundFile, ...]:
        """Two on a stick."""
        return tuple(FoundFile(path=path, size=len(text.encode())) for path, text in self.files.items())

    def open(self, path: Path) -> Draft:
        """Read one of these."""
        return self.as_draft(self.files[path], path.name)

    def as_draft(self, text: str, name: str) -> Draft:
        """A text that is checked."""
        return Draft(name=name, text=text, program=program_of(text, name=name))

    def changes(self, draft: Draft, *, against: str) -> tuple[Change, ...]:
        """What a draft changes."""
        return changes_between(against, draft.text)

    def try_on_sales(self, draft: Draft, *, against: str) -> Trial:
        """Figures of a week."""
        del draft, against
        return self.trial

    def new_id(self) -> str:
        """The next of some."""
        self.deeds += 1
        return f"deed-{self.deeds}"

    def publish(self, session: Session, wish: PublishWish, *, own_pin: str) -> Published:
        """Only one PIN is right; a deed publishes once."""
        if own_pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        if wish.begins is not None and wish.begins < NOW:
            raise Refused("program-day-over")
        self.published.append(wish)
        self._ask()
        newest = self.programs[0].number
        if wish.newest != newest:
            raise Refused("program-meanwhile")
        begins = wish.begins or NOW
        row = _told(
            newest + 1,
            wish.draft.text,
            valid_from=timestamp(begins),
            at=timestamp(NOW),
            by=session.name,
            till="Q1",
        )
        self.programs = (row, *self.programs)
        self.texts[row.number] = wish.draft.text
        if wish.begins is None:
            self.in_force = row.number
        return Published(number=row.number, valid_from=begins, is_here=wish.begins is None)

    def save(self, name: str, text: str) -> str:
        """Keep it, and say where it would be."""
        self.saved[name] = text
        return f"/home/quay1/Loyaltill/{name}"

    def _ask(self) -> None:
        failure, self.failure = self.failure, None
        if failure is not None:
            raise failure


def published_by(other: SamplePrograms, name: str) -> None:
    """Somebody else publishes another one."""
    now = timestamp(NOW)
    row = replace(IN_FORCE, number=other.programs[0].number + 1, by=name, valid_from=now, at=now)
    other.programs, other.texts[row.number] = (row, *other.programs), NOW_TEXT
    other.in_force = row.number
