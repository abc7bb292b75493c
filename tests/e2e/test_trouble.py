"""The same sale while something is broken: it is done, nothing is lost, and paper comes once."""

from drivers.fakes import Fault
from tests.e2e.shop import (
    ANH,
    ANH_NAME,
    NOODLES,
    RICE,
    TEXTS,
    Shop,
    assert_all_is_on_the_server,
    sales_in,
    wait_for_pages,
)
from ui.demo.cashier import Cashier


def scan_rice(till: Cashier, count: int = 1) -> None:
    """Rice, the count-th time."""
    till.scan(RICE[0], until=f"{RICE[1]} · {count} ×")


def pay(till: Cashier) -> None:
    """Take exactly what is to be paid, in cash."""
    till.begin_payment()
    till.finish()


def test_without_paper_the_sale_is_done_and_the_slip_comes_once_when_there_is_paper(shop: Shop) -> None:
    shop.counter.printer.suffer(Fault.PAPER_OUT)
    with shop.till() as till:
        shop.signed_in(till)
        scan_rice(till)
        pay(till)
        till.till.do(f"wait {TEXTS.text('top.printer-paper-out')}")
        scan_rice(till)
        pay(till)
        till.wait_for_sync()
        assert shop.counter.printer.pages == []
        shop.counter.printer.mend()
        wait_for_pages(shop, till.till, 2)
        till.till.do(f"gone {TEXTS.text('top.printer-paper-out')}")
        assert till.till.close() == 0
    assert len(shop.counter.printer.pages) == 2
    assert len(sales_in(assert_all_is_on_the_server(shop))) == 2


def test_a_slip_whose_line_broke_is_asked_about_and_printed_again_as_a_copy(shop: Shop) -> None:
    shop.counter.printer.suffer_at(20_000, Fault.SWITCHED_OFF)
    with shop.till() as till:
        shop.signed_in(till)
        scan_rice(till)
        pay(till)
        till.till.do(f"wait {TEXTS.text('top.printer-unknown')}")
        shop.counter.printer.mend()
        scan_rice(till)
        pay(till)
        wait_for_pages(shop, till.till, 1)
        till.till.do(f"press {TEXTS.text('banner.look-at-paper')}")
        till.till.do(f"wait {TEXTS.text('print.question-yes')}", f"press {TEXTS.text('print.question-no')}")
        wait_for_pages(shop, till.till, 2)
        till.wait_for_sync()
        assert till.till.close() == 0
    assert len(shop.counter.printer.pages) == 2
    assert len(sales_in(assert_all_is_on_the_server(shop))) == 2
    with shop.till_file() as reading:
        jobs = [reading.print_jobs.by_id(number) for number in range(1, 9)]
    slips = [job for job in jobs if job is not None and job.kind == "sale"]
    assert [(slip.copy, slip.state) for slip in slips][-1] == (True, "printed")


def test_without_the_server_a_till_sells_and_earns_and_tells_it_all_later(shop: Shop) -> None:
    with shop.till() as till:
        shop.signed_in(till)
        till.wait_for_sync()
        shop.stop_server()
        till.scan(ANH, until=ANH_NAME)
        scan_rice(till)
        pay(till)
        till.till.do(f"wait {TEXTS.text('top.sync-offline', count='').strip()}")
        shop.start_server()
        till.wait_for_sync()
        assert till.till.close() == 0
    sale = sales_in(assert_all_is_on_the_server(shop))[0]
    assert sale["burn"] is None
    # 195,000 less 3 % for silver: floor(18.915 × 1.25)
    assert (sale["total"], sale["earned_points"]) == (189_150, 23)
    assert shop.holdings()["points"]["issued"] == 23


def test_points_that_were_lent_can_be_spent_though_the_server_is_gone_since(shop: Shop) -> None:
    with shop.till() as till:
        shop.signed_in(till)
        scan_rice(till)
        till.scan(ANH, until=ANH_NAME)
        till.till.do(f"gone {TEXTS.text('checkout.burn-most', points='0')}")
        shop.stop_server()
        till.burn_most()
        pay(till)
        shop.start_server()
        till.wait_for_sync()
        assert till.till.close() == 0
    sale = sales_in(assert_all_is_on_the_server(shop))[0]
    # Half of 189,150 is worth 189 points: 180 in tens.
    assert sale["burn"]["points"] == 180
    assert shop.holdings()["points"]["burned"] == 180
    assert shop.holdings()["counts"]["open leases"] == 0


def test_a_scanner_that_is_unplugged_in_the_middle_goes_on_when_it_is_back(shop: Shop) -> None:
    with shop.till() as till:
        shop.signed_in(till)
        scan_rice(till)
        shop.counter.scanner.unplug()
        till.till.do(f"wait {TEXTS.text('top.scanner-lost')}")
        till.find_member("0905123678", until=ANH_NAME)
        shop.counter.scanner.plug_in()
        till.till.do(f"gone {TEXTS.text('top.scanner-lost')}")
        scan_rice(till, 2)
        till.scan(NOODLES[0], until=f"{NOODLES[1]} · 1 ×")
        pay(till)
        wait_for_pages(shop, till.till, 1)
        till.wait_for_sync()
        assert till.till.close() == 0
    sale = sales_in(assert_all_is_on_the_server(shop))[0]
    assert [line["quantity"] for line in sale["lines"]] == ["2", "1"]
