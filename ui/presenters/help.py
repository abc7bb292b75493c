"""Help: the page of the screen one came from, any other, and those in which some words stand. Offline.

Words are found without marks and wherever they begin a word: `tra hang`, `in`. Pages whose title has them
come first.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from loyalty.identity.names import fold
from resources.manual import Page, pages
from terminal.key_map import KeyMap
from ui.presenters.listing import Listing, Row
from ui.presenters.words import Words

_KEY: Final = re.compile(r"\{([A-Z][A-Za-z0-9+]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpState:
    """The sheet: the pages that were found, and the one that is read, in Markdown."""

    title: str
    hint: str
    query: str
    found: Listing
    text: str
    close: str


def found_pages(all_pages: tuple[Page, ...], query: str) -> tuple[Page, ...]:
    """The pages in which every word of the query begins a word, those with it in the title first."""
    wanted = fold(query).split()
    fitting = [page for page in all_pages if _has(f"{page.title} {page.text}", wanted)]
    return tuple(sorted(fitting, key=lambda page: not (wanted and _has(page.title, wanted))))


def _has(text: str, wanted: list[str]) -> bool:
    there = re.findall(r"\w+", fold(text))
    return all(any(word.startswith(each) for word in there) for each in wanted)


class HelpPresenter:
    """One opening of the sheet; `keys` says what is pressed for each key of the till."""

    def __init__(self, words: Words, keys: KeyMap, *, on_state: Callable[[HelpState], None]) -> None:
        self._words = words
        self._keys = keys
        self._on_state = on_state
        self._pages = pages(words.catalogue.language)
        self._query = ""
        self._mark = 0

    def begin(self, name: str) -> None:
        """Show the page of a screen; the first where it has none."""
        names = [page.name for page in self._pages]
        self._mark = names.index(name) if name in names else 0
        self._show()

    def typed(self, query: str) -> None:
        """Show the pages in which these words stand."""
        self._query, self._mark = query, 0
        self._show()

    def moved(self, by: int) -> None:
        """Read the next page, or the one before."""
        found = self._found()
        if found:
            self.page_marked((self._mark + by) % len(found))

    def page_marked(self, number: int) -> None:
        """Read this page."""
        if 0 <= number < len(self._found()):
            self._mark = number
            self._show()

    def _found(self) -> tuple[Page, ...]:
        return found_pages(self._pages, self._query)

    def _show(self) -> None:
        found, words = self._found(), self._words
        page = found[self._mark] if found else None
        rows = tuple(Row(cells=(each.title,), icon="circle-help") for each in found)
        nothing = words.text("manual.nothing")
        self._on_state(
            HelpState(
                title=words.text("manual.title"),
                hint=words.text("manual.hint"),
                query=self._query,
                found=Listing(rows=rows, marked=self._mark if found else None, empty=nothing, columns=()),
                text="" if page is None else f"## {page.title}\n\n{self._with_keys(page.text)}",
                close=words.text("menu.close"),
            )
        )

    def _with_keys(self, text: str) -> str:
        return _KEY.sub(lambda key: f"**{self._keys.pressed_for(key[1])}**", text)
