"""One section of a program as the settling goes through it; what each does is in a module of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from loyalty.account.asked import Asked
from loyalty.account.model import Account, Figures, OnItsWay, Return, Settling
from loyalty.account.sold import Sale
from loyalty.program.model import Program
from loyalty.sentences import Sentence


def _sale_unchanged(_program: Program, _sale: Sale, so_far: Settling) -> Settling:
    return so_far


def _asked_unchanged(_program: Program, _account: Account, asked: Asked) -> Asked:
    return asked


def _refund_unchanged(_program: Program, _back: Return, so_far: Settling) -> Settling:
    return so_far


class DayStep(Protocol):
    """What a section does as time passes up to a moment, whatever else is on its way with the account."""

    def __call__(self, program: Program, at: datetime, so_far: OnItsWay, /) -> OnItsWay:
        """The same, with what the time since the account was last seen has done to it."""
        ...


def _day_unchanged(_program: Program, _at: datetime, so_far: OnItsWay) -> OnItsWay:
    return so_far


def _no_figures(_program: Program, _account: Account, _at: datetime) -> Figures:
    return {}


def _nothing_told(_program: Program, _account: Account, _at: datetime) -> Iterable[Sentence]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one section of a program does at a sale, at a refund and as time passes, and how it stands.

    `figures` are what a year's steps expect, by name; `told` says the same to people. What is left out does
    nothing. `on_sale` may refuse, and then nothing of the sale is settled; `on_asked` may, and may lower what
    a line is worth, before a refund is worked out.
    """

    on_sale: Callable[[Program, Sale, Settling], Settling] = _sale_unchanged
    on_asked: Callable[[Program, Account, Asked], Asked] = _asked_unchanged
    on_refund: Callable[[Program, Return, Settling], Settling] = _refund_unchanged
    on_day: DayStep = _day_unchanged
    figures: Callable[[Program, Account, datetime], Figures] = _no_figures
    told: Callable[[Program, Account, datetime], Iterable[Sentence]] = _nothing_told
