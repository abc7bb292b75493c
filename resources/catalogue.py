"""Every sentence a person reads, in Vietnamese and in English, looked up by a stable key.

One catalogue serves the screen, the receipts and the command line, because the last two run without Qt. The texts are
TOML files beside this module, one folder a language and one file a room, so that two rooms never edit one file.
Money, dates and quantities are not formatted here: `loyalty.figures` does that, and its result goes in as a parameter.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

Language = Literal["vi", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
TRANSLATIONS_FOLDER: Final = Path(__file__).parent / "translations"


class Catalogue:
    """The texts of one language; immutable once loaded, so any thread may read it."""

    def __init__(self, language: Language, texts: Mapping[str, str]) -> None:
        self.language: Final = language
        self._texts: Final = dict(texts)

    @classmethod
    def load(cls, language: Language, folder: Path = TRANSLATIONS_FOLDER) -> "Catalogue":
        """Read all files of a language; a key that two files give is a bug and raises ValueError."""
        texts: dict[str, str] = {}
        for file in sorted((folder / language).glob("*.toml")):
            for key, text in _flat(tomllib.loads(file.read_text(encoding="utf-8"))):
                if key in texts:
                    msg = f"{file}: the key {key} is given twice"
                    raise ValueError(msg)
                texts[key] = text
        return cls(language, texts)

    def text(self, key: str, /, **params: str | int) -> str:
        """The text of a key with its `{named}` places filled.

        Where the key has the forms `.one` and `.other`, the parameter `count` chooses: `.one` for exactly 1 in a
        language that gives it, `.other` for everything else. A key nobody wrote raises KeyError: that is a bug.
        """
        pattern = self._texts.get(key)
        if pattern is None:
            pattern = self._counted(key, params)
        return pattern.format_map(params) if params else pattern

    def has(self, key: str) -> bool:
        """Whether a text stands under the key, by itself or in counted forms."""
        return key in self._texts or f"{key}.other" in self._texts

    def keys(self) -> frozenset[str]:
        """All keys, the counted forms included."""
        return frozenset(self._texts)

    def _counted(self, key: str, params: Mapping[str, str | int]) -> str:
        if params.get("count") == 1 and f"{key}.one" in self._texts:
            return self._texts[f"{key}.one"]
        return self._texts[f"{key}.other"]


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, str):
            yield f"{prefix}{name}", value
        else:
            msg = f"{prefix}{name} is not a text"
            raise TypeError(msg)
