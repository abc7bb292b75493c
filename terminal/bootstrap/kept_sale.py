"""A sale of a till, read beside it: the till may be at work, nothing is locked, written or migrated."""

from contextlib import closing
from functools import partial
from pathlib import Path

from loyalty.errors import Refused
from loyalty.identity.codes import ReceiptDigits, ReceiptLabel, classify
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.keystore.choice import open_key_store
from terminal.receipts.facts import RefundSlip
from terminal.receipts.paper import SlipPaper
from terminal.sale import SettledSale
from terminal.settings import StoreSettings
from terminal.store.books import Reading
from terminal.store.connection import connect
from terminal.store.database import Store
from terminal.store.glance import glance
from terminal.till import Till
from terminal.usecases.reprint import came_back_for

_LONGEST_NUMBER = 8


def kept_sale(data_dir: Path, receipt: str) -> tuple[SettledSale, StoreSettings, RefundSlip | None]:
    """The sale of a receipt, its store's settings, and what came back for it where it was an exchange.

    The last one where `receipt` is empty.

    A receipt is named as on paper (`Q2-000123`), by its number alone, or by the 16 digits of its bar code.

    Raises:
        Refused: `not-paired`, `store-too-new`, `receipt-unknown` (text), `sale-unknown`: none was made yet.
        Unavailable: the key store, the database.
    """
    keys = open_key_store(data_dir)
    key = keys.get("database-key") if keys is not None else None
    path = data_dir / "till.db"
    seen = glance(path, key) if key is not None else None
    if keys is None or key is None or seen is None:
        raise Refused("not-paired")
    clock = SystemClock()
    new_id = id_maker(clock)
    store = Store(path, partial(connect, path, key), clock=clock, new_id=new_id)
    till = Till(store=store, clock=clock, new_id=new_id, keys=keys, paper=SlipPaper())
    with closing(store), store.read() as reading:
        sale = _named(reading, receipt.strip(), till_code=seen.till_code)
        settings = reading.config.settings()
        back = came_back_for(till, reading, sale)
    if settings is None:
        raise Refused("not-paired")
    return sale, settings, back


def _named(reading: Reading, receipt: str, *, till_code: str) -> SettledSale:
    sale = _sale(reading, receipt, till_code=till_code) if receipt else reading.sales.last()
    if sale is None and receipt:
        raise Refused("receipt-unknown", text=receipt)
    if sale is None:
        raise Refused("sale-unknown")
    return sale


def _sale(reading: Reading, receipt: str, *, till_code: str) -> SettledSale | None:
    if receipt.isascii() and receipt.isdigit() and len(receipt) <= _LONGEST_NUMBER:
        return reading.sales.by_number(int(receipt))
    match classify(receipt):
        case ReceiptDigits(digits=digits, holds=True):
            return reading.sales.by_digits(digits)
        case ReceiptLabel(till_code=code, number=number) if code.casefold() == till_code.casefold():
            return reading.sales.by_number(number)
        case _:
            return None
