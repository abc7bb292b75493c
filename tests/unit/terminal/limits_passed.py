"""Sales that pass a limit of the program, and what the journal says of them."""

from typing import Any

from terminal.open_sale import OpenSale
from terminal.sale import SettledSale
from terminal.session import Session
from tests.unit.terminal.settled_sales import tender, with_anh, with_goods
from tests.unit.terminal.till_kit import LAN, PROGRAM, Counter, program_row

CARD_OVER_100 = "\n[limits.manager_over]\nburn_without_card = 100\n"
MINH = Session(operator="op-minh", name="Minh", role="manager", at=LAN.at)
PAID = (tender("cash", 266_500, 500_000),)


def points_without_card(shop: Counter) -> OpenSale:
    """200 points for somebody who only said a phone number, where 100 are the most."""
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + CARD_OVER_100, version=2, valid_from=shop.clock.now()))
    return with_anh(shop, with_goods(shop, "RICE-ST25", "RICE-ST25"), lent=1250, burn=200)


def body_of(counter: Counter, sale: SettledSale) -> dict[str, Any]:
    with counter.store.read() as reading:
        event = reading.journal.by_operation(sale.sale)
    assert event is not None
    return dict(event.body)
