"""Every sentence a person reads, in Vietnamese and in English, looked up by a stable key.

One catalogue serves the screen, the receipts and the command line, because the last two run without Qt. The
texts are TOML files beside this module, one folder a language and one file a room, so that two rooms never
edit one file. Money, dates and quantities are not formatted here: `loyalty.figures` does that, and its result
goes in as a parameter. A place may say what is counted, once for one and once for more: with
`{points:point|points}` 1 gives "1 point" and 1,250 "1,250 points".
"""

import string
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, cast

Language = Literal["vi", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
TRANSLATIONS_FOLDER: Final = Path(__file__).parent / "translations"


FIRST_FILE: Final = "first.toml"
"""What the first screen says, in a file of its own.

It is read at once, all others when one of them is first needed.

It holds nothing but `[table]` and `key = "text"` lines without escapes, and is read without `tomllib`, whose
import alone would be a tenth of the time that the sign-in screen may take.
"""


class _Counting(string.Formatter):
    """Fills places that say what is counted: `{rows:row|rows}`."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, several, many = format_spec.partition("|")
        if not several:
            return format(value, format_spec)
        return f"{value} {one if str(value) in _ONE else many}"


_ONE: Final = frozenset({"1", "+1", "-1", "−1"})
_COUNTING: Final = _Counting()


class Catalogue:
    """The texts of one language. They never change, so any thread may read them."""

    def __init__(self, language: Language, texts: Mapping[str, str], *, folder: Path | None = None) -> None:
        """These texts, and those of the files in `folder` once one of them is asked for."""
        self.language: Final = language
        self._texts: Mapping[str, str] = texts
        self._folder = folder

    @classmethod
    def load(cls, language: Language, folder: Path = TRANSLATIONS_FOLDER) -> "Catalogue":
        """The texts in the files of a language."""
        first = folder / language / FIRST_FILE
        return cls(language, dict(_read_first(first)) if first.exists() else {}, folder=folder / language)

    def read_all(self) -> None:
        """Read the files not read yet; a key that two files give is a bug and raises ValueError."""
        if self._folder is None:
            return
        self._texts = _read_folder(self._folder)
        self._folder = None

    def text(self, key: str, /, **params: str | int) -> str:
        """The text of a key with its `{named}` places filled.

        Where the key has the forms `.one` and `.other`, because one is said in another sentence, the
        parameter `count` chooses: `.one` for exactly 1, `.other` for everything else. A key nobody wrote
        raises KeyError: that is a bug.
        """
        pattern = self._counted(key, params)
        if pattern is None:
            self.read_all()
            pattern = self._counted(key, params)
        if pattern is None:
            raise KeyError(key)
        if not params:
            return pattern
        return _COUNTING.vformat(pattern, (), params) if "|" in pattern else pattern.format_map(params)

    def pattern(self, key: str) -> str:
        """The text as it was written, its places not filled; KeyError for a key nobody wrote."""
        if key not in self._texts:
            self.read_all()
        return self._texts[key]

    def has(self, key: str) -> bool:
        """Whether a text stands under the key, by itself or in counted forms."""
        self.read_all()
        return key in self._texts or f"{key}.other" in self._texts

    def keys(self) -> frozenset[str]:
        """All keys, the counted forms included."""
        self.read_all()
        return frozenset(self._texts)

    def _counted(self, key: str, params: Mapping[str, object]) -> str | None:
        texts = self._texts
        if key in texts:
            return texts[key]
        if params.get("count") == 1 and f"{key}.one" in texts:
            return texts[f"{key}.one"]
        return texts.get(f"{key}.other")


@cache
def _read_folder(folder: Path) -> Mapping[str, str]:
    """The texts of a language, read once by a process: screen, receipts and prices share them."""
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        for key, text in _read(file):
            if key in texts:
                msg = f"{file}: the key {key} is given twice"
                raise ValueError(msg)
            texts[key] = text
    return MappingProxyType(texts)


def _read(file: Path) -> Iterator[tuple[str, str]]:
    import tomllib

    return _flat(tomllib.loads(file.read_text(encoding="utf-8")))


def _read_first(file: Path) -> Iterator[tuple[str, str]]:
    table = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            table = line.strip("[]")
        elif line and not line.startswith("#"):
            key, _, text = line.partition(" = ")
            yield f"{table}.{key}", text.strip('"')


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(cast("Mapping[str, object]", value), f"{prefix}{name}.")
        elif isinstance(value, str):
            yield f"{prefix}{name}", value
        else:
            msg = f"{prefix}{name} is not a text"
            raise TypeError(msg)
