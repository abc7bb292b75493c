"""All that a screen of the back office shows, in words: rows on the left, what is marked on the right.

One state for every screen that looks up, chooses and prints; what a row is, is its presenter's.
"""

from dataclasses import dataclass, field

from ui.presenters.forms import FormState
from ui.presenters.listing import Listing
from ui.presenters.shown import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeAction:
    """One of the presses below, by the key that is its own; an empty `text` is one that is not there.

    With `is_grave` it cannot be taken back, and looks so.
    """

    text: str = ""
    enabled: bool = True
    is_grave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeState:
    """The screen. On the right stand a `form`, else a pad with the `dots` of a PIN, else the rows of `about`.

    `text` is None where nothing is typed to search by, `progress` (in thousandths) where nothing goes on.
    With `text_missed` nothing was found by the text: what is typed next takes its place.
    `about_title` names what the right side is of; `hint` is what somebody has to know there, in sentences.
    `actions` are those of F6, F7 and F8.
    """

    title: str
    listing: Listing = field(default_factory=Listing)
    text: str | None = None
    text_missed: bool = False
    prompt: str = ""
    about_title: str = ""
    hint: str = ""
    about: Listing = field(default_factory=Listing)
    form: FormState | None = None
    dots: str | None = None
    progress: int | None = None
    notice: Notice | None = None
    back: str = ""
    actions: tuple[OfficeAction, ...] = ()
    finish: OfficeAction = field(default_factory=OfficeAction)
