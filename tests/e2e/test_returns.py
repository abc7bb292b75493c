"""Goods come back at the real till: killed as they are taken back, then taken back once, by keys alone."""

from tests.e2e.shop import (
    KHOI,
    KHOI_NAME,
    RICE,
    TEXTS,
    Shop,
    assert_all_is_on_the_server,
    wait_for_pages,
)
from tests.e2e.test_power_cut import database_written, wait_for
from ui.demo.cashier import Cashier

CONFIRM = TEXTS.text("returns.confirm", amount="195.000")


def open_the_last_sale(till: Cashier) -> None:
    """F8, and the newest sale of the day, once it is in the list, with all that is left of it."""
    till.till.do("key F8", "wait Q2-000001", "key Return")
    till.till.do(f"wait {TEXTS.text('returns.choose-how')}", "key F6", f"ready {CONFIRM}")


def test_killed_while_goods_are_taken_back_they_come_back_once(shop: Shop) -> None:
    with shop.till() as till:
        shop.signed_in(till)
        till.scan(RICE[0], until=f"{RICE[1]} · 1 ×")
        till.scan(KHOI, until=KHOI_NAME)
        till.begin_payment()
        till.finish()
        open_the_last_sale(till)
        written = database_written(shop)
        till.till.begin("key F9")
        wait_for(written, shop)
        till.till.kill()
    taken = [event for event in shop.journal() if event.kind == "sale_refunded"]
    with shop.till() as till:
        shop.signed_in(till)
        if taken:
            till.till.do("key F8", f"wait {TEXTS.text('returns.nothing-left')}", "key Escape")
        else:
            open_the_last_sale(till)
            till.till.do("key F9", f"wait {TEXTS.text('returns.done-title')}", "key Escape", "key Escape")
        till.wait_for_sync()
        wait_for_pages(shop, till.till, 2)
        assert till.till.close() == 0
    events = assert_all_is_on_the_server(shop)
    (back,) = [event.body for event in events if event.kind == "sale_refunded"]
    assert (back["money"], back["rounding"]) == (195_000, 0)
    holdings = shop.holdings()
    assert holdings["counts"]["voided sales"] == 1
    assert holdings["counts"]["quarantined events"] == 0
    assert holdings["points"]["issued"] == 0
