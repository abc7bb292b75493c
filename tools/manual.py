"""The manual in `docs/manual`, put together from its chapters, the pages that F1 shows, and what screens say.

A chapter in `docs/manual/source` says in its own words only what no page of F1 says. In it stand
`{{page checkout}}` for a page of F1, `{{picture checkout: words}}` for a picture of a scene (`{{picture
checkout 42%: words}}` where it has so much of the width of a sheet of paper), `{menu.returns}` for a text of
the screen and `{F9}` for a key; so a button has one name, and a page is written once. What is made is checked
in, and a test compares it. `python -m tools.manual` writes it anew; the pictures are taken by
`tools.take_pictures`.
"""

import re
from pathlib import Path
from typing import Final

from resources.catalogue import LANGUAGES, Catalogue, Language
from resources.manual import Page, pages
from terminal.key_map import TILL_KEYS

ROOT: Final = Path(__file__).resolve().parent.parent
MANUAL: Final = ROOT / "docs" / "manual"
SOURCE: Final = MANUAL / "source"
BOOKS: Final = ("cashier", "counter", "manager", "installer")
"""In every language; the cashier's is one sheet of paper."""

_PAGE: Final = re.compile(r"^\{\{page ([a-z-]+)\}\}$", re.MULTILINE)
_PICTURE: Final = re.compile(r"^\{\{picture ([a-z-]+)(?: (\d+)%)?: (.+)\}\}$", re.MULTILINE)
_KEY: Final = re.compile(r"\{((?:F\d+|Ctrl\+[A-Z]))\}")
_TEXT: Final = re.compile(r"\{([a-z][a-z-]*(?:\.[a-z-]+)+)\}")


def book(name: str, language: Language) -> str:
    """A book as it is checked in; ValueError names a page, key or text that is not there."""
    source = (SOURCE / language / f"{name}.md").read_text(encoding="utf-8")
    catalogue = Catalogue.load(language)
    by_name = {page.name: page for page in pages(language)}
    text = _PAGE.sub(lambda found: _page(by_name, found[1]), source)
    text = _PICTURE.sub(lambda found: _picture(language, *found.groups()), text)
    text = _TEXT.sub(lambda found: f"*{_said(catalogue, found[1])}*", text)
    text = _KEY.sub(lambda found: f"**{_key(found[1])}**", text)
    if left := re.search(r"\{\{[^}]*\}\}", text):
        msg = f"{name} in {language}: {left[0]} is neither a page nor a picture"
        raise ValueError(msg)
    return text


def scenes() -> tuple[str, ...]:
    """The scenes of which the books of any language have a picture, each once."""
    texts = (file.read_text(encoding="utf-8") for file in sorted(SOURCE.glob("*/*.md")))
    return tuple(dict.fromkeys(found[1] for text in texts for found in _PICTURE.finditer(text)))


def _picture(language: Language, scene: str, percent: str | None, words: str) -> str:
    file = f"../../pictures/{language}/{scene}.png"
    if percent is None:
        return f"![{words}]({file})"
    return f'<img src="{file}" width="{percent}%" alt="{words}">'


def _page(by_name: dict[str, Page], name: str) -> str:
    if name not in by_name:
        msg = f"there is no page {name}; there are {', '.join(by_name)}"
        raise ValueError(msg)
    return f"## {by_name[name].title}\n\n{by_name[name].text}"


def _key(name: str) -> str:
    if name not in TILL_KEYS:
        msg = f"{name} is no key of the till"
        raise ValueError(msg)
    return name


def _said(catalogue: Catalogue, key: str) -> str:
    try:
        said = catalogue.pattern(key)
    except KeyError:
        msg = f"no screen says {key}"
        raise ValueError(msg) from None
    if "{" in said:
        msg = f"{key} has places to fill, so no button is called that"
        raise ValueError(msg)
    return said


def main() -> int:
    """Write every book in every language."""
    for language in LANGUAGES:
        (MANUAL / language).mkdir(exist_ok=True)
        for name in BOOKS:
            file = MANUAL / language / f"{name}.md"
            file.write_text(book(name, language), encoding="utf-8")
            print(file.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
