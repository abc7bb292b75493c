"""How this till's screen looks and speaks: chosen at the till, kept in a small file of its data folder.

What the settings file or the store says is where it starts from. A file that cannot be read or written costs
nobody a sale: the screen then looks as it does at first, and the log says why.
"""

from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeVar, cast

from resources.catalogue import LANGUAGES, Language

Theme = Literal["light", "dark", "high-contrast"]
TextSize = Literal[100, 125, 150]

THEMES: Final[tuple[Theme, ...]] = ("light", "dark", "high-contrast")
TEXT_SIZES: Final[tuple[TextSize, ...]] = (100, 125, 150)
FILE_NAME: Final = "screen.json"

_Choice = TypeVar("_Choice", bound=str | int)


class Preferences(NamedTuple):
    """Language, colours, size of text in per cent."""

    language: Language = "vi"
    theme: Theme = "light"
    text_size: TextSize = 100

    def next_language(self) -> "Preferences":
        """The other language."""
        return self._replace(language=_after(self.language, LANGUAGES))

    def next_theme(self) -> "Preferences":
        """The next colours."""
        return self._replace(theme=_after(self.theme, THEMES))

    def next_text_size(self) -> "Preferences":
        """The next size; the smallest after the largest."""
        return self._replace(text_size=_after(self.text_size, TEXT_SIZES))


def read_preferences(folder: Path, first: Preferences) -> Preferences:
    """What was chosen here; `first` for whatever was not."""
    try:
        kept = _parsed((folder / FILE_NAME).read_bytes())
    except FileNotFoundError:
        return first
    except (OSError, ValueError) as error:
        _note("the screen's preferences cannot be read and begin anew: %s", error)
        return first
    known = cast("dict[str, object]", kept) if isinstance(kept, dict) else {}
    return Preferences(
        language=_known(known.get("language"), LANGUAGES, first.language),
        theme=_known(known.get("theme"), THEMES, first.theme),
        text_size=_known(known.get("text_size"), TEXT_SIZES, first.text_size),
    )


def _parsed(content: bytes) -> object:
    import json  # where nothing was chosen the first screen need not wait for it

    return json.loads(content)


def keep_preferences(folder: Path, chosen: Preferences) -> None:
    """Keep what was chosen; whole or not at all."""
    import json

    file, beside = folder / FILE_NAME, folder / f"{FILE_NAME}.new"
    try:
        beside.write_text(json.dumps(chosen._asdict()), encoding="utf-8")
        beside.replace(file)
    except OSError as error:
        _note("the screen's preferences are not kept: %s", error)


def _note(message: str, error: Exception) -> None:
    import logging

    logging.getLogger(__name__).info(message, error)


def _after(now: _Choice, choices: tuple[_Choice, ...]) -> _Choice:
    return choices[(choices.index(now) + 1) % len(choices)]


def _known(value: object, choices: tuple[_Choice, ...], first: _Choice) -> _Choice:
    return next((choice for choice in choices if choice == value), first)
