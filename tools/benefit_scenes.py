"""Scenes of benefits that are not money: how often each can still be used, asked for, and just used."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tools.sample_benefits import BENEFIT_RULES
from tools.sample_shop import PROGRAM_FILE, program_of

if TYPE_CHECKING:
    from tools.theatre import Theatre
    from ui.presenters.checkout.presenter import CheckoutPresenter

_LOUNGE: Final = "benefit:lounge"


def benefits(theatre: "Theatre") -> "CheckoutPresenter":
    """What the member has, and how often still."""
    program = PROGRAM_FILE.read_text(encoding="utf-8") + BENEFIT_RULES
    theatre.till.program = program_of(program)
    return theatre.basket()


def asked(theatre: "Theatre") -> "CheckoutPresenter":
    """What is to be done with one?"""
    checkout = benefits(theatre)
    checkout.members.thing_pressed(_LOUNGE)
    return checkout


def used(theatre: "Theatre") -> "CheckoutPresenter":
    """One was used just now, and can be taken back."""
    checkout = benefits(theatre)
    checkout.members.thing_pressed(_LOUNGE)
    checkout.box.choose(0)
    return checkout


SCENES: Final[Mapping[str, Callable[["Theatre"], object]]] = MappingProxyType(
    {"benefits": benefits, "benefit-asked": asked, "benefit-used": used}
)
