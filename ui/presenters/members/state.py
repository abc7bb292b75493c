"""All that the screen *Members* shows, already in words."""

from dataclasses import dataclass, field

from ui.presenters.forms import FormState
from ui.presenters.listing import Listing
from ui.presenters.shown import FigureRow, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One part of the member's page."""

    name: str
    text: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersState:
    """The screen. An empty text is a part that is not there; `takes_text` is whether the box is.

    With `form` the form stands in place of the list; with `pad` the number pad in place of who it is.
    `progress` is in thousandths of the way to the next tier. With `is_grave`, what `finish` does cannot be
    taken back.
    """

    title: str
    takes_text: bool = False
    text: str = ""
    prompt: str = ""
    tabs: tuple[Tab, ...] = ()
    listing: Listing = field(default_factory=Listing)
    form: FormState | None = None
    who: str = ""
    tier: str = ""
    about: str = ""
    progress: int | None = None
    figures: tuple[FigureRow, ...] = ()
    pad: bool = False
    dots: str = ""
    whose_word: str = ""
    notice: Notice | None = None
    back: str = ""
    note: str = ""
    edit: str = ""
    apology: str = ""
    finish: str = ""
    can_finish: bool = True
    is_grave: bool = False
