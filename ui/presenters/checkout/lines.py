"""What a cashier does to the lines: choose one, more or fewer of it, take it away; and add what was found."""

from collections.abc import Callable
from dataclasses import replace

from loyalty.errors import Refused
from loyalty.units import Money, Quantity
from terminal.gift_sale import TAIL
from terminal.goods import Product
from terminal.open_sale import ONE, OpenLine, OpenSale, add_product, remove_line, set_quantity
from terminal.usecases.found import GiftFound
from ui.presenters.checkout.counter import Counter, said_of
from ui.presenters.checkout.model import Act, Ask, Said
from ui.presenters.shown import Tone


class LineKeeper:
    """The lines of the open sale."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def add(
        self, product: Product, *, quantity: Quantity | None = None, unit_price: Money | None = None
    ) -> None:
        """Add a product, or first ask for the weight or the price that it needs."""
        if unit_price is None and product.price_is_typed:
            self._ask(Ask(kind="price", name=product.name, product=product, quantity=quantity))
        elif quantity is None and product.unit == "kg":
            self._ask(Ask(kind="weight", name=product.name, product=product, price=unit_price))
        else:
            self._add(product, quantity=quantity or ONE, unit_price=unit_price)

    def choose(self, line: int) -> None:
        """Work on that line from now on."""
        self._counter.change(line=line)

    def move(self, by: int) -> None:
        """Choose the line above or below."""
        model = self._counter.model
        keys = model.sale.line_ids
        if keys:
            at = keys.index(model.line) if model.line in keys else 0
            self._counter.change(line=keys[max(0, min(len(keys) - 1, at + by))])

    def step(self, by: int) -> None:
        """One more or one fewer of the chosen line; fewer than one takes it away."""
        line = self._chosen()
        if line is None:
            return
        quantity = line.quantity + by * ONE
        if quantity <= 0:
            self.remove()
        else:
            self.set_quantity(line.line, Quantity(quantity))

    def set_quantity(self, line: int, quantity: Quantity) -> None:
        """That many of a line."""
        self._try(lambda: set_quantity(self._counter.model.sale, line, quantity), line=line)

    def remove(self) -> None:
        """Take the chosen line away; the one that moves into its place is chosen next."""
        line = self._chosen()
        if line is None:
            self._remove_gift()
            return
        sale = self._counter.model.sale
        at = sale.lines.index(line)
        after = remove_line(sale, line.line)
        following = after.lines[min(at, len(after.lines) - 1)].line if after.lines else None
        said = Said(key="checkout.line-removed", params={"name": line.name}, tone=Tone.PLAIN, act=Act.UNDO)
        self._counter.sale_changed(after, line=following, ask=None, said=said)

    def ask_gift(self, found: GiftFound) -> None:
        """Ask how much goes on a gift card, where they are sold; what the server told is on it is said."""
        state = found.state
        has_money = state is not None and state.balance > 0
        if found.is_sold:
            self._ask(Ask(kind="gift", name=found.card[-TAIL:], card=found.card))
        if has_money or not found.is_sold:
            key = "gift-balance" if found.is_sold else "gift-only-pays" if has_money else "gift-not-sold"
            params: dict[str, str | int] = {
                "tail": found.card[-TAIL:],
                "balance": 0 if state is None else state.balance,
            }
            self._counter.say(Said(key=f"error.{key}", params=params, tone=Tone.PLAIN))

    def put_on_gift(self, card: str, amount: Money) -> None:
        """Put so much on a gift card."""
        counter = self._counter
        asked = counter.model.sale
        counter.change(busy=True)

        def sold(got: OpenSale) -> None:
            now = replace(counter.model.sale, gifts=got.gifts, next_line=got.next_line)
            counter.sale_changed(now, line=got.gifts[-1].line, typed="", ask=None, busy=False)

        counter.run("look-up", lambda: counter.errands.sell_gift(asked, card, amount), sold)

    def _remove_gift(self) -> None:
        model = self._counter.model
        if any(gift.line == model.line for gift in model.sale.gifts):
            self._counter.sale_changed(remove_line(model.sale, model.line or 0), ask=None)

    def ask_quantity(self) -> None:
        """Ask how many of the chosen line."""
        line = self._chosen()
        if line is not None:
            self._ask(Ask(kind="weight" if line.unit == "kg" else "quantity", name=line.name, line=line.line))

    def _add(self, product: Product, *, quantity: Quantity, unit_price: Money | None) -> None:
        before = self._counter.model.sale
        self._try(lambda: add_product(before, product, quantity=quantity, unit_price=unit_price))

    def _try(self, change: Callable[[], OpenSale], line: int | None = None) -> None:
        """Make a change that the open sale may refuse."""
        before = self._counter.model.sale
        try:
            after = change()
        except Refused as refused:
            self._counter.say(said_of(refused))
            return
        model = self._counter.model
        typed = model.typed if model.ask is None else ""
        self._counter.sale_changed(after, line=line or _changed(before, after), typed=typed, ask=None)

    def _ask(self, ask: Ask) -> None:
        self._counter.change(ask=ask, typed="", hits=(), said=None)

    def _chosen(self) -> OpenLine | None:
        model = self._counter.model
        return next((line for line in model.sale.lines if line.line == model.line), None)


def _changed(before: OpenSale, after: OpenSale) -> int | None:
    """The line that is new or other than before."""
    old = {line.line: line for line in before.lines}
    return next((line.line for line in reversed(after.lines) if old.get(line.line) != line), None)
