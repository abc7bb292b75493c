"""All that the screen *Returns* shows, already in words."""

from dataclasses import dataclass

from ui.presenters.shown import FigureRow, Notice, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """One row of the list: a sale, a buyer, a line of a sale, goods, somebody who may approve."""

    title: str
    detail: str
    figure: str
    tone: Tone = Tone.PLAIN
    is_marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsState:
    """The screen. An empty text is a part that is not there; `takes_text` is whether the box is.

    `text_missed` is whether nothing was found by the text: what is typed next takes its place. `dots` is a
    PIN being typed; with `pad` the number pad stands on the right, else the figures do.
    """

    title: str
    takes_text: bool = False
    text: str = ""
    text_missed: bool = False
    prompt: str = ""
    rows: tuple[ReturnRow, ...] = ()
    empty: str = ""
    quantity: str = ""
    pad: bool = False
    dots: str = ""
    about_title: str = ""
    about: tuple[FigureRow, ...] = ()
    big_label: str = ""
    big: str = ""
    points: tuple[FigureRow, ...] = ()
    hints: tuple[str, ...] = ()
    notice: Notice | None = None
    back: str = ""
    all: str = ""
    goods: str = ""
    cash: str = ""
    exchange: str = ""
    can_exchange: bool = False
    reason: str = ""
    earlier: str = ""
    later: str = ""
    finish: str = ""
    can_finish: bool = True
