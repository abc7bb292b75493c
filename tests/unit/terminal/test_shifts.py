"""A shift from its float to its count, and every figure of its report."""

import pytest

from loyalty.errors import Refused
from loyalty.units import Money
from terminal.sale import TenderKind
from terminal.shift import ShiftReport
from terminal.usecases.drafts import save_draft
from terminal.usecases.drawer import open_drawer, record_unasked_opening
from terminal.usecases.enrol import enrol_member
from terminal.usecases.reprint import reprint
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import close_shift, current_shift, open_shift, print_shift_so_far, shift_so_far
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.settled_sales import rice_for_anh, rows, tender, with_goods
from tests.unit.terminal.till_kit import LAN, Counter


def a_day(counter: Counter) -> ShiftReport:
    """Three sales, the last one voided, a copy, a kick by hand, a new member; counted a little short."""
    till = counter.till
    rice_for_anh(counter)
    settle_sale(till, LAN, with_goods(counter, "RICE-ST25"), (tender("transfer", 189_000, by_hand=True),))
    last = settle_sale(
        till, LAN, with_goods(counter, "CAKE"), (tender("card", 50_000), tender("cash", 150_000, 200_000))
    )
    void_last_sale(till, LAN, last.sale)
    reprint(till, LAN, last.sale)
    open_drawer(till, LAN)
    enrol_member(till, LAN, phone_text="0909000111", name="Lê Hoa")
    return close_shift(till, LAN, counted=Money(766_000), reason="unknown")


def test_the_report_counts_sales_and_voids_apart(shop: Counter) -> None:
    report = a_day(shop)
    assert (report.sales, report.voids) == (3, 1)
    assert (report.gross, report.discounts, report.burned, report.total) == (
        767_000,
        11_340,
        100_000,
        655_660,
    )
    assert (report.voided, report.rounding) == (200_000, -160)


def test_the_report_has_each_tender_with_what_went_back(shop: Counter) -> None:
    report = a_day(shop)
    figures: dict[TenderKind, tuple[int, int, int, int]] = {
        each.kind: (each.count, each.taken, each.given_back, each.net) for each in report.tenders
    }
    assert figures == {
        "card": (1, 50_000, 50_000, 0),
        "cash": (2, 416_500, 150_000, 266_500),
        "transfer": (1, 189_000, 0, 189_000),
    }
    assert (report.confirmed_by_hand, report.confirmed_by_hand_amount) == (1, 189_000)


def test_the_drawer_should_hold_the_float_and_the_cash(shop: Counter) -> None:
    report = a_day(shop)
    assert (report.expected, report.counted, report.difference) == (766_500, 766_000, -500)


def test_the_loyalty_block_has_points_both_ways(shop: Counter) -> None:
    loyalty = a_day(shop).loyalty
    assert (loyalty.earned, loyalty.burned, loyalty.taken_back, loyalty.given_back) == (33, 200, 0, 0)
    assert (loyalty.enrolled, loyalty.sales_with_member) == (1, 1)


def test_what_was_done_besides_selling_is_counted(shop: Counter) -> None:
    report = a_day(shop)
    assert (report.reprints, report.drawer_openings) == (1, 1)


def test_closing_is_recorded_printed_and_final(shop: Counter) -> None:
    report = a_day(shop)
    assert current_shift(shop.till) is None
    assert rows(shop, "SELECT kind, document FROM print_jobs ORDER BY job DESC LIMIT 1") == [
        ("shift", "shift 1 766500 766000 Bách hóa Q1")
    ]
    with shop.store.read() as reading:
        head = reading.journal.head()
        event = reading.journal.at_seq(till=head.till, incarnation=head.incarnation, seq=head.seq)
    assert event is not None
    assert event.kind == "shift_closed"
    assert event.body == {
        "v": 1,
        "shift": report.shift.shift,
        "float": 500_000,
        "counted": 766_000,
        "expected": 766_500,
        "sales": 3,
        "voids": 1,
        "total": 655_660,
        "voided": 200_000,
        "rounding": -160,
        "cash_taken": 416_500,
        "cash_given_back": 150_000,
        "refunds": 0,
        "refunded": 0,
        "reason": "unknown",
    }


def test_the_next_shift_starts_from_nothing_and_has_the_next_number(shop: Counter) -> None:
    a_day(shop)
    shift = open_shift(shop.till, LAN, opening_float=Money(300_000))
    assert shift.number == 2
    assert current_shift(shop.till) == shift
    report = shift_so_far(shop.till, LAN)
    assert (report.sales, report.total, report.expected, report.reprints) == (0, 0, 300_000, 0)


def test_a_look_at_the_figures_closes_nothing(shop: Counter) -> None:
    rice_for_anh(shop)
    report = shift_so_far(shop.till, LAN)
    assert (report.sales, report.expected, report.closed_by_name) == (1, 766_500, "Lan")
    assert current_shift(shop.till) is not None


def test_one_shift_at_a_time(shop: Counter) -> None:
    with pytest.raises(Refused, match="shift-already-open"):
        open_shift(shop.till, LAN, opening_float=Money(0))


@pytest.mark.parametrize("amount", [-1, 10**12])
def test_floats_and_counts_have_limits(shop: Counter, amount: int) -> None:
    with pytest.raises(Refused, match="amount-out-of-range"):
        close_shift(shop.till, LAN, counted=Money(amount), reason="unknown")
    with pytest.raises(Refused, match="amount-out-of-range"):
        open_shift(shop.till, LAN, opening_float=Money(amount))


def test_a_sale_that_is_still_open_keeps_the_shift_open(shop: Counter) -> None:
    save_draft(shop.till, with_goods(shop, "RICE-ST25"))
    with pytest.raises(Refused, match="sale-still-open"):
        close_shift(shop.till, LAN, counted=Money(0), reason="unknown")


def test_no_shift_has_no_figures(shop: Counter) -> None:
    close_shift(shop.till, LAN, counted=Money(0), reason="unknown")
    with pytest.raises(Refused, match="no-shift"):
        shift_so_far(shop.till, LAN)
    with pytest.raises(Refused, match="no-shift"):
        close_shift(shop.till, LAN, counted=Money(0), reason="unknown")


def test_a_drawer_opened_by_hand_is_recorded_with_who_asked(shop: Counter) -> None:
    open_drawer(shop.till, LAN)
    assert rows(shop, "SELECT kind, operator FROM journal ORDER BY seq DESC LIMIT 1") == [
        ("drawer_opened", "op-lan")
    ]
    assert rows(shop, "SELECT kind, state FROM print_jobs") == [("drawer", "queued")]
    assert shop.rung == ["printer", "sync"]


def test_a_look_at_the_figures_can_be_had_on_paper(shop: Counter) -> None:
    rice_for_anh(shop)
    report = print_shift_so_far(shop.till, LAN)
    with shop.till.store.read() as reading:
        job = reading.print_jobs.waiting("receipt")[-1]
    assert (job.kind, job.document.split(" ")[:4]) == ("shift", ["shift", "so", "far", "1"])
    assert report.sales == 1
    assert current_shift(shop.till) is not None


def test_without_a_shift_there_is_no_look_at_its_figures(shop: Counter) -> None:
    a_day(shop)
    with pytest.raises(Refused, match="no-shift"):
        print_shift_so_far(shop.till, LAN)


def test_a_drawer_that_nobody_asked_to_open_is_recorded_without_a_name(shop: Counter) -> None:
    record_unasked_opening(shop.store)
    with shop.store.read() as reading:
        *_, event = reading.journal.walk(till="till-2", incarnation=1, seq=1)
    assert (event.kind, event.operator, event.body["reason"]) == ("drawer_opened", "", "unasked")
    assert rows(shop, "SELECT kind FROM print_jobs") == []
