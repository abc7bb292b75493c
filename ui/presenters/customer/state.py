"""All that the customer's window shows, already formatted. Nothing on it is private: phones are masked."""

from dataclasses import dataclass

from ui.presenters.pay.state import QrState
from ui.presenters.shown import FigureRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyState:
    """One question, answered by one touch; `low` and `high` say what the ends of the scale mean."""

    question: str
    answers: tuple[int, ...]
    low: str
    high: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerState:
    """The window. `big` is the figure that counts now: what is due, or the change.

    `qr` takes the place of the goods while a transfer is asked for.
    `greeting` fills the window while nothing is sold, also where the till `is_closed`; a `survey` or its
    `thanks`, with the points just `won`, take the place of the goods.
    """

    store: str
    greeting: str = ""
    is_closed: bool = False
    rows: tuple[FigureRow, ...] = ()
    sums: tuple[FigureRow, ...] = ()
    big: FigureRow | None = None
    member: str = ""
    phone: str = ""
    points: tuple[FigureRow, ...] = ()
    qr: QrState | None = None
    survey: SurveyState | None = None
    thanks: str = ""
    won: str = ""


PoleRows = tuple[str, str]
"""The two rows of a pole display, each at most twenty letters."""
