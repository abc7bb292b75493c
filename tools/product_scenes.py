"""The scenes of the screen *Products*, over the sample goods."""

from typing import TYPE_CHECKING

from loyalty.units import Money
from terminal.session import Session
from tools.sample_products import MANAGER
from tools.sample_shop import LAN, NOODLES
from ui.presenters.products.presenter import ProductsPresenter
from ui.products_screen import ProductsScreen

if TYPE_CHECKING:
    from tools.theatre import Theatre

UNKNOWN = "8938505974194"
"""A code that no product has."""


def products_screen(theatre: "Theatre") -> ProductsScreen:
    """The screen, over a checkout."""
    theatre.checkout.begin()
    theatre.products = ProductsScreen(
        theatre.window,
        theatre.sample_products,
        theatre.runner,
        theatre.words,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
        on_sold=theatre.shell.scanned,
    )
    return theatre.products


def products(theatre: "Theatre", session: Session = MANAGER) -> ProductsPresenter:
    """The goods, noodles marked: they have had three prices."""
    screen = products_screen(theatre)
    screen.open(session)
    it = opened(screen)
    place = next(at for at, each in enumerate(it.model.rows) if each.sku == NOODLES.sku)
    it.row_pressed(place)
    return it


def editing(theatre: "Theatre") -> None:
    """A product's form, with a fault."""
    it = products(theatre)
    it.finish_pressed()
    it.field_changed("name", "")
    it.finish_pressed()


def pricing(theatre: "Theatre") -> None:
    """A price from a day that is over."""
    it = products(theatre)
    it.price_pressed()
    it.field_changed("amount", theatre.words.amount(Money(4_900)))
    it.field_stepped("day", -1)
    it.finish_pressed()


def quick(theatre: "Theatre") -> None:
    """A code that nobody knew."""
    screen = products_screen(theatre)
    screen.open_with(LAN, UNKNOWN)


def quick_by_finger(theatre: "Theatre") -> None:
    """The same with the keys for a finger under it, the price about to be typed."""
    quick(theatre)
    if theatre.products is not None:
        theatre.products.view.toggle_keyboard()
        theatre.products.view.side.form.go_to("price")


def quick_approving(theatre: "Theatre") -> None:
    """A manager's word is asked for."""
    quick(theatre)
    it = opened(theatre.products)
    it.field_changed("name", "Nước mắm Nam Ngư 750 ml")
    it.field_changed("price", "52.000")
    it.finish_pressed()
    for digit in "123":
        it.key_pressed(digit)


def nothing_found(theatre: "Theatre") -> None:
    """No product has such a name."""
    products(theatre).typed("xyz")


def opened(screen: ProductsScreen | None) -> ProductsPresenter:
    """The presenter of the screen that is open."""
    if screen is None or screen.presenter is None:
        raise RuntimeError("the screen is not open")
    return screen.presenter
