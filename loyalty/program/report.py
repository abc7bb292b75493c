"""Collects the faults of one file, a program or a year, while it is read, and finds the line of each.

The walk that finds the lines is made only once there is a fault to place.
"""

from functools import cached_property

from loyalty.program.faults import Fault, FileRefused, ProgramRefused
from loyalty.program.toml_lines import Path, locate
from loyalty.program.torn import TornLines


class Report:
    """The faults found so far; reading goes on after each."""

    def __init__(self, *, file: str) -> None:
        self._file = file
        self._text = ""
        self._faults: list[Fault] = []
        self.torn = TornLines()

    def fault(self, path: Path, what: str, right: str) -> None:
        """Something is wrong with the value at this path, or with what is missing there."""
        self._faults.append(Fault(self.line_of(path), _written(path), what, right, self._file))

    def missing(self, path: Path, right: str) -> None:
        """Something that must be given is left out; not a fault where it may have stood in a broken line."""
        if not self.may_be_torn(path):
            self.fault(path, "it is missing", right)

    @property
    def is_torn(self) -> bool:
        """Whether lines of the file had to be set aside."""
        return bool(self.torn)

    def may_be_torn(self, path: Path) -> bool:
        """Whether what is missing at a path may have stood in a broken line."""
        *table, key = path
        if not table:
            return self.torn.may_have_given(str(key), 0) or self.torn.may_have_headed()
        return self.torn.may_have_given(str(key), self.line_of(tuple(table)))

    def set_text(self, text: str) -> None:
        """What was read in the end: valid TOML."""
        self._text = text
        self.torn.read_in_the_end(text)

    def fault_on_line(self, line: int, what: str, right: str) -> None:
        """Something is wrong with the text itself."""
        self._faults.append(Fault(line, "", what, right, self._file))

    def refuse_faults(self, refused: type[FileRefused] = ProgramRefused) -> None:
        """Ends the reading.

        Raises:
            FileRefused: there were faults; it is what the kind of file is refused with.
        """
        if self._faults:
            raise refused(self._faults)

    def line_of(self, path: Path) -> int:
        """The line of the value, or of the innermost table around it that the text has."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines[path] if path else 1

    @cached_property
    def _lines(self) -> dict[Path, int]:
        return locate(self._text)


def _written(path: Path) -> str:
    """A path as people read it: `promotion[3].when.hours`, items counted from 1."""
    written = ""
    for step in path:
        if isinstance(step, int):
            written += f"[{step + 1}]"
        else:
            written += f".{step}" if written else step
    return written
