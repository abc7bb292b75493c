"""What is wrong with a program file, in the language of the till. Pure.

The reader of a file says it in English. Each of its sentences stands in the English catalogue, with places
for what it names; it is known by that, and said again by the text of the same key. One that nobody wrote
down is shown as the reader says it.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from resources.catalogue import Catalogue

if TYPE_CHECKING:
    from ui.presenters.words import Words

_SECTION = "programs.fault."
_PLACE = re.compile(r"\\\{([a-z])\\\}")


def fault_text(said: str, words: "Words") -> str:
    """A sentence of the reader's, in words of the till."""
    if words.catalogue.language == "en":
        return said
    for key, form in _forms().items():
        found = form.fullmatch(said)
        if found is not None:
            named = {name: fault_text(value, words) for name, value in found.groupdict().items()}
            return words.text(key, **named)
    return said


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    """The English sentences by key, those that say most by themselves first."""
    english = Catalogue.load("en")
    keys = english.keys()
    texts = {key: english.pattern(key) for key in keys if key.startswith(_SECTION)}
    order = sorted(texts, key=lambda key: -len(_bare(texts[key])))
    return {key: _form(texts[key]) for key in order}


def _bare(text: str) -> str:
    return re.sub(r"\{[a-z]\}", "", text)


def _form(text: str) -> re.Pattern[str]:
    written = re.escape(text.replace("{{", "{").replace("}}", "}"))
    return re.compile(_PLACE.sub(r"(?P<\1>.+?)", written), re.DOTALL)
