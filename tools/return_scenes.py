"""The scenes of the screen *Returns*, over the sample sales."""

from typing import TYPE_CHECKING

from tools.sample_returns import ANH_DIGITS
from tools.sample_shop import COFFEE, LAN, NOODLES, PIN
from ui.presenters.returns.presenter import ReturnsPresenter
from ui.returns_screen import ReturnsScreen

if TYPE_CHECKING:
    from tools.theatre import Theatre


def returns(theatre: "Theatre") -> ReturnsPresenter:
    """The sales of the day, over a checkout."""
    theatre.checkout.begin()
    screen = ReturnsScreen(
        theatre.window,
        theatre.sample_returns,
        theatre.runner,
        theatre.words,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
        on_refunded=theatre.customer.presenter.refunded,
        on_exchange=theatre.shell.exchange,
    )
    screen.open(LAN)
    theatre.returns = screen
    if screen.presenter is None:
        raise RuntimeError("the screen is not open")
    return screen.presenter


def returning(theatre: "Theatre") -> ReturnsPresenter:
    """A bag of rice and all the greens of Ánh's come back."""
    it = returns(theatre)
    it.scanned(ANH_DIGITS)
    it.stepped(1)
    it.moved(2)
    it.stepped(1)
    it.moved(1)
    return it


def exchanging(theatre: "Theatre") -> None:
    """A bag of rice comes back, and coffee and noodles are taken for it."""
    it = returns(theatre)
    it.scanned(ANH_DIGITS)
    it.stepped(1)
    it.exchange_pressed()
    for code in (COFFEE.sku, NOODLES.sku):
        theatre.checkout.scanned(code)


def paying_an_exchange(theatre: "Theatre") -> None:
    """More is taken than came back: the difference is paid."""
    exchanging(theatre)
    for _ in range(3):
        theatre.checkout.scanned(COFFEE.sku)
    theatre.checkout.pay_pressed()


def giving_back_of_an_exchange(theatre: "Theatre") -> None:
    """Less is taken than came back: the rest is given back as it was paid."""
    exchanging(theatre)
    theatre.checkout.pay_pressed()


def exchanged(theatre: "Theatre") -> None:
    """It is done."""
    giving_back_of_an_exchange(theatre)
    if theatre.shell.pay is not None:
        theatre.shell.pay.finish_pressed()


def returning_all(theatre: "Theatre") -> None:
    """Everything does, and a tier may fall."""
    it = returns(theatre)
    it.scanned(ANH_DIGITS)
    it.all_pressed()


def returned(theatre: "Theatre") -> None:
    """It is done."""
    returning(theatre).finish_pressed()


def without_receipt(theatre: "Theatre") -> ReturnsPresenter:
    """Goods that nobody has a receipt of."""
    it = returns(theatre)
    it.goods_pressed()
    for code in (COFFEE.sku, NOODLES.sku, NOODLES.sku):
        it.scanned(code)
    return it


def approving(theatre: "Theatre") -> None:
    """Somebody has to allow it."""
    it = without_receipt(theatre)
    it.finish_pressed()
    for digit in PIN[:3]:
        it.key_pressed(digit)


def no_such_sale(theatre: "Theatre") -> None:
    """Nothing is found, and it is said."""
    it = returns(theatre)
    it.typed("dầu ăn")
    it.entered()
