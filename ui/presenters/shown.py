"""The small states that several screens share, already in words: sentences, lamps of the top bar, labelled figures."""

from dataclasses import dataclass
from enum import Enum


class Tone(Enum):
    """How something is meant; a view adds an icon to the colour, which never speaks alone."""

    PLAIN = "plain"
    GOOD = "good"
    ATTENTION = "attention"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An inline sentence with at most one thing to do about it; an empty `action` is none."""

    tone: Tone
    text: str
    action: str = ""
    action_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """One state in the top bar."""

    tone: Tone
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopBarState:
    """The line across the top of every screen; empty texts are left out."""

    store: str = ""
    till: str = ""
    operator: str = ""
    lamps: tuple[Lamp, ...] = ()
    clock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A label and its figure, in a column of figures."""

    label: str
    figure: str
    tone: Tone = Tone.PLAIN
    strong: bool = False
