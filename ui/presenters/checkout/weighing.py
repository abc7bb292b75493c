"""A weight that is typed by hand; where it is more than a counter's scale weighs, it is asked what was meant.

Grams typed for kilograms cost a thousand times as much, and a basket says so too late: in its total.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from terminal.open_sale import line_gross
from terminal.usecases.entry import is_beyond_a_scale, weight_of_grams
from ui.presenters.checkout.counter import Counter
from ui.presenters.checkout.lines import LineKeeper
from ui.presenters.checkout.model import Ask, CheckoutModel, Choice
from ui.presenters.checkout.state import HitRow

if TYPE_CHECKING:
    from loyalty.units import Money, Quantity
    from terminal.goods import Product
    from ui.presenters.words import Words

AS_GRAMS: Final = "weight-grams"
AS_TYPED: Final = "weight-typed"
AGAIN: Final = "weight-again"


class WeightKeeper:
    """Weights of goods that go by the kilogram: of what is about to be added, and of a line."""

    def __init__(self, counter: Counter, lines: LineKeeper) -> None:
        self._counter = counter
        self._lines = lines

    def added(self, product: "Product", quantity: "Quantity") -> None:
        """A product with how much of it was typed before its code."""
        self.answered(Ask(kind="weight", name=product.name, product=product), quantity)

    def answered(self, ask: Ask, quantity: "Quantity") -> None:
        """A weight was typed for what was asked: take it, or ask once what was meant."""
        if not is_beyond_a_scale(quantity):
            self._take(ask, quantity)
            return
        choices = (AGAIN, AS_TYPED) if weight_of_grams(quantity) is None else (AS_GRAMS, AGAIN, AS_TYPED)
        self._counter.change(
            ask=replace(ask, kind="heavy", weight=quantity),
            hits=tuple(Choice(key=each) for each in choices),
            hit=0,
            typed="",
            said=None,
            why=None,
        )

    def chosen(self, ask: Ask, key: str) -> None:
        """What was meant; from now on it is asked for the weight again, until one is taken."""
        again = replace(ask, kind="weight", weight=None)
        self._counter.change(ask=again, hits=(), typed="")
        meant = {AS_TYPED: ask.weight, AS_GRAMS: None if ask.weight is None else weight_of_grams(ask.weight)}
        quantity = meant.get(key)
        if quantity is not None:
            self._take(again, quantity)

    def _take(self, ask: Ask, quantity: "Quantity") -> None:
        if ask.product is not None:
            self._lines.add(ask.product, quantity=quantity, unit_price=ask.price)
        else:
            self._lines.set_quantity(ask.line, quantity)


def heavy_rows(model: CheckoutModel, ask: Ask, words: "Words") -> tuple[HitRow, ...]:
    """What may have been meant, each with what it would come to."""
    return tuple(
        _row(model, ask, hit.key, place, words)
        for place, hit in enumerate(model.hits, start=1)
        if isinstance(hit, Choice)
    )


def _row(model: CheckoutModel, ask: Ask, key: str, place: int, words: "Words") -> HitRow:
    typed = ask.weight
    meant = None if typed is None or key == AGAIN else typed if key == AS_TYPED else weight_of_grams(typed)
    if meant is None:
        return HitRow(title=words.text(f"choice.{key}"), detail="", figure=str(place), icon="rotate-ccw")
    title = words.text(f"choice.{key}", weight=words.quantity(meant, "kg"))
    amount = words.money(line_gross(meant, _price(model, ask)))
    return HitRow(title=title, detail=amount, figure=str(place), icon="tag")


def _price(model: CheckoutModel, ask: Ask) -> "Money":
    if ask.product is None:
        return model.sale.line(ask.line).unit_price
    return ask.product.unit_price if ask.price is None else ask.price
