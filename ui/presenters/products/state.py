"""All that the screen *Products* shows, already in words."""

from dataclasses import dataclass

from ui.presenters.forms import NO_FORM, FormState
from ui.presenters.listing import NO_ROWS, Listing
from ui.presenters.shown import FigureRow, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsState:
    """The screen. On the right stands the form where it has fields, else the pad, else what is known.

    An empty text is a button that is not there.
    """

    takes_text: bool
    text: str
    prompt: str
    listing: Listing
    about_title: str = ""
    about: tuple[FigureRow, ...] = ()
    prices_title: str = ""
    prices: Listing = NO_ROWS
    hint: str = ""
    form_title: str = ""
    form: FormState = NO_FORM
    pad: bool = False
    dots: str = ""
    notice: Notice | None = None
    back: str = ""
    new: str = ""
    price: str = ""
    withdraw: str = ""
    finish: str = ""
    can_finish: bool = True
