"""A till that sells and takes back until it is killed: run as a program by `test_kill_returns`.

It says on standard output what it is about to take back, and what was taken back once that is certain. What
was begun when it was killed is asked for once more, under the same id.
"""

import sys
from dataclasses import replace
from pathlib import Path

from loyalty.units import Quantity
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.keystore.file_store import FileKeyStore
from terminal.returned import RefundWish
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.settled_sales import tender, with_anh, with_goods
from tests.unit.terminal.till_kit import LAN, Counter, a_counter

PARTS = (500, 1_500)
"""Half a bag, and then all that is left of two."""


def main(folder: Path, begun: list[str]) -> None:
    """Sell and take back for ever."""
    counter = a_counter(folder, new_id=id_maker(SystemClock()))
    counter.till = replace(counter.till, keys=FileKeyStore(folder / "keys.json"))
    if begun:
        refund, sale, half = begun
        take_back(counter, refund, sale, int(half))
    while True:
        basket = with_anh(counter, with_goods(counter, "RICE-ST25", "RICE-ST25"), lent=1_000, burn=100)
        sold = settle_sale(counter.till, LAN, basket, (tender("card", 316_660),))
        for part in PARTS:
            take_back(counter, counter.till.new_id(), sold.sale, part)


def take_back(counter: Counter, refund: str, sale: str, part: int) -> None:
    """Say so before and after."""
    say("begun", refund, sale, part)
    wish = RefundWish(refund=refund, sale=sale, returns={0: Quantity(part)})
    done = refund_sale(counter.till, LAN, wish)
    say("done", done.refund, sale, part)


def say(word: str, refund: str, sale: str, part: int) -> None:
    sys.stdout.write(f"{word} {refund} {sale} {part}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
