"""The figures of a long shift, as X, Z and the day ask for them: of all its sales, and the VAT among them.

Three goods a sale, at two rates and at none; of one sale in fifty a part came back. Whoever asks waits before
the screen, so the bound is that of opening one. It is the processor's time: the file's pages lie in memory.
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from time import process_time
from typing import Final

from loyalty.units import Money, Quantity
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.keystore.fake import FakeKeyStore
from terminal.open_sale import OpenSale, add_product
from terminal.receipts.paper import SlipPaper
from terminal.returned import RefundWish
from terminal.sale import Tender
from terminal.session import Session
from terminal.store.opening import open_store
from terminal.till import Till
from terminal.usecases.basket import new_sale
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.pricing import price
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.settle import settle_sale
from terminal.usecases.shift_figures import open_one, report_so_far
from terminal.usecases.shift_vat import vat_of_shift
from terminal.usecases.shifts import open_shift
from tests.bench.harness import Figure, Scale, samples
from tests.bench.paired_till import paired_till
from tests.unit.terminal.till_kit import KEY, operator_row, product_row

SALES: Final = 5_000
SALES_A_ROUND: Final = 10
BACK_EVERY: Final = 50
AT_MOST_MS: Final = 100.0
ROUNDS: Final = 50
GOODS: Final = {"DAY8": "8", "DAY5": "5", "DAY0": None}


def measure(scale: Scale) -> Iterable[Figure]:
    """All figures of the shift, and those of its VAT; p99."""
    clock, folder = SystemClock(), paired_till(scale)
    sales, rounds = min(SALES, SALES_A_ROUND * scale.rounds), min(ROUNDS, scale.rounds)
    with closing(open_store(folder / "till.db", KEY, clock=clock, new_id=id_maker(clock))) as store:
        with store.write() as unit:
            unit.operators.put([operator_row("op-minh", "Minh", role="manager")])
            unit.products.put(
                [product_row(sku, f"Hàng {sku}", 12_345, vat_percent=rate) for sku, rate in GOODS.items()]
            )
        till = Till(store=store, clock=clock, new_id=id_maker(clock), keys=FakeKeyStore(), paper=SlipPaper())
        session = Session(operator="op-minh", name="Minh", role="manager", at=clock.now())
        open_shift(till, session, opening_float=Money(500_000))
        _sell(till, session, sales)
        note = f"{sales:,} sales of {len(GOODS)} goods, one in {BACK_EVERY} came back in part, {rounds} times"
        for name, ask in {"figures": _figures, "VAT": _vat}.items():
            seconds = samples([_taken(ask, till, session) for _ in range(rounds)])
            yield Figure(
                name=f"the {name} of a shift",
                statistic="p99",
                unit="ms",
                measured=seconds.percentile_ms(99),
                at_most=AT_MOST_MS,
                note=note,
            )


def _sell(till: Till, session: Session, count: int) -> None:
    full = new_sale(till)
    for sku in GOODS:
        found = find_products(till, sku)
        if not isinstance(found, ProductFound):
            raise TypeError(found)
        full = add_product(full, found.product)
    paid = Tender(kind="card", amount=price(till, full, paid_with=("card",)).total)
    for number in range(count):
        empty = new_sale(till)
        sale = OpenSale(
            sale=empty.sale, started_at=empty.started_at, lines=full.lines, next_line=full.next_line
        )
        settled = settle_sale(till, session, sale, (paid,))
        if number % BACK_EVERY == 0:
            wish = RefundWish(refund=till.new_id(), sale=settled.sale, returns={0: Quantity(1_000)})
            refund_sale(till, session, wish)


def _figures(till: Till, session: Session) -> None:
    with till.store.read() as reading:
        report_so_far(till, reading, session)


def _vat(till: Till, _: Session) -> None:
    with till.store.read() as reading:
        vat_of_shift(reading, open_one(reading).shift)


def _taken(ask: Callable[[Till, Session], None], till: Till, session: Session) -> float:
    began = process_time()
    ask(till, session)
    return process_time() - began
