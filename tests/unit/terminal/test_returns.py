"""Goods that come back: found, shown, taken back once, in any parts, with every figure where it belongs."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.units import Money, Quantity
from loyalty.wire.journal import SaleSettled
from loyalty.wire.kept import check_refund, kept_sale
from loyalty.wire.returning import SaleRefunded
from terminal.clock import timestamp
from terminal.returned import Approval, GoodsWish, RefundWish
from terminal.sale import SettledSale
from terminal.store.checks import check_chains, check_projections
from terminal.store.derived import check_rows
from terminal.usecases.basket import attach_member
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from terminal.usecases.returns.approving import approve
from terminal.usecases.returns.goods import goods_line, return_goods
from terminal.usecases.returns.looking import returnable
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.returns.working_out import show_refund
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import close_shift, shift_so_far
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.returned_goods import MINH, rice_and_noodles, rice_without_a_receipt, take_back, wish
from tests.unit.terminal.settled_sales import rice_for_anh, rows, tender, with_anh, with_goods
from tests.unit.terminal.till_kit import (
    LAN,
    MORNING,
    PIN,
    PROGRAM,
    Counter,
    member_state,
    operator_row,
    program_row,
)

ONE = Quantity(1_000)


def test_a_bag_comes_back_with_its_money_and_its_points(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    shown = show_refund(shop.till, wish(sale, {0: 1_000}))
    assert (shown.worked_out.paid_out, shown.worked_out.rounding) == (133_500, 170)
    assert shown.before is not None
    assert shown.after is not None
    assert (shown.before.points, shown.after.points, shown.owed, shown.tier_lost) == (1083, 1166, 0, "")
    done = take_back(shop, sale, {0: 1_000})
    assert (done.money, done.rounding, done.paid_out) == (133_330, 170, 133_500)
    assert (done.points_taken, done.points_returned, done.points_after) == (17, 100, 1166)
    assert (done.receipt_label, done.is_whole) == ("Q2-000002", False)
    assert member_by_id(shop.till, "member-anh").points == 1166
    left = returnable(shop.till, sale.sale)
    assert [(line.quantity, line.returned, line.left) for line in left.lines] == [(2_000, 1_000, 1_000)]
    assert left.member_name == "Nguyễn Thị Ánh"


def test_returns_in_any_order_end_where_the_void_does(shop: Counter) -> None:
    before = member_by_id(shop.till, "member-anh")
    for number, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 0, 2])):
        sale = rice_and_noodles(shop)
        parts = [{0: 500}, {0: 1_500}, {1: 1_000}]
        done = [take_back(shop, sale, parts[place], 10 * number + place) for place in order]
        assert sum(each.paid_out for each in done) == sale.to_pay
        assert sum(each.points_taken for each in done) == sale.earned_points
        assert sum(each.points_returned for each in done) == 200
        assert [each.is_whole for each in done] == [False, False, True]
        out: dict[str, int] = dict.fromkeys(("card", "cash"), 0)
        for paid in (paid for each in done for paid in each.tenders):
            out[paid.kind] += paid.amount
        assert out == {"card": 150_000, "cash": 121_000}
        now = member_by_id(shop.till, "member-anh")
        assert (now.points, now.owed, now.purchases, now.measure, now.used) == (
            before.points,
            0,
            before.purchases,
            before.measure,
            before.used,
        )
        with pytest.raises(Refused, match="sale-voided"):
            take_back(shop, sale, {0: 1}, 100 + number)
    assert check_chains(shop.store) == check_projections(shop.store) == check_rows(shop.store) == ()


def test_no_more_goes_back_to_a_card_than_it_paid_where_cash_rounded_the_rest_away(shop: Counter) -> None:
    goods = with_anh(shop, with_goods(shop, "RICE-ST25", "RICE-ST25", "8934563138165"), lent=1250, burn=200)
    sale = settle_sale(shop.till, LAN, goods, (tender("card", 271_000), tender("cash", 0)))
    assert sale.rounding < 0
    done = [
        take_back(shop, sale, part, 50 + place)
        for place, part in enumerate(({0: 1_000}, {0: 1_000}, {1: 1_000}))
    ]
    assert {each.kind for back in done for each in back.tenders} == {"card"}
    assert sum(each.paid_out for each in done) == 271_000
    assert sum(each.rounding for each in done) == sale.rounding
    assert check_chains(shop.store) == check_projections(shop.store) == check_rows(shop.store) == ()


def test_the_servers_own_reading_of_the_event_agrees(shop: Counter) -> None:
    sale = rice_and_noodles(shop)
    take_back(shop, sale, {1: 1_000}, 1)
    done = take_back(shop, sale, {0: 500}, 2)
    with shop.store.read() as reading:
        sold, event = reading.journal.by_operation(sale.sale), reading.journal.by_operation(done.refund)
    assert sold is not None
    assert event is not None
    body, kept = SaleSettled.from_json(sold.body), {1: ONE}
    back = check_refund(
        SaleRefunded.from_json(event.body), body, kept_sale(body, kept), before=Money(4_500 - 135)
    )
    assert back.money == done.money


def test_a_second_press_gives_the_first_return_again(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    first = take_back(shop, sale, {0: 1_000})
    second = take_back(shop, sale, {0: 1_000})
    assert second == first
    assert rows(shop, "SELECT count(*) FROM journal WHERE kind = 'sale_refunded'") == [(1,)]
    assert rows(shop, "SELECT count(*) FROM print_jobs WHERE kind = 'refund'") == [(1,)]


def test_the_slip_is_printed_and_the_drawer_opens_where_cash_goes_out(shop: Counter) -> None:
    sale = rice_and_noodles(shop)
    shop.rung.clear()
    take_back(shop, sale, {0: 500}, 1)
    take_back(shop, sale, {0: 1_500}, 2)
    queued = rows(shop, "SELECT kind, document FROM print_jobs ORDER BY job")[2:]
    assert queued == [
        ("refund", "refund Q2-000002 of Q2-000001 66959 Bách hóa Q1"),
        ("refund", "refund Q2-000003 of Q2-000001 201041 Bách hóa Q1"),
        ("drawer", ""),
    ]
    assert shop.rung == ["printer", "sync", "printer", "sync"]


def test_points_spent_meanwhile_are_owed_and_said_before(shop: Counter) -> None:
    sale = settle_for_binh(shop)
    with (
        shop.store.write() as unit
    ):  # the server has seen the sale, and 15 of its points were burned elsewhere
        unit.connection.exec_driver_sql("UPDATE till_state SET acked_seq = (SELECT max(seq) FROM journal)")
    shown = show_refund(shop.till, wish(sale, {0: 2_000}))
    assert shown.owed == 37
    done = take_back(shop, sale, {0: 2_000})
    assert (done.points_after, member_by_id(shop.till, "member-binh").owed) == (-37, 37)


def test_points_spent_meanwhile_are_not_owed_where_others_pay_them(shop: Counter) -> None:
    sale = settle_for_binh(shop)
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE till_state SET acked_seq = (SELECT max(seq) FROM journal)")
        binh = unit.members.by_id("member-binh")
        assert binh is not None
        others = {
            "lot": "of-another-day",
            "points": 40,
            "dies_at": None,
            "spendable_from": timestamp(MORNING),
        }
        state = member_state("member-binh", binh.name, binh.e164, lots=[others])
        unit.members.put([replace(state, revision=binh.revision + 1)])
    shown = show_refund(shop.till, wish(sale, {0: 2_000}))
    assert shown.after is not None
    assert (shown.owed, shown.after.points) == (0, 3)


def settle_for_binh(counter: Counter) -> SettledSale:
    sale = with_goods(counter, "RICE-ST25", "RICE-ST25")
    sale = attach_member(counter.till, LAN, sale, member_by_id(counter.till, "member-binh"))
    return settle_sale(counter.till, LAN, sale, (tender("cash", 378_000),))


def test_a_tier_that_the_goods_had_led_to_is_said(shop: Counter) -> None:
    text = PROGRAM.replace("at = 5000000", "at = 300000")
    with shop.store.write() as unit:
        unit.config.put_program(program_row(text, version=2, valid_from=shop.clock.now()))
    sale = settle_for_binh(shop)
    assert show_refund(shop.till, wish(sale, {0: 500})).tier_lost == "Bạc"
    assert show_refund(shop.till, wish(sale, {0: 100})).tier_lost == ""


def test_what_cannot_be_taken_back_is_refused_whole(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    for returns, code in (({0: 2_001}, "more-than-left"), ({}, "nothing-returned"), ({3: 1}, "no-such-line")):
        with pytest.raises(Refused, match=code):
            show_refund(shop.till, wish(sale, returns))
        with pytest.raises(Refused, match=code):
            take_back(shop, sale, returns)
    with pytest.raises(Refused, match="sale-unknown"):
        take_back(shop, "nobody", {0: 1})
    with pytest.raises(Refused, match="approval-needed"):
        refund_sale(shop.till, LAN, wish(sale, {0: 1_000}, in_cash=True))
    close_shift(shop.till, LAN, counted=Money(0), reason="unknown")
    with pytest.raises(Refused, match="no-shift"):
        take_back(shop, sale, {0: 1_000})
    assert rows(shop, "SELECT count(*) FROM refunds") == [(0,)]


def test_in_cash_what_was_paid_by_card_with_a_managers_word(shop: Counter) -> None:
    sale = rice_and_noodles(shop)
    asked = RefundWish(
        refund="0199-r", sale=sale.sale, returns={0: ONE}, in_cash=True, approval=MINH, reason="Máy thẻ hỏng"
    )
    done = refund_sale(shop.till, LAN, asked)
    assert [(each.kind, each.amount) for each in done.tenders] == [("cash", 134_000)]
    assert (done.approval, done.reason) == (MINH, "Máy thẻ hỏng")
    assert refund_sale(shop.till, LAN, asked) == done


def test_a_sale_of_which_a_part_came_back_is_voided_no_more(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    take_back(shop, sale, {0: 1_000})
    with pytest.raises(Refused, match="sale-returned"):
        void_last_sale(shop.till, LAN, sale.sale)


def test_the_report_counts_what_came_back(shop: Counter) -> None:
    sale = rice_and_noodles(shop)
    take_back(shop, sale, {0: 2_000}, 1)
    return_goods(shop.till, LAN, rice_without_a_receipt(shop))
    report = shift_so_far(shop.till, LAN)
    assert (report.refunds, report.refunded, report.refunds_without_receipt) == (2, 457_000, 1)
    assert report.expected == 500_000 + 121_000 - 118_000 - 189_000
    assert [(each.kind, each.taken, each.given_back) for each in report.tenders] == [
        ("card", 150_000, 150_000),
        ("cash", 121_000, 307_000),
    ]
    assert (report.loyalty.taken_back, report.loyalty.given_back) == (33, 198)


def test_above_the_limit_only_a_manager_may_allow_it(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.operators.put([operator_row("op-hoa", "Hoa", role="supervisor")])
    hoa = Approval(operator="op-hoa", name="Hoa")
    with pytest.raises(Refused, match="manager-needed"):
        return_goods(shop.till, LAN, rice_without_a_receipt(shop, by=hoa))
    limits = "\n[limits.manager_over]\nrefund_without_receipt = 200000\n"
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + limits, version=2, valid_from=shop.clock.now()))
    with pytest.raises(Refused, match="manager-needed"):
        return_goods(shop.till, LAN, rice_without_a_receipt(shop, by=hoa, pieces=2))
    assert return_goods(shop.till, LAN, rice_without_a_receipt(shop, by=hoa)).paid_out == 189_000
    lan = GoodsWish(
        refund="x",
        lines=rice_without_a_receipt(shop).lines,
        reason="a",
        approval=Approval(operator="op-lan", name="Lan"),
    )
    with pytest.raises(Refused, match="may-not-approve"):
        return_goods(shop.till, LAN, lan)


def test_a_return_without_goods_or_a_reason_is_none(shop: Counter) -> None:
    with pytest.raises(Refused, match="nothing-returned"):
        return_goods(shop.till, LAN, GoodsWish(refund="x", lines=(), reason="a", approval=MINH))
    lines = rice_without_a_receipt(shop).lines
    with pytest.raises(Refused, match="reason-missing"):
        return_goods(shop.till, LAN, GoodsWish(refund="x", lines=lines, reason=" ", approval=MINH))
    found = find_products(shop.till, "OTHER")
    assert isinstance(found, ProductFound)
    with pytest.raises(Refused, match="price-not-typed"):
        goods_line(found.product, ONE)


def test_a_manager_approves_with_a_pin_and_a_wrong_one_is_counted(shop: Counter) -> None:
    assert approve(shop.till, operator="op-minh", pin=PIN, what="refund") == MINH
    with pytest.raises(Refused, match="may-not-approve"):
        approve(shop.till, operator="op-lan", pin=PIN, what="refund")
    with pytest.raises(Refused, match="wrong-pin"):
        approve(shop.till, operator="op-minh", pin="0000", what="refund")
    assert approve(shop.till, operator="op-minh", pin=PIN, what="refund") == MINH
    kinds = rows(shop, "SELECT kind, operator FROM journal WHERE kind = 'override_given'")
    assert kinds == [("override_given", "op-minh")] * 2


def test_more_is_burned_and_given_back_in_a_day_than_there_ever_was_at_once(shop: Counter) -> None:
    for number in range(3):
        sale = with_anh(shop, with_goods(shop, "CAKE", "CAKE", "RICE-ST25", "RICE-ST25"), lent=1250, burn=600)
        total = price(shop.till, sale, paid_with=("card",)).total
        sold = settle_sale(shop.till, LAN, sale, (tender("card", total),))
        take_back(shop, sold, dict.fromkeys(range(2), 1000), 10 * number)
        rest = {line.line: line.left for line in returnable(shop.till, sold.sale).lines if line.left}
        take_back(shop, sold, rest, 10 * number + 1)
    assert member_by_id(shop.till, "member-anh").points == 1250
