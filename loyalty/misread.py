"""One thing that is wrong with what was read: where it stands, and what is wrong, in both languages.

Faults of programs are not among them, see `loyalty.program.faults`.
"""

from typing import Self

from loyalty.figures import Language
from loyalty.sentences import Sentence


class Misread(str):
    """A fault. As a text it is the English one, since faults are joined and compared as texts.

    `place` is the way to what is wrong, empty where there is none. `inner` is the fault that it is told of,
    where it is told of another.
    """

    __slots__ = ("inner", "place", "sentence")

    place: str
    sentence: Sentence
    inner: str

    def __new__(cls, place: str, sentence: Sentence, inner: str = "") -> Self:
        """The fault, with its English text."""
        made = super().__new__(cls, _joined("en", place, sentence, inner))
        made.place, made.sentence, made.inner = place, sentence, inner
        return made


def told(fault: str, language: Language) -> str:
    """A fault in a language; one that only exists in English stays so."""
    if isinstance(fault, Misread):
        return _joined(language, fault.place, fault.sentence, fault.inner)
    return fault


def _joined(language: Language, place: str, sentence: Sentence, inner: str) -> str:
    return ": ".join(part for part in (place, sentence.text(language), told(inner, language)) if part)
