"""Scenes of a member's wallet: what is in it, how much is paid in, and paying with it."""

from typing import TYPE_CHECKING, Final

from loyalty.units import Money
from tools.sample_gifts import GIFT_CARD
from tools.sample_shop import ANH, PROGRAM_FILE, program_of
from tools.sample_wallets import WALLET_RULES

if TYPE_CHECKING:
    from tools.theatre import Theatre
    from ui.presenters.checkout.presenter import CheckoutPresenter
    from ui.presenters.pay.presenter import PayPresenter

_HELD: Final = (Money(90_000), Money(25_000))


def wallet(theatre: "Theatre") -> "CheckoutPresenter":
    """What is in the wallet, beside the member."""
    program = PROGRAM_FILE.read_text(encoding="utf-8") + WALLET_RULES
    theatre.till.program = program_of(program)
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


def paid_by_wallet(theatre: "Theatre") -> "PayPresenter":
    """All of the wallet was taken, and it is chosen once more."""
    paying = paying_by_wallet(theatre)
    paying.finish_pressed()
    paying.method_chosen("wallet")
    return paying


def gift_pin(theatre: "Theatre") -> "PayPresenter":
    """The PIN of a gift card, before it is scanned."""
    theatre.basket()
    theatre.paying.method_chosen("gift")
    for digit in "4829":
        theatre.paying.key_pressed(digit)
    return theatre.paying


def paid(theatre: "Theatre") -> None:
    """The sale is done, and what wallet and gift card have left stands there."""
    theatre.till.on_cards[GIFT_CARD] = Money(300_000)
    paying = paid_by_wallet(theatre)
    paying.scanned(GIFT_CARD)
    paying.finish_pressed()
