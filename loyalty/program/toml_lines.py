"""On which line of a TOML text each key, table and list item stands.

`tomllib` reads the values and does not say where they were, and a fault must. This is a second walk over
the same text, only ever over a text that `tomllib` has read, so it checks nothing and keeps no values.
"""

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]

_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})|"(?:\\.|[^"\\])*"'
    r"|'{3}.*?'{3}(?:'{0,2})|'[^']*'",
    re.DOTALL,
)
"""The four ways to write one; three quotes are looked for before one, since they start with it."""


def locate(text: str) -> dict[Path, int]:
    """The line, from 1, of every path: keys by name, items of lists and arrays of tables by index.

    A table has the line of its header, or of the first key that makes it.
    """
    return _Walk(text.replace("\r\n", "\n")).lines


class _Walk:
    """One pass over a valid text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._counts: dict[Path, int] = {}
        self.lines: dict[Path, int] = {}
        self._walk()

    def _walk(self) -> None:
        table: Path = ()
        self._skip(_SPACE)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_SPACE)

    def _header(self) -> Path:
        """`[a.b]` or `[[a.b]]`: the path of the table that it opens."""
        line = self._line()
        is_item = self._text.startswith("[[", self._at)
        self._at += 2 if is_item else 1
        names = self._key()
        self._at += 2 if is_item else 1
        path: Path = ()
        for name in names[:-1]:
            path = self._within((*path, name))
            self.lines.setdefault(path, line)
        path = (*path, names[-1])
        if is_item:
            self._counts[path] = self._counts.get(path, -1) + 1
            self.lines.setdefault(path, line)
            path = (*path, self._counts[path])
        self.lines.setdefault(path, line)
        return path

    def _within(self, path: Path) -> Path:
        """Where a path leads on from: an array of tables is entered by its newest item."""
        return (*path, self._counts[path]) if path in self._counts else path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for name in self._key():
            path = (*path, name)
            self.lines.setdefault(path, line)
        self._at += 1
        self._value(path)

    def _key(self) -> list[str]:
        """A key with its dots; ends on what follows it, `=` or `]`."""
        names: list[str] = []
        while True:
            self._skip(_SPACE)
            names.append(self._name())
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return names
            self._at += 1

    def _name(self) -> str:
        start = self._at
        if self._text[start] in "\"'":
            self._skip(_STRING)
            return next(iter(tomllib.loads(f"{self._text[start : self._at]} = 0")))
        self._skip(_BARE_KEY)
        return self._text[start : self._at]

    def _value(self, path: Path) -> None:
        self._skip(_SPACE)
        match self._text[self._at]:
            case '"' | "'":
                self._skip(_STRING)
            case "[":
                self._list(path)
            case "{":
                self._inline_table(path)
            case _:
                self._skip(_BARE_VALUE)

    def _list(self, path: Path) -> None:
        index = 0
        while not self._ends("]"):
            self.lines[(*path, index)] = self._line()
            self._value((*path, index))
            index += 1

    def _inline_table(self, path: Path) -> None:
        while not self._ends("}"):
            self._pair(path)

    def _ends(self, closing: str) -> bool:
        """Steps over the opening mark or a comma, and over the closing mark if it comes next."""
        self._skip(_SPACE)
        if self._text[self._at] in "[{,":
            self._at += 1
            self._skip(_SPACE)
        if self._text[self._at] != closing:
            return False
        self._at += 1
        return True

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _line(self) -> int:
        return bisect_right(self._breaks, self._at - 1) + 1
