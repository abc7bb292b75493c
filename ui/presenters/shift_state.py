"""All that the shift screens show: opening with a float, closing with a count, and the report after it."""

from dataclasses import dataclass

from ui.presenters.listing import NO_ROWS, Listing
from ui.presenters.shown import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """One kind of note in the drawer: how many, and what they come to."""

    note: int
    label: str
    count: str
    amount: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftState:
    """With `report` the pad and the notes give way to the figures, with `choices` the notes to rows.

    `menu` is there before a shift is open: people, prices and cards need none.
    """

    title: str
    hint: str
    amount_label: str = ""
    amount: str = ""
    notes: tuple[NoteRow, ...] = ()
    report: Listing = NO_ROWS
    report_more: Listing = NO_ROWS
    choices: Listing | None = None
    notice: Notice | None = None
    again: str = ""
    finish: str = ""
    can_finish: bool = True
    back: str = ""
    menu: str = ""
