"""The till is killed (`kill -9`) at every step of a sale: nothing is lost, nothing is doubled.

One shop goes through all of them, one after the other, so that each restart also finds what the ones before
left behind. After each kill the till is started again and the cashier goes on with what it shows: the open
sale, if it was not paid, or the next one, if it was.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from tests.e2e.shop import (
    KHOI,
    KHOI_NAME,
    NOODLES,
    RICE,
    TEXTS,
    Shop,
    assert_all_is_on_the_server,
    sales_in,
    wait_for_pages,
)
from ui.demo.cashier import Cashier

Moment = Callable[[Shop], bool]


class Step(NamedTuple):
    """Something the cashier does, and what the screen shows once it is done."""

    act: Callable[[Cashier], object]
    shows: str


def scan_rice(till: Cashier) -> None:
    """The first goods."""
    till.scan(RICE[0], until=f"{RICE[1]} · 1 ×")


def scan_noodles(till: Cashier) -> None:
    """More goods."""
    till.scan(NOODLES[0], until=f"{NOODLES[1]} · 1 ×")


def scan_card(till: Cashier) -> None:
    """The member, whose points the server lends this till."""
    till.scan(KHOI, until=KHOI_NAME)


POINTS: Final = "190"
"""Half of 199,500 is worth 199 points: 190 in tens."""
STEPS: Final[Sequence[Step]] = (
    Step(scan_rice, f"{RICE[1]} · 1 ×"),
    Step(scan_noodles, f"{NOODLES[1]} · 1 ×"),
    Step(scan_card, KHOI_NAME),
    Step(Cashier.burn_most, TEXTS.text("checkout.points", points=POINTS)),
)
"""A sale up to the moment when the customer takes the money out."""
FOUND_WITHIN_S: Final = 60.0


def database_written(shop: Shop) -> Moment:
    """The moment when the till has written to its database since now."""
    log = shop.folder / "till" / "till.db-wal"
    before = log.stat()
    return lambda _: (now := log.stat()).st_size != before.st_size or now.st_mtime_ns != before.st_mtime_ns


def printed(count: int) -> Callable[[Shop], Moment]:
    """The moment when the printer has got so many more bytes."""

    def moment(shop: Shop) -> Moment:
        before = len(shop.counter.printer.received)
        return lambda _: len(shop.counter.printer.received) >= before + count

    return moment


def later(milliseconds: int) -> Callable[[Shop], Moment]:
    """The moment that is so much later than the key that pays."""

    def moment(_: Shop) -> Moment:
        at = time.monotonic() + milliseconds / 1000
        return lambda _: time.monotonic() >= at

    return moment


MOMENTS: Final[Mapping[str, Callable[[Shop], Moment]]] = {
    "with the key that pays": later(0),
    "a little later": later(4),
    "later": later(12),
    "as the database is written": database_written,
    "as the first byte is printed": printed(1),
    "in the middle of the slip": printed(20_000),
    "much later": later(400),
}
"""When the till is killed while it is being paid."""


def test_killed_before_it_is_paid_a_sale_is_there_again_and_is_paid_once(shop: Shop) -> None:
    for done in range(len(STEPS) + 2):
        with shop.till() as till:
            shop.signed_in(till)
            for step in STEPS[:done]:
                step.act(till)
            if done > len(STEPS):
                till.begin_payment()
            till.till.kill()
        with shop.till() as till:
            shop.signed_in(till)
            again = what_is_missing(till)
            # What was shown a moment before may not be on the disk yet; everything before that is.
            assert len(again) <= len(STEPS) - done + 1
            pay(till, again)
            till.wait_for_sync()
            assert till.till.close() == 0
    sales = all_agree(shop, sold=len(STEPS) + 2)
    with shop.till() as till:
        wait_for_pages(shop, till.till, len(sales))
    assert len(shop.counter.printer.pages) == len(sales)


def test_killed_while_it_is_paid_a_sale_is_there_once_whatever_the_moment(shop: Shop) -> None:
    for number, (name, moment) in enumerate(MOMENTS.items(), start=1):
        with shop.till() as till:
            shop.signed_in(till)
            for step in STEPS:
                step.act(till)
            till.begin_payment()
            till.ready_to_finish()
            has_come = moment(shop)
            till.till.begin("key F9")
            wait_for(has_come, shop)
            till.till.kill()
        with shop.till() as till:
            shop.signed_in(till)
            again = what_is_missing(till)
            if again != STEPS:
                pay(till, again)
            till.wait_for_sync()
            assert till.till.close() == 0
        assert len(sales_in(shop.journal())) == number, f"killed {name}"
    sales = all_agree(shop, sold=len(MOMENTS))
    assert_paper_is_accounted_for(shop, len(sales))


def what_is_missing(till: Cashier) -> Sequence[Step]:
    """The steps that the screen does not show as done, once it shows the sale or that there is none."""
    till.till.do(f"wait {TEXTS.text('checkout.empty')} | {STEPS[0].shows}")
    if any(TEXTS.text("checkout.empty") in text for text in till.till.do("seen").seen):
        return STEPS
    seen = till.till.do("seen").seen
    if STEPS[1].shows in " ".join(seen) and KHOI_NAME in seen:
        # Priced anew, and so shown with the points that it had.
        seen = till.till.do(f"wait {TEXTS.text('checkout.burn-most', points=POINTS)}").seen
    return [step for step in STEPS if not any(step.shows in text for text in seen)]


def pay(till: Cashier, steps: Sequence[Step]) -> None:
    """Do what is still to be done, and take the money."""
    for step in steps:
        step.act(till)
    till.begin_payment()
    till.finish()


def wait_for(moment: Moment, shop: Shop) -> None:
    """Look again and again, without a pause: what is waited for takes milliseconds."""
    until = time.monotonic() + FOUND_WITHIN_S
    while not moment(shop):
        assert time.monotonic() < until, "it never came"


def all_agree(shop: Shop, *, sold: int) -> list[Mapping[str, Any]]:
    """So many sales, each whole, numbered without a gap, and the same points at the server; the sales."""
    sales = sales_in(assert_all_is_on_the_server(shop))
    assert [sale["receipt"]["number"] for sale in sales] == list(range(1, sold + 1))
    for sale in sales:
        assert [line["quantity"] for line in sale["lines"]] == ["1", "1"]
        assert (sale["burn"]["points"], sale["total"]) == (int(POINTS), 104_500)
    holdings = shop.holdings()
    assert holdings["points"]["burned"] == int(POINTS) * sold
    assert holdings["points"]["issued"] == sum(sale["earned_points"] for sale in sales)
    assert holdings["counts"]["sales"] == sold
    assert holdings["counts"]["open leases"] == 0
    return sales


def assert_paper_is_accounted_for(shop: Shop, sold: int) -> None:
    """Each sale has one slip, on paper or asked about; none came twice."""
    with shop.till_file() as reading:
        jobs = [reading.print_jobs.by_id(number) for number in range(1, 4 * sold)]
    slips = [job for job in jobs if job is not None and job.kind == "sale"]
    assert len({job.sale for job in slips}) == len(slips) == sold
    certain = [job for job in slips if job.state == "printed"]
    assert {job.state for job in slips} <= {"printed", "unknown"}
    assert len(certain) <= len(shop.counter.printer.pages) <= sold
