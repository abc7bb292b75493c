"""What is wrong with a program file: every fault at once, each with its line, its key and what is right."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from loyalty.errors import Refused


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong: where it stands, what it is, and what would be right.

    `key` is the way to the value, as in `promotion[3].when.hours`; items are counted from 1. It is empty
    where the text is no TOML at all. `line` is counted from 1.
    """

    line: int
    key: str
    what: str
    right: str
    file: str

    def __str__(self) -> str:
        """The whole sentence, as the command line shows it."""
        place = f"{self.file}:{self.line}: "
        return (
            f"{place}{self.key}: {self.what}; {self.right}"
            if self.key
            else f"{place}{self.what}; {self.right}"
        )


class FileRefused(Refused):
    """A file that does not hold; nothing of it is used. `faults` are in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("program-refused", count=len(self.faults), first=str(self.faults[0]))


class ProgramRefused(FileRefused):
    """A program file that does not hold."""


class YearRefused(FileRefused):
    """A file of a member's year that does not hold."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like this one; the earlier of two that are equally like it."""
    folded = _fold(word)
    return max(known, key=lambda each: SequenceMatcher(None, folded, _fold(each), autojunk=False).ratio())


def _fold(word: str) -> str:
    return word[:64].casefold().replace("-", "_").replace(" ", "_")
