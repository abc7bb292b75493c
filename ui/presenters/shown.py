"""The small states that several screens share, already in words.

Sentences, lamps of the top bar, labelled figures.

Named tuples where the house has dataclasses: they are made in a fifth of the time, and the sign-in screen
waits for them.
"""

from enum import Enum
from typing import NamedTuple


class Tone(Enum):
    """How something is meant; a view adds an icon to the colour, which never speaks alone."""

    PLAIN = "plain"
    GOOD = "good"
    ATTENTION = "attention"
    REFUSED = "refused"


class Notice(NamedTuple):
    """An inline sentence with at most one thing to do about it; an empty `action` is none."""

    tone: Tone
    text: str
    action: str = ""


class Lamp(NamedTuple):
    """One state in the top bar."""

    tone: Tone
    text: str


class TopBarState(NamedTuple):
    """The line across the top of every screen; empty texts are left out."""

    store: str = ""
    till: str = ""
    operator: str = ""
    lamps: tuple[Lamp, ...] = ()
    clock: str = ""
    thousandths: int | None = None


class FigureRow(NamedTuple):
    """A label and its figure, in a column of figures."""

    label: str
    figure: str
    tone: Tone = Tone.PLAIN
    strong: bool = False
