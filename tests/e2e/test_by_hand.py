"""A price by hand at the real till: killed in the middle of it and right after, then sold as it was set."""

from tests.e2e.shop import (
    KHOI,
    KHOI_NAME,
    RICE,
    TEXTS,
    Shop,
    assert_all_is_on_the_server,
    sales_in,
    wait_for_pages,
)
from ui.demo.cashier import Cashier

PERCENT = "2"
"""The number of the choice that takes off so many per cent."""
FIRST = "1"


def ask_for_a_tenth_off(till: Cashier) -> None:
    """Ctrl+E, per cent, ten; the reasons stand under the box then."""
    till.till.do("key Ctrl+E", f"wait {TEXTS.text('choice.hand-percent')}", f"type {PERCENT}")
    till.till.do(f"wait {TEXTS.text('checkout.ask-hand-percent', name=RICE[1])}", "type 10", "key Return")
    till.till.do(f"wait {TEXTS.text('choice.damaged')}")


def test_killed_while_a_price_is_set_the_sale_is_there_and_what_was_set_is_sold(shop: Shop) -> None:
    reduced = TEXTS.text("checkout.by-hand", price="195.000", reason=TEXTS.text("choice.damaged"))
    with shop.till() as till:
        shop.signed_in(till)
        till.scan(RICE[0], until=f"{RICE[1]} · 1 ×")
        till.scan(KHOI, until=KHOI_NAME)
        ask_for_a_tenth_off(till)
        till.till.kill()
    with shop.till() as till:
        shop.signed_in(till)
        seen = till.till.do(f"wait {RICE[1]} · 1 × 195.000").seen
        assert not any(reduced in text for text in seen), "nothing is changed before the last step"
        till.till.do(f"wait {KHOI_NAME}")
        ask_for_a_tenth_off(till)
        till.till.do(f"type {FIRST}", f"wait {reduced}")
        till.till.do("key Ctrl+E", f"wait {TEXTS.text('choice.note-sale')}", "type 5")
        till.till.do(f"wait {TEXTS.text('checkout.ask-note-sale')}", "type giao lúc 5 giờ", "key Return")
        till.till.do(f"gone {TEXTS.text('checkout.ask-note-sale')}", "key Ctrl+E", "key Escape")
        till.till.kill()
    with shop.till() as till:
        shop.signed_in(till)
        till.till.do(f"wait {reduced}", f"wait {KHOI_NAME}")
        till.begin_payment()
        till.finish()
        till.wait_for_sync()
        wait_for_pages(shop, till.till, 1)
        assert till.till.close() == 0
    (sale,) = sales_in(assert_all_is_on_the_server(shop))
    (line,) = sale["lines"]
    assert (line["by_hand"], line["list_price"], line["unit_price"]) == ("discount", 195_000, 175_500)
    assert (line["reason"], sale["total"]) == ("damaged", 175_500)
    assert "5 giờ" not in str(sale), "a note stays at the till"
    assert shop.holdings()["counts"]["quarantined events"] == 0
