"""A till that exchanges rice for noodles until it is killed: run as a program by `test_kill_exchanges`.

It says on standard output what it is about to exchange, and what was exchanged once that is certain.
"""

import sys
from dataclasses import replace
from pathlib import Path

from loyalty.units import Quantity
from terminal.clock import SystemClock
from terminal.exchange import credit_tender
from terminal.ids import id_maker
from terminal.keystore.file_store import FileKeyStore
from terminal.returned import RefundWish
from terminal.usecases.pricing import price
from terminal.usecases.returns.exchanging import begin_exchange
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.settled_sales import tender, with_goods
from tests.unit.terminal.till_kit import LAN, Counter, a_counter


def main(folder: Path) -> None:
    """Sell and exchange for ever."""
    counter = a_counter(folder, new_id=id_maker(SystemClock()))
    counter.till = replace(counter.till, keys=FileKeyStore(folder / "keys.json"))
    while True:
        exchange(counter)


def exchange(counter: Counter) -> None:
    """A bag of rice for a packet of noodles; said before and after."""
    sold = settle_sale(counter.till, LAN, with_goods(counter, "RICE-ST25"), (tender("cash", 189_000),))
    wish = RefundWish(refund=counter.till.new_id(), sale=sold.sale, returns={0: Quantity(1_000)})
    open_sale = begin_exchange(counter.till, with_goods(counter, "8934563138165"), wish)
    assert open_sale.exchange is not None
    total = price(counter.till, open_sale, paid_with=("exchange",)).total
    credit = credit_tender(open_sale.exchange.against(total, cash_step=500))
    assert credit is not None
    say("begun", wish.refund, open_sale.sale)
    done = settle_sale(counter.till, LAN, open_sale, (credit,))
    say("done", wish.refund, done.sale)


def say(word: str, refund: str, sale: str) -> None:
    sys.stdout.write(f"{word} {refund} {sale}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
