"""The pages of the manual, one for each screen, in both languages: what F1 shows is what is printed.

Markdown files in a folder for each language, in the order in which they are read. A key of the till stands as
`{F9}`: whoever shows the page says what is pressed for it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

MANUAL_FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the name of what it is about, its title, its text in Markdown without the title."""

    name: str
    title: str
    text: str


def pages(language: Literal["vi", "en"], folder: Path = MANUAL_FOLDER) -> tuple[Page, ...]:
    """All pages of a language, in order."""
    return tuple(_page(file) for file in sorted((folder / language).glob("*.md")))


def _page(file: Path) -> Page:
    title, _, text = file.read_text(encoding="utf-8").partition("\n")
    return Page(name=file.stem.partition("-")[2], title=title.removeprefix("# "), text=text.strip())
