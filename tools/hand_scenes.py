"""Scenes of what is changed by hand on a line: what there is to choose, and whose word it takes."""

from typing import TYPE_CHECKING, Final

from loyalty.program.read import parse_program
from tools.sample_shop import PIN, PROGRAM_FILE

if TYPE_CHECKING:
    from tools.theatre import Theatre
    from ui.presenters.checkout.presenter import CheckoutPresenter

_LIMITS: Final = "\n[limits.manager_over]\nline_discount_percent = 10\n"


def editing(theatre: "Theatre") -> "CheckoutPresenter":
    """What can be changed of the chosen line."""
    program = PROGRAM_FILE.read_text(encoding="utf-8") + _LIMITS
    theatre.till.program = parse_program(program, name=PROGRAM_FILE.name)
    checkout = theatre.basket()
    checkout.hand.open()
    return checkout


def word_asked(theatre: "Theatre") -> "CheckoutPresenter":
    """A fifth off: whose word is it to be?"""
    checkout = editing(theatre)
    checkout.box.choose(1)
    checkout.box.typed("20")
    checkout.box.entered()
    checkout.box.choose(0)
    return checkout


def pin_asked(theatre: "Theatre") -> "CheckoutPresenter":
    """Their PIN, in the same box."""
    checkout = word_asked(theatre)
    checkout.box.choose(0)
    checkout.box.typed(PIN[:3])
    return checkout


def by_hand(theatre: "Theatre") -> "CheckoutPresenter":
    """A price that was set and allowed, and its why."""
    checkout = pin_asked(theatre)
    checkout.box.typed(PIN)
    checkout.box.entered()
    checkout.why_asked("line")
    return checkout
