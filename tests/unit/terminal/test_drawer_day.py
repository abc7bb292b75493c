"""Cash beside selling, the blind count, earlier reports again, and a day of several shifts."""

import pytest

from loyalty.errors import Refused
from loyalty.units import Money
from terminal.returned import Approval
from terminal.session import Session
from terminal.shift import CashMove, ShiftReport
from terminal.usecases.days import (
    close_day,
    day_report,
    past_days,
    past_shifts,
    reprint_day,
    reprint_shift,
    shift_report,
)
from terminal.usecases.drafts import save_draft
from terminal.usecases.paid import move_cash
from terminal.usecases.returns.approving import approve
from terminal.usecases.shifts import close_shift, give_count, open_shift, print_shift_so_far, shift_so_far
from tests.unit.terminal.settled_sales import rice_for_anh, rows, with_goods
from tests.unit.terminal.till_kit import LAN, MORNING, PIN, Counter, operator_row

HUONG = Session(operator="op-huong", name="Hương", role="supervisor", at=MORNING)


@pytest.fixture(autouse=True)
def _two_people(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.operators.put([operator_row("op-huong", "Hương", role="supervisor")])


def paid_out(shop: Counter, amount: int, *, approval: Approval | None = None) -> CashMove:
    return move_cash(
        shop.till,
        LAN,
        way="out",
        amount=Money(amount),
        reason="supplier",
        note=" đá  lạnh ",
        approval=approval,
    )


def closed(shop: Counter, counted: int) -> ShiftReport:
    return close_shift(shop.till, LAN, counted=Money(counted), reason="unknown")


def test_cash_paid_in_and_out_is_recorded_printed_and_expected_in_the_drawer(shop: Counter) -> None:
    move = paid_out(shop, 120_000)
    move_cash(shop.till, LAN, way="in", amount=Money(50_000), reason="change")
    assert (move.note, move.operator_name) == ("đá lạnh", "Lan")
    assert rows(shop, "SELECT kind, document FROM print_jobs ORDER BY job") == [
        ("drawer", ""),
        ("shift", "cash out 120000 supplier Bách hóa Q1"),
        ("drawer", ""),
        ("shift", "cash in 50000 change Bách hóa Q1"),
    ]
    with shop.store.read() as reading:
        event = reading.journal.by_operation(move.move)
    assert event is not None
    assert (event.kind, event.operator, event.body["amount"], event.body["way"]) == (
        *("cash_moved", "op-lan"),
        *(120_000, "out"),
    )
    report = shift_so_far(shop.till, HUONG)
    assert (report.paid_in, report.paid_out, report.expected) == (50_000, 120_000, 430_000)
    assert [(each.way, each.amount) for each in report.moves] == [("out", 120_000), ("in", 50_000)]


def test_a_cashier_pays_out_so_much_alone_and_more_with_a_supervisor(shop: Counter) -> None:
    paid_out(shop, 500_000)
    with pytest.raises(Refused, match="paid-out-needs-word") as refused:
        paid_out(shop, 500_001)
    assert refused.value.params["most"] == 500_000
    word = approve(shop.till, operator="op-huong", pin=PIN, what="paid-out")
    assert paid_out(shop, 500_001, approval=word).approver_name == "Hương"
    assert move_cash(shop.till, HUONG, way="out", amount=Money(900_000), reason="bank").approver_name == ""


@pytest.mark.parametrize(
    ("way", "amount", "reason", "note", "why"),
    [
        ("out", 0, "bank", "", "amount-out-of-range"),
        ("out", -5, "bank", "", "amount-out-of-range"),
        ("out", 1000, "", "", "cash-needs-reason"),
        ("in", 1000, "supplier", "", "cash-needs-reason"),
        ("in", 1000, "other", "   ", "cash-needs-reason"),
    ],
)
def test_cash_without_a_reason_or_an_amount_does_not_move(
    shop: Counter, way: str, amount: int, reason: str, note: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        move_cash(
            shop.till,
            LAN,
            way="in" if way == "in" else "out",
            amount=Money(amount),
            reason=reason,
            note=note,
        )
    assert rows(shop, "SELECT count(*) FROM cash_moves") == [(0,)]
    assert rows(shop, "SELECT kind FROM print_jobs") == []


def test_no_cash_moves_outside_a_shift(shop: Counter) -> None:
    closed(shop, 500_000)
    with pytest.raises(Refused, match="no-shift"):
        paid_out(shop, 1000)


def test_a_count_is_recorded_before_anything_is_told_and_is_given_again_with_a_second_person(
    shop: Counter,
) -> None:
    rice_for_anh(shop)
    first = give_count(shop.till, LAN, counted=Money(700_000), notes={500_000: 1, 100_000: 2, 50_000: 0})
    assert (first.expected, first.difference) == (766_500, -66_500)
    assert rows(shop, "SELECT kind, body FROM journal ORDER BY seq DESC LIMIT 1")[0][0] == "drawer_counted"
    with pytest.raises(Refused, match="recount-needs-word"):
        give_count(shop.till, LAN, counted=Money(766_500), notes={})
    again = give_count(shop.till, LAN, counted=Money(766_000), notes={}, approver="op-huong")
    assert (again.number, again.difference) == (2, -500)
    with pytest.raises(Refused, match="counted-twice"):
        give_count(shop.till, HUONG, counted=Money(766_500), notes={})


def test_what_was_counted_is_what_it_is_closed_with(shop: Counter) -> None:
    give_count(shop.till, LAN, counted=Money(400_000), notes={})
    with pytest.raises(Refused, match="count-is-another"):
        closed(shop, 500_000)
    give_count(shop.till, HUONG, counted=Money(450_000), notes={})
    report = close_shift(shop.till, LAN, counted=Money(450_000), reason="other", note="cho mượn")
    assert (report.first_counted, report.difference, report.reason, report.note) == (
        *(400_000, -50_000),
        *("other", "cho mượn"),
    )


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("whatever", "x"), ("other", "")])
def test_a_difference_is_recorded_with_a_reason(shop: Counter, reason: str, note: str) -> None:
    with pytest.raises(Refused, match="difference-needs-reason"):
        close_shift(shop.till, LAN, counted=Money(1), reason=reason, note=note)


def test_a_drawer_that_holds_what_it_should_needs_no_reason(shop: Counter) -> None:
    report = close_shift(shop.till, LAN, counted=Money(500_000), reason="unknown", note="x")
    assert (report.difference, report.reason, report.note) == (0, "", "")


def test_takings_in_between_make_it_another_drawer(shop: Counter) -> None:
    give_count(shop.till, LAN, counted=Money(1), notes={})
    rice_for_anh(shop)
    assert give_count(shop.till, LAN, counted=Money(2), notes={}).number == 2
    assert closed(shop, 2).first_counted is None


def test_a_sale_that_is_open_is_not_counted_over(shop: Counter) -> None:
    save_draft(shop.till, with_goods(shop, "RICE-ST25"))
    with pytest.raises(Refused, match="sale-still-open"):
        give_count(shop.till, LAN, counted=Money(0), notes={})


def test_a_cashiers_look_at_the_shift_is_blind_and_a_supervisors_is_not(shop: Counter) -> None:
    assert print_shift_so_far(shop.till, LAN).is_blind
    assert not print_shift_so_far(shop.till, HUONG).is_blind


def test_an_earlier_report_is_the_same_whenever_it_is_asked_for(shop: Counter) -> None:
    rice_for_anh(shop)
    paid_out(shop, 20_000)
    approve(shop.till, operator="op-huong", pin=PIN, what="x")
    give_count(shop.till, LAN, counted=Money(1_000), notes={})
    give_count(shop.till, HUONG, counted=Money(2_000), notes={})
    report = closed(shop, 2_000)
    open_shift(shop.till, LAN, opening_float=Money(0))
    rice_for_anh(shop)
    assert shift_report(shop.till, report.shift.shift) == report
    assert report.loyalty.overrides == 1
    assert [shift.number for shift, _ in past_shifts(shop.till)] == [1]
    assert reprint_shift(shop.till, report.shift.shift) == report
    assert rows(shop, "SELECT document FROM print_jobs ORDER BY job DESC LIMIT 1") == [
        ("shift 1 746500 2000 Bách hóa Q1 copy",)
    ]


def test_a_shift_that_an_older_version_closed_has_the_figures_of_its_rows(shop: Counter) -> None:
    rice_for_anh(shop)
    report = closed(shop, 0)
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql(
            "UPDATE shifts SET closed_by = NULL, closed_by_name = NULL, "
            "closed_incarnation = NULL, closed_seq = NULL"
        )
    old = shift_report(shop.till, report.shift.shift)
    assert (old.total, old.closed_by_name, old.reprints) == (report.total, "Lan", 0)


def test_a_day_is_closed_of_every_shift_since_the_last_one(shop: Counter) -> None:
    rice_for_anh(shop)
    first = closed(shop, 766_500)
    open_shift(shop.till, LAN, opening_float=Money(100_000))
    rice_for_anh(shop)
    paid_out(shop, 50_000)
    second = closed(shop, 300_000)
    day = close_day(shop.till, HUONG)
    assert [each.shift.number for each in day.shifts] == [1, 2]
    assert day.total.total == first.total + second.total
    assert day.total.difference == first.difference + second.difference
    assert day.total.loyalty.sales_with_member == 2
    cash = [each for each in day.total.tenders if each.kind == "cash"]
    assert [each.count for each in cash] == [2]
    assert rows(shop, "SELECT document FROM print_jobs ORDER BY job DESC LIMIT 1") == [
        ("day 1 of 1+2 Bách hóa Q1",)
    ]
    assert day_report(shop.till, 1) == day
    assert reprint_day(shop.till, 1) == day
    assert [each.number for each in past_days(shop.till)] == [1]
    with pytest.raises(Refused, match="no-shift-for-day"):
        close_day(shop.till, HUONG)


def test_a_day_is_closed_after_its_last_shift_and_by_a_supervisor(shop: Counter) -> None:
    with pytest.raises(Refused, match="shift-still-open"):
        close_day(shop.till, HUONG)
    closed(shop, 500_000)
    with pytest.raises(Refused, match="role-may-not"):
        close_day(shop.till, LAN)
    assert past_days(shop.till) == ()


def test_what_is_not_there_is_said_so(shop: Counter) -> None:
    for look in (shift_report, reprint_shift):
        with pytest.raises(Refused, match="no-such-shift"):
            look(shop.till, "shift-x")
    for again in (day_report, reprint_day):
        with pytest.raises(Refused, match="no-such-day"):
            again(shop.till, 7)
