"""A till that sells until it is killed: run as a program by `test_kill`.

It says on standard output what it is about to do, and what was done once that is certain. What it finds open
at its start, it finishes first.
"""

import sys
from dataclasses import replace
from pathlib import Path

from terminal.bootstrap.spend_check import guard_spends
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.keystore.file_store import FileKeyStore
from terminal.open_sale import OpenSale
from terminal.sale import Tender
from terminal.usecases.drafts import load_draft, save_draft
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.settled_sales import with_anh, with_goods
from tests.unit.terminal.till_kit import LAN, Counter, a_counter


def main(folder: Path) -> None:
    """Sell for ever."""
    counter = a_counter(folder, new_id=id_maker(SystemClock()))
    counter.till = replace(counter.till, keys=FileKeyStore(folder / "keys.json"))
    if guard_spends(counter.store, counter.till.keys) is not None:
        raise AssertionError("the counter does not agree with a database that was only killed")
    left = load_draft(counter.till)
    if left is not None:
        pay(counter, left)
    while True:
        goods = with_goods(counter, "RICE-ST25", "RICE-ST25", "8934563138165")
        sale = with_anh(counter, goods, lent=1_000, burn=100)
        save_draft(counter.till, sale)
        pay(counter, sale)


def pay(counter: Counter, sale: OpenSale) -> None:
    say("begun", sale.sale)
    total = price(counter.till, sale, paid_with=("card",)).total
    settled = settle_sale(counter.till, LAN, sale, (Tender(kind="card", amount=total),))
    say("done", settled.sale)


def say(word: str, sale: str) -> None:
    sys.stdout.write(f"{word} {sale}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
