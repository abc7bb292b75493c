"""All that the screen *Settings* shows, already formatted."""

from dataclasses import dataclass

from ui.presenters.listing import Listing
from ui.presenters.shown import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingState:
    """A text on a sheet over the screen."""

    title: str
    text: str
    close: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsState:
    """The screen: sections, the rows of the one that is shown, and what is said of the marked row.

    An empty `change` hides its button, a `field` of None the field; `field` is what stands in it, `hint` what
    it is for, and a secret one shows dots. While `is_pressing` the next key goes to the presenter, whichever
    it is. A `code` is shown large.
    """

    title: str
    sections: Listing
    rows: Listing
    heading: str
    about: tuple[str, ...]
    change: str
    field: str | None
    hint: str
    is_pressing: bool
    is_secret: bool = False
    code: str = ""
    notice: Notice | None = None
    reading: ReadingState | None = None
