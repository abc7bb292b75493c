"""What the screen of import and export asks of the till, and the till that answers."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from ui.presenters.found_files import FoundFile, find_files

if TYPE_CHECKING:
    from terminal.session import Session
    from terminal.sheets.faults import RowFault
    from terminal.till import Till
    from terminal.usecases.exporting import What
    from terminal.usecases.importing import Ask, ImportFile, Tally

ENDINGS: Final = (".csv", ".tsv", ".txt")


class Walk(Protocol):
    """One walk over a file: how far it is, and what became of its rows; see `usecases.importing.Import`."""

    @property
    def file(self) -> "ImportFile":
        """What is read."""
        ...

    @property
    def write(self) -> bool:
        """Whether it writes, or only checks."""
        ...

    @property
    def tally(self) -> "Tally":
        """What became of the rows so far."""
        ...

    @property
    def is_over(self) -> bool:
        """Whether every row was taken."""
        ...

    def step(self) -> "Tally":
        """Take the next rows."""
        ...

    def finish(self) -> None:
        """Write down who did it."""
        ...


class FilesErrands(Protocol):
    """Each call may raise `Refused` or `Unavailable`."""

    @property
    def folder(self) -> Path:
        """Where files are written."""
        ...

    def find(self) -> tuple[FoundFile, ...]:
        """Files in the usual folders and on sticks, the newest first. On the look-up lane."""
        ...

    def open(self, path: Path) -> "ImportFile":
        """Read one. On the look-up lane."""
        ...

    def begin(self, session: "Session", file: "ImportFile", *, write: bool) -> Walk:
        """Walk over it. At once, on any thread."""
        ...

    def step(self, walk: Walk) -> "Tally":
        """The next rows; on the net lane for members, else on the store lane."""
        ...

    def finish(self, walk: Walk) -> None:
        """Write down who did it. On the store lane."""
        ...

    def save_problems(
        self, file: "ImportFile", problems: "list[RowFault]", heading: str, say: "Callable[[RowFault], str]"
    ) -> str:
        """Write the rows with problems, each with what is wrong, to be mended; the path.

        On the look-up lane.
        """
        ...

    def save_report(self, rows: Sequence[Sequence[str]]) -> str:
        """Write a report; the path. On the look-up lane."""
        ...

    def export(self, session: "Session", what: "What") -> tuple[str, int]:
        """Write a file of all there is; its path and its rows. On the store lane."""
        ...


class FilesDone:
    """Implements `FilesErrands` by a real till and its server."""

    def __init__(
        self,
        till: "Till",
        ask: "Ask",
        *,
        folder: Path,
        zone: tzinfo,
        places: Sequence[Path],
        heading: Callable[[str], str] = str,
    ) -> None:
        """`places` are the folders that are looked through, and those in them.

        `heading` is what the column of a field is called in a file that is written.
        """
        self._heading = heading
        self._till = till
        self._ask = ask
        self._zone = zone
        self._places = places
        self.folder = folder

    def find(self) -> tuple[FoundFile, ...]:
        """Files in the usual folders and on sticks, the newest first."""
        return find_files(self._places, ENDINGS)

    def open(self, path: Path) -> "ImportFile":
        """Read one."""
        from terminal.usecases.importing import open_file

        return open_file(path)

    def begin(self, session: "Session", file: "ImportFile", *, write: bool) -> Walk:
        """Walk over it."""
        from terminal.usecases.importing import Import

        return Import(self._till, session, file, self._ask, write=write)

    def step(self, walk: Walk) -> "Tally":
        """The next rows."""
        return walk.step()

    def finish(self, walk: Walk) -> None:
        """Write down who did it."""
        walk.finish()

    def save_problems(
        self, file: "ImportFile", problems: "list[RowFault]", heading: str, say: "Callable[[RowFault], str]"
    ) -> str:
        """Write the rows with problems, each with what is wrong, to be mended."""
        from terminal.usecases.exporting import write_sheet
        from terminal.usecases.importing import refused_lines

        width = len(file.sheet.header)
        rows = (
            (*line.cells[:width], *[""] * (width - len(line.cells)), " / ".join(say(each) for each in told))
            for line, told in refused_lines(file, problems)
        )
        path = self._named(f"{file.path.stem}-problems")
        write_sheet(path, (*file.sheet.header, heading), rows)
        return str(path)

    def save_report(self, rows: Sequence[Sequence[str]]) -> str:
        """Write a report."""
        from terminal.usecases.exporting import write_sheet

        path = self._named("import-report")
        write_sheet(path, rows[0], rows[1:])
        return str(path)

    def export(self, session: "Session", what: "What") -> tuple[str, int]:
        """Write a file of all there is."""
        from terminal.usecases.exporting import export

        path, rows = export(
            self._till, session, what, folder=self.folder, zone=self._zone, heading=self._heading
        )
        return str(path), rows

    def _named(self, name: str) -> Path:
        return self.folder / f"{name}-{self._till.clock.now().astimezone(self._zone):%Y%m%d-%H%M%S}.csv"
