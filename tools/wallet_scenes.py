"""Scenes of a member's wallet: what is in it, how much is paid in, and paying with it."""

from typing import TYPE_CHECKING, Final

from loyalty.program.read import parse_program
from loyalty.units import Money
from tools.sample_till import ANH, PROGRAM_FILE
from tools.sample_wallets import WALLET_RULES

if TYPE_CHECKING:
    from tools.theatre import Theatre
    from ui.presenters.checkout.presenter import CheckoutPresenter
    from ui.presenters.pay.presenter import PayPresenter

_HELD: Final = (Money(90_000), Money(25_000))


def wallet(theatre: "Theatre") -> "CheckoutPresenter":
    """What is in the wallet, beside the member."""
    program = PROGRAM_FILE.read_text(encoding="utf-8") + WALLET_RULES
    theatre.till.program = parse_program(program, name=PROGRAM_FILE.name)
    theatre.till.in_wallets = {ANH.member: _HELD}
    return theatre.basket()


def top_up(theatre: "Theatre") -> "CheckoutPresenter":
    """How much is paid in?"""
    checkout = wallet(theatre)
    checkout.members.ask_top_up()
    return checkout


def topped_up(theatre: "Theatre") -> "CheckoutPresenter":
    """A top-up among the goods."""
    checkout = top_up(theatre)
    checkout.members.top_up(Money(500_000))
    return checkout


def paying_by_wallet(theatre: "Theatre") -> "PayPresenter":
    """What the wallet can pay of it."""
    wallet(theatre).pay_pressed()
    theatre.paying.method_chosen("wallet")
    return theatre.paying
