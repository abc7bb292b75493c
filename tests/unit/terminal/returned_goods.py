"""Sales that goods come back from, and how they come back."""

from collections.abc import Mapping

from loyalty.units import Quantity
from terminal.returned import Approval, GoodsWish, RefundedSale, RefundWish
from terminal.sale import SettledSale
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.returns.goods import goods_line
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.settled_sales import tender, with_anh, with_goods
from tests.unit.terminal.till_kit import LAN, Counter

MINH = Approval(operator="op-minh", name="Minh")


def wish(
    sale: SettledSale | str, returns: Mapping[int, int], *, number: int = 1, in_cash: bool = False
) -> RefundWish:
    return RefundWish(
        refund=f"0199-refund-{number}",
        sale=sale if isinstance(sale, str) else sale.sale,
        returns={line: Quantity(quantity) for line, quantity in returns.items()},
        in_cash=in_cash,
    )


def take_back(
    counter: Counter, sale: SettledSale | str, returns: Mapping[int, int], number: int = 1
) -> RefundedSale:
    return refund_sale(counter.till, LAN, wish(sale, returns, number=number))


def rice_and_noodles(counter: Counter) -> SettledSale:
    """Two bags of rice and three packets for Ánh, 200 points burned, by card and in cash."""
    sale = with_anh(
        counter, with_goods(counter, "RICE-ST25", "RICE-ST25", "8934563138165"), lent=1250, burn=200
    )
    return settle_sale(counter.till, LAN, sale, (tender("card", 150_000), tender("cash", 121_000)))


def rice_without_a_receipt(counter: Counter, *, by: Approval = MINH, pieces: int = 1) -> GoodsWish:
    found = find_products(counter.till, "RICE-ST25")
    assert isinstance(found, ProductFound)
    line = goods_line(found.product, Quantity(pieces * 1_000))
    return GoodsWish(refund="0199-goods", lines=(line,), reason="Mất hóa đơn", approval=by)
