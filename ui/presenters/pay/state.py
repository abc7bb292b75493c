"""All that the pay screen shows, already formatted."""

from dataclasses import dataclass

from ui.presenters.shown import FigureRow, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodRow:
    """One way to pay; `key` is what chooses it, where it can be chosen, `holds` the money there is for it."""

    method: str
    text: str
    key: str
    chosen: bool
    enabled: bool = True
    holds: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickNote:
    """An amount that customers are likely to hand over."""

    amount: int
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QrState:
    """A VietQR: its modules row by row (True is dark), and what it pays to whom."""

    modules: tuple[tuple[bool, ...], ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayState:
    """The pay screen. `figure` is the big amount on the right: change, or what is still to pay.

    Where it `takes_digits` they mean something; elsewhere there are no keys for them.
    The customer is shown what is `due`, unless there is change or money goes out, and the rows of `facing`.
    """

    who: str
    methods: tuple[MethodRow, ...]
    amount_label: str
    amount: str
    notes: tuple[QuickNote, ...]
    sums: tuple[FigureRow, ...]
    figure_label: str
    figure: str
    figure_good: bool
    points: tuple[FigureRow, ...]
    parts: tuple[FigureRow, ...] = ()
    due: FigureRow | None = None
    facing: tuple[FigureRow, ...] = ()
    qr: QrState | None = None
    hint: str = ""
    notice: Notice | None = None
    finish: str = ""
    can_finish: bool = False
    can_go_back: bool = True
    takes_digits: bool = True
