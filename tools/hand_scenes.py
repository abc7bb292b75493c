"""Scenes of what is changed by hand on a line, and of whose word it takes, or whose birthday."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tools.sample_shop import ANH, PIN, PROGRAM_FILE, program_of

if TYPE_CHECKING:
    from tools.theatre import Theatre
    from ui.presenters.checkout.presenter import CheckoutPresenter
    from ui.presenters.pay.presenter import PayPresenter

_LIMITS: Final = "\n[limits.manager_over]\nline_discount_percent = 10\n"
_BURN_LIMITS: Final = "\n[limits.manager_over]\nburn_without_card = 100\n"


def editing(theatre: "Theatre") -> "CheckoutPresenter":
    """What can be changed of the chosen line."""
    program = PROGRAM_FILE.read_text(encoding="utf-8") + _LIMITS
    theatre.till.program = program_of(program)
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


def birthday_asked(theatre: "Theatre") -> "PayPresenter":
    """Many points and no card: day and month of birth, once wrong."""
    program = PROGRAM_FILE.read_text(encoding="utf-8") + _BURN_LIMITS
    theatre.till.program = program_of(program)
    theatre.till.members[ANH.member] = replace(ANH, card_tail="")
    theatre.basket().pay_pressed()
    theatre.paying.finish_pressed()
    for key in ("1", "2", "1", "1"):
        theatre.paying.key_pressed(key)
    theatre.paying.finish_pressed()
    for key in ("2", "1", "1"):
        theatre.paying.key_pressed(key)
    return theatre.paying
