"""Goods without a receipt: gathered by scan or by name, and taken back with somebody's word."""

from dataclasses import replace

from loyalty.errors import Refused
from loyalty.rates import round_half_up
from loyalty.units import Money, Quantity
from terminal.goods import Product
from terminal.returned import Approval, GoodsLine, GoodsWish, RefundedSale
from terminal.usecases.found import Found, NothingFound, ProductFound, ProductsFound
from terminal.usecases.returns.goods import goods_line
from ui.presenters.checkout.counter import said_of
from ui.presenters.checkout.model import Said
from ui.presenters.returns.desk import ReturnsDesk
from ui.presenters.returns.model import ONE
from ui.presenters.shown import Tone


class GoodsGatherer:
    """A return that begins with nothing but the goods."""

    def __init__(self, desk: ReturnsDesk) -> None:
        self._desk = desk

    def begin(self) -> None:
        """An empty list of goods."""
        self._desk.change(
            step="goods", typed="", goods=(), money=Money(0), mark=0, reason=0, said=None,
            refund=self._desk.errands.new_id(),
        )  # fmt: skip

    def find(self, text: str, symbology: str | None = None) -> None:
        """Goods by what was scanned, or typed and entered."""
        desk = self._desk
        if text.strip():
            desk.run("look-up", lambda: desk.errands.find_goods(text, symbology=symbology), self._found)

    def step(self, by: int) -> None:
        """One more of the marked goods, or one less; the last one takes the line away."""
        model = self._desk.model
        if not 0 <= model.mark < len(model.goods) or model.busy:
            return
        line = model.goods[model.mark]
        quantity = Quantity(line.quantity + by * ONE)
        rest = list(model.goods)
        if quantity > 0:
            rest[model.mark] = _of(line, quantity)
        else:
            del rest[model.mark]
        self._gathered(tuple(rest), mark=max(0, min(model.mark, len(rest) - 1)))

    def finish(self, approval: Approval) -> None:
        """Take them back."""
        desk, model = self._desk, self._desk.model
        wish = GoodsWish(refund=model.refund, lines=model.goods, reason=desk.reason, approval=approval)
        desk.change(busy=True, step="goods", said=None)
        session = desk.session
        desk.run("store", lambda: desk.errands.return_goods(session, wish), self._done)

    def _found(self, found: Found) -> None:
        match found:
            case ProductFound(product=product, quantity=quantity):
                self._add(product, quantity or ONE)
            case ProductsFound(rows=rows):
                self._add(rows[0], ONE)
            case NothingFound(code=code, text=text):
                self._desk.say(Said(key=f"error.{code}", params={"text": text}, tone=Tone.REFUSED))
            case _:
                self._desk.say(Said(key="returns.goods-only", tone=Tone.REFUSED))

    def _add(self, product: Product, quantity: Quantity) -> None:
        try:
            line = goods_line(product, quantity)
        except Refused as refused:
            self._desk.say(said_of(refused))
            return
        goods = list(self._desk.model.goods)
        at = next((place for place, each in enumerate(goods) if each.sku == line.sku), len(goods))
        if at < len(goods):
            goods[at] = _of(line, Quantity(goods[at].quantity + quantity))
        else:
            goods.append(line)
        self._gathered(tuple(goods), mark=at)

    def _gathered(self, goods: tuple[GoodsLine, ...], *, mark: int) -> None:
        desk = self._desk
        desk.change(goods=goods, mark=mark, typed="", said=None)
        desk.run("look-up", lambda: desk.errands.money_for(goods), lambda money: desk.change(money=money))

    def _done(self, done: RefundedSale) -> None:
        self._desk.change(step="done", done=done, busy=False, mark=0)


def _of(line: GoodsLine, quantity: Quantity) -> GoodsLine:
    money = Money(round_half_up(line.unit_price * quantity, ONE))
    return replace(line, quantity=quantity, money=money)
