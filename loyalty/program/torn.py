"""The lines of a file that were set aside because they are no TOML, and what may have stood in them.

A key that is missing where a broken line may have given it is not told: the broken line is the fault, and
there is one thing to mend and not two.
"""

import re
from bisect import bisect_right

_KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*[=.]")
_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)


class TornLines:
    """What was set aside of one file; `are_sections_lost` where a header was, with all that it heads."""

    def __init__(self) -> None:
        self._keys: dict[int, str] = {}
        self._headers: list[int] = []
        self.are_sections_lost = False

    def __bool__(self) -> bool:
        """Whether anything was set aside."""
        return self.are_sections_lost or bool(self._keys)

    def set_aside(self, number: int, line: str) -> None:
        """This line, counted from 1, is not read."""
        key = _KEY.match(line)
        self._keys[number] = key[1] if key else ""

    def read_in_the_end(self, text: str) -> None:
        """The text that was read, without what was set aside."""
        self._headers = [text.count("\n", 0, match.start()) + 1 for match in _HEADER.finditer(text)]

    def may_have_given(self, key: str, line: int) -> bool:
        """Whether a key may be lost of the table that begins on a line; 0 is above all headers."""
        section = self._section(line)
        return self.are_sections_lost or any(
            torn in ("", key) and self._section(number) == section for number, torn in self._keys.items()
        )

    def may_have_headed(self) -> bool:
        """Whether the header of any section may be lost."""
        return self.are_sections_lost or "" in self._keys.values()

    def _section(self, line: int) -> int:
        return bisect_right(self._headers, line)
