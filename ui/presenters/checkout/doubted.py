"""A quantity that is typed; where it is more than a counter sells at once, it is asked what was meant.

Grams typed for kilograms cost a thousand times as much, and a price typed for a count more still; a basket
says so too late, in its total.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from terminal.open_sale import line_gross
from terminal.usecases.entry import is_doubtful, weight_of_grams
from ui.presenters.checkout.counter import Counter
from ui.presenters.checkout.lines import LineKeeper
from ui.presenters.checkout.model import Ask, CheckoutModel, Choice
from ui.presenters.checkout.state import HitRow

if TYPE_CHECKING:
    from loyalty.units import Money, Quantity
    from terminal.goods import Product, Unit
    from ui.presenters.words import Words

AS_GRAMS: Final = "meant-grams"
AS_TYPED: Final = "meant-typed"
AGAIN: Final = "typed-again"


class QuantityKeeper:
    """Quantities that are typed: of what is about to be added, and of a line."""

    def __init__(self, counter: Counter, lines: LineKeeper) -> None:
        self._counter = counter
        self._lines = lines

    def added(self, product: "Product", quantity: "Quantity") -> None:
        """A product with how much of it was typed before its code."""
        ask = Ask(kind="weight" if product.unit == "kg" else "quantity", name=product.name, product=product)
        self.answered(ask, quantity)

    def answered(self, ask: Ask, quantity: "Quantity") -> None:
        """A quantity was typed for what was asked: take it, or ask once what was meant."""
        unit = _unit(self._counter.model, ask)
        if not is_doubtful(quantity, unit):
            self._take(ask, quantity)
            return
        is_in_grams = unit == "kg" and weight_of_grams(quantity) is not None
        choices = (AS_GRAMS, AGAIN, AS_TYPED) if is_in_grams else (AGAIN, AS_TYPED)
        self._counter.change(
            ask=replace(ask, kind="doubt", doubted=quantity),
            hits=tuple(Choice(key=each) for each in choices),
            hit=0,
            typed="",
            said=None,
            why=None,
        )

    def chosen(self, ask: Ask, key: str) -> None:
        """What was meant; from now on it is asked for the quantity again, until one is taken."""
        is_weighed = _unit(self._counter.model, ask) == "kg"
        again = replace(ask, kind="weight" if is_weighed else "quantity", doubted=None)
        self._counter.change(ask=again, hits=(), typed="")
        quantity = _meant(ask, key)
        if quantity is not None:
            self._take(again, quantity)

    def _take(self, ask: Ask, quantity: "Quantity") -> None:
        if ask.product is not None:
            self._lines.add(ask.product, quantity=quantity, unit_price=ask.price)
        else:
            self._lines.set_quantity(ask.line, quantity)


def doubted_rows(model: CheckoutModel, ask: Ask, words: "Words") -> tuple[HitRow, ...]:
    """What may have been meant, each with what it would come to."""
    return tuple(
        _row(model, ask, hit.key, place, words)
        for place, hit in enumerate(model.hits, start=1)
        if isinstance(hit, Choice)
    )


def price_rows(model: CheckoutModel, ask: Ask, words: "Words") -> tuple[HitRow, ...]:
    """Whether a price by hand was meant: type it again, or what it is and what the line comes to then."""
    if ask.wish is None:
        return ()
    price, line = ask.wish.unit_price, model.sale.line(ask.line)
    title = words.text(f"choice.{AS_TYPED}", quantity=words.money(price))
    amount = words.money(line_gross(line.quantity, price))
    return (_again(1, words), HitRow(title=title, detail=amount, figure="2", icon="tag"))


def doubt_of(model: CheckoutModel, ask: Ask, doubted: "Quantity", words: "Words") -> str:
    """The question itself."""
    unit = _unit(model, ask)
    key = "checkout.ask-heavy" if unit == "kg" else "checkout.ask-many"
    return words.text(key, name=ask.name, quantity=words.quantity(doubted, unit))


def _row(model: CheckoutModel, ask: Ask, key: str, place: int, words: "Words") -> HitRow:
    meant = _meant(ask, key)
    if meant is None:
        return _again(place, words)
    title = words.text(f"choice.{key}", quantity=words.quantity(meant, _unit(model, ask)))
    amount = words.money(line_gross(meant, _price(model, ask)))
    return HitRow(title=title, detail=amount, figure=str(place), icon="tag")


def _again(place: int, words: "Words") -> HitRow:
    return HitRow(title=words.text(f"choice.{AGAIN}"), detail="", figure=str(place), icon="rotate-ccw")


def _meant(ask: Ask, key: str) -> "Quantity | None":
    """The quantity that an answer stands for; None where it is to be typed again."""
    if ask.doubted is None or key == AGAIN:
        return None
    return ask.doubted if key == AS_TYPED else weight_of_grams(ask.doubted)


def _unit(model: CheckoutModel, ask: Ask) -> "Unit":
    return ask.product.unit if ask.product is not None else model.sale.line(ask.line).unit


def _price(model: CheckoutModel, ask: Ask) -> "Money":
    if ask.product is None:
        return model.sale.line(ask.line).unit_price
    return ask.product.unit_price if ask.price is None else ask.price
