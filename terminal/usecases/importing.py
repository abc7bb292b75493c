"""A file of members or goods taken into the shop: looked at, then written, a step at a time.

Each step reads some rows and has them checked or written: members by the server, goods by events of the shelf
here. So it can stop after any step, and begun again it goes on: what was written once is left alone. What is
kept in memory is the file's text, one line for each problem, and no row.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused, Unavailable
from loyalty.wire.importing import MOST_ROWS, ImportChunk, ImportDone, ImportRow, RowDone
from loyalty.wire.messages import VERSION
from terminal.in_force import in_force_now
from terminal.sheets.columns import Kind, Mapped, kind_of, map_columns, missing
from terminal.sheets.faults import RowFault
from terminal.sheets.members import MemberReader, ReadRow
from terminal.sheets.products import ProductReader, ReadProduct
from terminal.sheets.text import MOST_BYTES, Sheet, SheetLine, read_sheet
from terminal.usecases.asking import in_our_words, is_of_server
from terminal.usecases.importing_goods import take_goods
from terminal.usecases.member_desk import OURS as OF_MEMBERS

if TYPE_CHECKING:
    from loyalty.wire.canonical import JsonObject
    from terminal.session import Session
    from terminal.till import Till

_SAMPLE: Final = 12
_PHONE: Final = "phone"
_TOO_MUCH: Final = "number-most"
"""The server gives the most there may be as its value."""
_TRIES: Final = 3
Ask = Callable[[ImportChunk], ImportDone]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile:
    """A file as it was found: where, what it is of, which column is which, how many rows."""

    path: Path
    sheet: Sheet
    digest: str
    rows: int
    kind: Kind
    mapped: Mapped
    sample: tuple[SheetLine, ...] = ()
    """Its first rows."""

    @property
    def lacks(self) -> str:
        """What it needs and has not; see `columns.missing`."""
        return missing(self.mapped, self.kind)

    @property
    def run(self) -> str:
        """The same for the same content, read in the same way."""
        said = "\n".join((self.digest, self.kind, *self.mapped))
        return f"import-{hashlib.sha256(said.encode()).hexdigest()[:40]}"

    def as_kind(self, kind: Kind) -> "ImportFile":
        """The same file as one of something else, with the columns found anew."""
        return replace(self, kind=kind, mapped=map_columns(self.sheet.header, kind))

    def with_column(self, column: int, name: str) -> "ImportFile":
        """The same file with another field in a column; a field is in one column at most."""
        mapped = [("" if each == name else each) for each in self.mapped]
        mapped[column] = name
        return replace(self, mapped=tuple(mapped))


@dataclass(slots=True, kw_only=True)
class Tally:
    """How far it is, what became of the rows so far, and every problem."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    before: int = 0
    refused: int = 0
    points: int = 0
    wallet: int = 0
    mended: int = 0
    problems: list[RowFault] = field(default_factory=list[RowFault])
    outcomes: dict[int, str] = field(default_factory=dict[int, str])
    """What became of each row, by its line."""

    @property
    def to_write(self) -> int:
        """Rows that something is to be written of."""
        return self.new + self.changed

    def count(self, line: int, outcome: str) -> None:
        """One more row."""
        self.rows += 1
        self.outcomes[line] = outcome
        setattr(self, outcome, getattr(self, outcome) + 1)


def open_file(path: Path) -> ImportFile:
    """Read a file and find out what it is of.

    Raises:
        Refused: `sheet-…`.
        Unavailable: `sheet-unreadable` (path, why).
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused("sheet-big", most=MOST_BYTES // 1024 // 1024)
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("sheet-unreadable", retry=True, path=str(path), why=why) from error
    sheet = read_sheet(data)
    kind = kind_of(sheet.header)
    return ImportFile(
        path=path,
        sheet=sheet,
        digest=hashlib.sha256(data).hexdigest(),
        rows=sum(1 for _ in sheet.rows()),
        kind=kind,
        mapped=map_columns(sheet.header, kind),
        sample=tuple(islice(sheet.rows(), _SAMPLE)),
    )


class Import:
    """One walk over a file, checking it or writing it."""

    def __init__(self, till: "Till", session: "Session", file: ImportFile, ask: Ask, *, write: bool) -> None:
        """Raises Refused: `import-not-yours` (no manager), `import-columns` (what): one is missing."""
        if session.role != "manager":
            raise Refused("import-not-yours")
        if file.lacks:
            raise Refused(f"import-no-{file.lacks}")
        self.file = file
        self.write = write
        self.tally = Tally()
        self.is_over = False
        self._till = till
        self._session = session
        self._ask = ask
        self._headings = {
            name: head for name, head in zip(file.mapped, file.sheet.header, strict=True) if name
        }
        self._lines = file.sheet.rows()
        self._pending: list[SheetLine] = []
        self._members, self._goods = _readers(till, file)

    def step(self) -> Tally:
        """Take the next rows.

        Raises:
            Refused: `import-not-yours`, `program-not-published`; as `SyncClient.sync`; `sheet-spoilt` (line).
            Unavailable: after some tries `import-unchecked`, `import-unanswered` where it was to be written;
                as `SyncClient.sync`. Nothing is lost: the step can be taken again.
        """
        lines = self._pending = self._pending or list(islice(self._lines, MOST_ROWS))
        if self.file.kind == "members":
            self._take_members([self._members.read_one(line) for line in lines])
        else:
            self._take_goods([self._goods.read_one(line) for line in lines])
        self._pending = []
        self.is_over = len(lines) < MOST_ROWS
        return self.tally

    def finish(self) -> None:
        """Write down, in the journal, who imported what, whether it came to its end or was stopped."""
        if not self.write or not self.tally.rows:
            return
        tally, file = self.tally, self.file
        counts = f"+{tally.new}, ~{tally.changed}, !{tally.refused}"
        said: JsonObject = {
            "v": 1,
            "run": file.run,
            "sha256": file.digest,
            "kind": file.kind,
            "rows": file.rows,
            "done": tally.rows,
            "new": tally.new,
            "changed": tally.changed,
            "refused": tally.refused,
            "points": tally.points,
            "wallet": tally.wallet,
            "note": f"{file.kind}: {tally.rows}/{file.rows}, {counts}",
        }
        with self._till.store.write() as unit:
            unit.journal.append("data_imported", said, self._session.operator)
        self._till.nudge_sync()

    def _take_members(self, read: list[ReadRow]) -> None:
        """The server is asked before anything is counted: what it does not answer is taken again.

        Problems stand in the order of the file, the till's own and the server's.
        """
        told = len(self.tally.problems)
        rows = tuple(each.row for each in read if each.row is not None)
        answer = self._asked(rows) if rows else ()
        for each in read:
            self.tally.mended += bool(each.mended)
            if each.row is None:
                self._refuse(each.line, each.faults)
        for done in answer:
            if done.outcome == "refused":
                self._refuse(done.line, (self._fault(done),))
            else:
                self.tally.count(done.line, done.outcome)
            self.tally.points += done.points
            self.tally.wallet += done.wallet
        self.tally.problems[told:] = sorted(self.tally.problems[told:], key=lambda fault: fault.line)

    def _fault(self, done: RowDone) -> RowFault:
        """What the server found; phone numbers and what is too much as they stand in the file."""
        column = self._headings.get(done.column, done.column)
        if done.code == _TOO_MUCH:
            return RowFault(done.line, column, done.code, self._cell(done, done.value), done.value)
        value = self._cell(done, done.value) if done.column == _PHONE and done.value else done.value
        return RowFault(done.line, column, done.code, value)

    def _cell(self, done: RowDone, otherwise: str) -> str:
        """What stands in the column that the fault is in."""
        if done.column not in self.file.mapped:
            return otherwise
        cell = self.file.mapped.index(done.column)
        written = next((each.cells for each in self._pending if each.line == done.line), ())
        return written[cell] if cell < len(written) else otherwise

    def _asked(self, rows: tuple[ImportRow, ...]) -> tuple[RowDone, ...]:
        """What the server says; one that is slow for once does not end a file of many steps."""
        chunk = ImportChunk(
            version=VERSION,
            run=self.file.run,
            operator=self._session.operator,
            write=self.write,
            rows=rows,
        )
        for left in range(_TRIES - 1, -1, -1):
            try:
                return in_our_words(lambda: self._ask(chunk), OF_MEMBERS).rows
            except Unavailable as error:
                if left and error.retry:
                    continue
                if not is_of_server(error):
                    raise
                code = "import-unanswered" if self.write else "import-unchecked"
                raise Unavailable(code, retry=True) from error
        raise AssertionError("the last try answers or raises")

    def _take_goods(self, read: list[ReadProduct]) -> None:
        for line, outcome, faults in take_goods(self._till, self._session, read, write=self.write):
            if faults:
                told = (replace(each, column=self._headings.get(each.column, each.column)) for each in faults)
                self._refuse(line, tuple(told))
            else:
                self.tally.count(line, outcome)

    def _refuse(self, line: int, faults: tuple[RowFault, ...]) -> None:
        self.tally.count(line, "refused")
        self.tally.problems += faults


def refused_lines(file: ImportFile, problems: list[RowFault]) -> Iterator[tuple[SheetLine, list[RowFault]]]:
    """The rows with problems, in the order of the file, each with all of its own."""
    by_line: dict[int, list[RowFault]] = {}
    for fault in problems:
        by_line.setdefault(fault.line, []).append(fault)
    return ((line, by_line[line.line]) for line in file.sheet.rows() if line.line in by_line)


def _readers(till: "Till", file: ImportFile) -> tuple[MemberReader, ProductReader]:
    settings = in_force_now(till).settings
    header, mapped = file.sheet.header, file.mapped
    region, rules = settings.phone_region, settings.card_rules
    return MemberReader(header, mapped, region=region, rules=rules), ProductReader(header, mapped)
