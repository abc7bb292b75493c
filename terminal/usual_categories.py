"""The usual categories by their names: what a shop calls *Thuốc lá* is `tobacco` to the rules.

Only what is known by the id has what a rule says of it: goods that are kept out of points by law among them.
Nothing is guessed: a name has to be there whole, in either language, with all its marks or with none. *Bìa*,
cardboard, is not *Bia*.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, cast

from loyalty.identity.codes import cleaned
from loyalty.identity.names import fold
from resources.catalogue import LANGUAGES, Catalogue

if TYPE_CHECKING:
    from terminal.store.books import Reading
    from terminal.usecases.shelf_drafts import ProductDraft

_NAMED: Final = "category."
_LISTS: Final = frozenset({"categories", "except_categories"})


def by_its_id(reading: "Reading", draft: "ProductDraft", now: datetime) -> "ProductDraft":
    """The draft with the id for the name of a usual category; a word that the program itself knows stays."""
    typed = cleaned(draft.category)
    usual = _usual().get(typed.casefold())
    if usual is None or usual == draft.category or typed in known_to_rules(reading, now):
        return draft
    return replace(draft, category=usual)


@cache
def _usual() -> Mapping[str, str]:
    """The ids by what may be typed for them, in lower case: the id, the name, the name without marks."""
    found, bare = dict[str, str](), dict[str, str]()
    for language in LANGUAGES:
        texts = Catalogue.load(language)
        for key in sorted(filter(lambda each: each.startswith(_NAMED), texts.keys())):
            category = key.removeprefix(_NAMED)
            name = cleaned(texts.text(key))
            found.setdefault(category, category)
            found.setdefault(name.casefold(), category)
            bare.setdefault(fold(name), category)
    return bare | found


def known_to_rules(reading: "Reading", now: datetime) -> frozenset[str]:
    """The categories that the program in force names."""
    in_force = reading.config.programs_by(now)[:1]
    return frozenset(each for program in in_force for each in _named_in(program.text))


@lru_cache(maxsize=2)
def _named_in(text: str) -> frozenset[str]:
    """Read once for a file of many rows."""
    import tomllib

    return frozenset(_categories(tomllib.loads(text)))


def _categories(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            if key in _LISTS and isinstance(inner, list):
                yield from cast("list[str]", inner)
            else:
                yield from _categories(inner)
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            yield from _categories(each)
