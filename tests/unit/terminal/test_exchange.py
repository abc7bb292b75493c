"""An exchange: goods come back and others are taken in one deed, and every figure is where it belongs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest

from loyalty.errors import Refused
from loyalty.units import Money, Quantity
from loyalty.wire.feed import LotState
from loyalty.wire.journal import SaleSettled
from loyalty.wire.kept import check_refund, kept_sale
from loyalty.wire.returning import SaleRefunded
from terminal.clock import timestamp
from terminal.exchange import OpenExchange, credit_tender
from terminal.open_sale import OpenSale
from terminal.returned import RefundWish
from terminal.sale import SettledSale, Tender
from terminal.store.checks import check_chains, check_projections
from terminal.store.derived import check_rows
from terminal.usecases.basket import attach_member
from terminal.usecases.drafts import load_draft, save_draft
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from terminal.usecases.reprint import reprint
from terminal.usecases.returns.exchanging import begin_exchange, begin_with_buyer, end_exchange
from terminal.usecases.returns.looking import returnable
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import shift_so_far
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.returned_goods import rice_and_noodles, take_back
from tests.unit.terminal.settled_sales import rice_for_anh, rows, tender, with_anh, with_goods
from tests.unit.terminal.test_gifts import CARD, gift, presented
from tests.unit.terminal.test_returns import settle_for_binh
from tests.unit.terminal.till_kit import ANH, LAN, MORNING, Counter, printing, store_settings
from tools.sample_shop import ZONE

NOODLES, RICE = "8934563138165", "RICE-ST25"
STEP = 500


def wish(sale: SettledSale, returns: Mapping[int, int], *, number: int = 1) -> RefundWish:
    return RefundWish(
        refund=f"0199-exchange-{number}",
        sale=sale.sale,
        returns={line: Quantity(quantity) for line, quantity in returns.items()},
        reason="mind",
    )


def bringing_back(
    counter: Counter, open_sale: OpenSale, sale: SettledSale, returns: Mapping[int, int], *, number: int = 1
) -> tuple[OpenSale, OpenExchange]:
    begun = begin_exchange(counter.till, open_sale, wish(sale, returns, number=number))
    assert begun.exchange is not None
    return begun, begun.exchange


def paid(counter: Counter, open_sale: OpenSale, *more: Tender) -> SettledSale:
    """Settled with the credit, and with what is handed over beside."""
    assert open_sale.exchange is not None
    total = price(counter.till, open_sale, paid_with=("exchange", *(each.kind for each in more))).total
    credit = credit_tender(open_sale.exchange.against(total, cash_step=STEP))
    return settle_sale(counter.till, LAN, open_sale, (*(() if credit is None else (credit,)), *more))


def drawer(counter: Counter) -> int:
    """What lies in it, by the journal's cash."""
    return int(rows(counter, "SELECT coalesce(sum(amount), 0) FROM tenders WHERE kind = 'cash'")[0][0])


def events(counter: Counter) -> list[tuple[str, SaleRefunded | SaleSettled]]:
    with counter.store.read() as reading:
        found = [
            reading.journal.by_operation(row[0])
            for row in reading.connection.exec_driver_sql(
                "SELECT operation_id FROM journal"
                " WHERE kind IN ('sale_refunded', 'sale_settled') ORDER BY seq"
            )
        ]
    return [
        (
            each.operation_id,
            SaleRefunded.from_json(each.body)
            if each.kind == "sale_refunded"
            else SaleSettled.from_json(each.body),
        )
        for each in found
        if each is not None
    ]


def is_sound(counter: Counter) -> bool:
    return check_chains(counter.store) == check_projections(counter.store) == check_rows(counter.store) == ()


def test_dearer_goods_are_paid_by_what_came_back_and_the_difference(shop: Counter) -> None:
    first = settle_sale(shop.till, LAN, with_goods(shop, NOODLES), (tender("cash", 4_500),))
    before = drawer(shop)
    sale, exchange = bringing_back(shop, with_goods(shop, RICE), first, {0: 1_000})
    assert (exchange.credit, exchange.back, exchange.beside) == (4_500, {"cash": 4_500}, 0)
    done = paid(shop, sale, tender("cash", 184_500))
    assert [(each.kind, each.amount) for each in done.tenders] == [("exchange", 4_500), ("cash", 184_500)]
    assert (done.to_pay, done.exchange, drawer(shop) - before) == (189_000, "0199-exchange-1", 184_500)
    (_, returned), (sale_id, sold) = events(shop)[-2:]
    assert isinstance(returned, SaleRefunded)
    assert isinstance(sold, SaleSettled)
    assert (returned.exchange, returned.credit) == (sale_id, 4_500)
    assert (sold.exchange, sold.credit) == ("0199-exchange-1", 4_500)
    assert is_sound(shop)


def test_cheaper_goods_leave_money_that_goes_back_as_it_came_in(shop: Counter) -> None:
    first = rice_and_noodles(shop)
    before = drawer(shop)
    sale, exchange = bringing_back(shop, with_goods(shop, NOODLES), first, {0: 2_000, 1: 1_000})
    assert exchange.back == {"card": 150_000, "cash": 121_000}
    done = paid(shop, sale)
    assert [(each.kind, each.amount) for each in done.tenders] == [("exchange", 4_500)]
    (_, returned), _ = events(shop)[-2:]
    assert [(each.kind, each.amount) for each in returned.tenders] == [
        ("exchange", 4_500), ("card", 150_000), ("cash", 116_500),
    ]  # fmt: skip
    assert drawer(shop) - before == -116_500
    assert is_sound(shop)


def test_one_paper_says_both_and_its_copy_says_the_same(shop: Counter) -> None:
    shop = replace(shop, till=printing(shop.till))
    first = rice_for_anh(shop)
    sale, _ = bringing_back(shop, with_goods(shop, NOODLES), first, {0: 1_000})
    before = rows(shop, "SELECT count(*) FROM print_jobs WHERE kind <> 'drawer'")[0][0]
    done = paid(shop, sale)
    papers = rows(shop, "SELECT kind, document FROM print_jobs WHERE kind <> 'drawer' ORDER BY job")[before:]
    assert [kind for kind, _ in papers] == ["sale"]
    assert all(text in papers[0][1] for text in ("ĐỔI HÀNG", first.receipt.label, "TRẢ LẠI", "Hàng lấy"))
    reprint(shop.till, LAN, done.sale)
    (copy,) = rows(shop, "SELECT document FROM print_jobs ORDER BY job DESC LIMIT 1")
    assert all(document.count("Thuế GTGT 8 %") == 2 for document in (papers[0][1], copy[0]))
    assert "Trả hàng của phiếu" in copy[0]


def test_the_points_that_expire_are_those_after_what_the_return_gave_back(shop: Counter) -> None:
    first = rice_for_anh(shop)
    goods = with_anh(shop, with_goods(shop, NOODLES), lent=0)
    sale, exchange = bringing_back(shop, goods, first, {0: 1_000})
    done = paid(shop, sale)
    (dying,) = [lot for lot in member_by_id(shop.till, "member-anh").lots if lot.lot == "lot-1"]
    assert (exchange.points_returned, dying.points) == (100, 1_150)
    assert done.member is not None
    assert (done.member.expiring_points, done.member.expiring_at) == (dying.points, dying.dies_at)


@pytest.mark.parametrize(("days", "dies"), [(1, 40), (45, 85)])
def test_points_that_come_back_into_a_lot_that_was_used_up_are_among_those_that_expire(
    shop: Counter, days: int, dies: int
) -> None:
    """A lot that has died since has as many days again as it had left; so has the server's, and the page."""
    first = rice_for_anh(shop)
    assert first.lot is not None
    assert first.burn is not None
    left = LotState(first.lot.lot, first.lot.points, None, timestamp(MORNING))
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE till_state SET acked_seq = (SELECT max(seq) FROM journal)")
        unit.members.put([replace(ANH, points=left.points, lots=(left,), revision=2)])
    assert [each.lot for each in member_by_id(shop.till, "member-anh").lots] == [first.lot.lot]
    shop.clock.move(days=days)
    goods = with_anh(shop, with_goods(shop, NOODLES), lent=0)
    sale, exchange = bringing_back(shop, goods, first, {0: 1_000})
    done = paid(shop, sale)
    (dying,) = [each for each in member_by_id(shop.till, "member-anh").lots if each.lot == "lot-1"]
    assert (exchange.points_returned, dying.points) == (100, 100)
    last_day = (MORNING + timedelta(days=dies)).astimezone(ZONE).date()
    assert dying.dies_at is not None
    assert (dying.dies_at - timedelta(seconds=1)).astimezone(ZONE).date() == last_day
    assert done.member is not None
    assert (done.member.expiring_points, done.member.expiring_at) == (100, dying.dies_at)


def test_what_is_left_on_a_card_that_pays_has_what_came_back_to_it(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.config.put_settings(store_settings(gift_cards={"months": 12}))
    cake = presented(shop, with_goods(shop, "CAKE"), lent=500_000)
    first = settle_sale(shop.till, LAN, cake, (gift(CARD, 150_000), tender("card", 50_000)))
    assert first.gifts_left == {CARD: 350_000}
    sale, exchange = bringing_back(shop, with_goods(shop, RICE), first, {0: 1_000})
    assert (exchange.beside, exchange.credit) == (150_000, 50_000)
    done = paid(shop, presented(shop, sale, lent=350_000), gift(CARD, 139_000))
    assert done.gifts_left == {CARD: 350_000 + 150_000 - 139_000}


def test_a_tier_is_reached_only_by_more_than_what_comes_back(shop: Counter) -> None:
    first = rice_for_anh(shop)
    known = 6_000_000
    for short, number, reached in ((100_000, 1, ""), (49_000, 2, "Vàng")):
        already = member_by_id(shop.till, "member-anh").measure - known
        with shop.store.write() as unit:
            known = 20_000_000 - short - already
            unit.members.put([replace(ANH, measure=known, revision=1 + number)])
        goods = with_anh(shop, with_goods(shop, RICE), lent=0)
        sale, exchange = bringing_back(shop, goods, first, {0: 1_000}, number=number)
        total = price(shop.till, sale).total
        done = paid(shop, sale, tender("card", total - exchange.credit))
        assert 49_000 <= total - exchange.credit < 100_000
        assert done.member is not None
        assert done.member.tier_reached == reached
        assert (member_by_id(shop.till, "member-anh").tier_name == "Vàng") == bool(reached)


def test_what_went_by_weight_comes_back_in_kilograms_also_where_it_was_a_whole_one(shop: Counter) -> None:
    shop = replace(shop, till=printing(shop.till))
    first = settle_sale(shop.till, LAN, with_goods(shop, "PORK", NOODLES), (tender("cash", 194_000),))
    sale, exchange = bringing_back(shop, with_goods(shop, NOODLES), first, {0: 1_000, 1: 1_000})
    assert exchange.weighed == {0}
    save_draft(shop.till, sale)
    kept = load_draft(shop.till)
    assert kept is not None
    assert kept.exchange is not None
    assert kept.exchange.weighed == {0}
    done = paid(shop, sale)
    reprint(shop.till, LAN, done.sale)
    papers = rows(shop, "SELECT document FROM print_jobs WHERE kind <> 'drawer' ORDER BY job DESC LIMIT 2")
    for (paper,) in papers:
        assert "SL 1 kg" in paper[paper.index("Thịt ba rọi") :]
        assert "SL 1" in paper[paper.index("Mì") :]


def test_points_go_both_ways_and_the_receipt_adds_them_up(shop: Counter) -> None:
    first = rice_for_anh(shop)
    open_sale = with_anh(shop, with_goods(shop, RICE), lent=0)
    sale, exchange = bringing_back(shop, open_sale, first, {0: 1_000})
    assert (exchange.points_taken, exchange.points_returned) == (17, 100)
    due = price(shop.till, sale, paid_with=("exchange", "cash")).total
    left = (due - exchange.credit) // STEP * STEP
    done = paid(shop, sale, tender("cash", left))
    assert done.member is not None
    assert done.member.points_after == 1083 - 17 + 100 + done.earned_points
    assert member_by_id(shop.till, "member-anh").points == done.member.points_after


@pytest.mark.parametrize("state", ["blocked", "erased"])
def test_it_is_paid_though_its_member_was_blocked_meanwhile(
    shop: Counter, state: Literal["blocked", "erased"]
) -> None:
    first = rice_for_anh(shop)
    open_sale = with_anh(shop, with_goods(shop, NOODLES), lent=0)
    sale, _ = bringing_back(shop, open_sale, first, {0: 1_000})
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, state=state, revision=2)])
    assert paid(shop, sale).exchange == "0199-exchange-1"
    assert returnable(shop.till, first.sale).returned == {0: 1_000}


def test_the_receipt_lets_no_more_points_expire_than_there_are_left(shop: Counter) -> None:
    first = settle_for_binh(shop)
    binh = member_by_id(shop.till, "member-binh")
    taking = attach_member(shop.till, LAN, with_goods(shop, NOODLES), binh)
    sale, exchange = bringing_back(shop, taking, first, {0: 1_000})
    member = paid(shop, sale).member
    assert member is not None
    assert exchange.points_taken > 0
    assert member.points_after == binh.points - exchange.points_taken
    assert member.expiring_points == member.points_after


def test_it_is_done_once_however_often_it_is_paid(shop: Counter) -> None:
    first = rice_for_anh(shop)
    sale, _ = bringing_back(shop, with_goods(shop, NOODLES), first, {0: 1_000})
    done = paid(shop, sale)
    count = len(events(shop))
    assert (paid(shop, sale).receipt, len(events(shop))) == (done.receipt, count)


def test_a_payment_that_is_refused_leaves_neither_half(shop: Counter) -> None:
    first = rice_for_anh(shop)
    sale, _ = bringing_back(shop, with_goods(shop, RICE), first, {0: 1_000})
    count = rows(shop, "SELECT count(*) FROM journal")
    with pytest.raises(Refused, match="tenders-short"):
        paid(shop, sale)
    with pytest.raises(Refused, match="exchange-changed"):
        settle_sale(shop.till, LAN, sale, (tender("exchange", 1_000), tender("cash", 188_000)))
    assert rows(shop, "SELECT count(*) FROM journal") == count
    assert returnable(shop.till, first.sale).returned == {}


def test_what_came_back_meanwhile_is_not_taken_twice(shop: Counter) -> None:
    first = rice_for_anh(shop)
    sale, _ = bringing_back(shop, with_goods(shop, NOODLES), first, {0: 1_000})
    take_back(shop, first, {0: 1_500}, 77)
    with pytest.raises(Refused, match="more-than-left"):
        paid(shop, sale)
    assert sale.exchange is not None
    half, _ = bringing_back(shop, with_goods(shop, NOODLES), first, {0: 500}, number=2)
    assert half.exchange is not None
    stale = replace(half, exchange=replace(half.exchange, points_taken=half.exchange.points_returned))
    with pytest.raises(Refused, match="exchange-changed"):
        paid(shop, stale)


def test_the_new_goods_come_back_as_the_old_ones_had_been_paid(shop: Counter) -> None:
    first = rice_and_noodles(shop)
    sale, _ = bringing_back(shop, with_goods(shop, RICE), first, {0: 2_000, 1: 1_000})
    second = paid(shop, sale)
    before = drawer(shop)
    back = refund_sale(shop.till, LAN, wish(second, {0: 1_000}, number=5))
    kinds = {each.kind: each.amount for each in back.tenders}
    assert kinds == {"card": 189_000 - 121_000, "cash": 121_000}
    assert drawer(shop) - before == -121_000
    assert is_sound(shop)


def test_a_card_gets_no_more_back_than_it_had_paid_though_a_part_went_into_an_exchange(shop: Counter) -> None:
    first = rice_and_noodles(shop)
    sale, exchange = bringing_back(shop, with_goods(shop, RICE), first, {0: 1_000})
    assert exchange.back == {"card": 133_918}
    paid(shop, sale, tender("cash", 55_000))
    rest = refund_sale(shop.till, LAN, wish(first, {0: 1_000, 1: 1_000}, number=5))
    assert {each.kind: each.amount for each in rest.tenders} == {"card": 150_000 - 133_918, "cash": 121_000}
    assert is_sound(shop)


def test_the_new_sale_is_voided_whole_and_what_came_back_stays_back(shop: Counter) -> None:
    first = settle_sale(shop.till, LAN, with_goods(shop, NOODLES), (tender("cash", 4_500),))
    sale, _ = bringing_back(shop, with_goods(shop, RICE), first, {0: 1_000})
    second = paid(shop, sale, tender("cash", 184_500))
    void = void_last_sale(shop.till, LAN, second.sale)
    assert [(each.kind, each.amount) for each in void.tenders] == [("cash", 4_500), ("cash", 184_500)]
    assert drawer(shop) == 0
    with pytest.raises(Refused, match="sale-voided"):
        void_last_sale(shop.till, LAN, first.sale)
    assert is_sound(shop)


def test_the_shift_counts_no_cash_that_did_not_move(shop: Counter) -> None:
    first = settle_sale(shop.till, LAN, with_goods(shop, RICE), (tender("cash", 189_000),))
    sale, _ = bringing_back(shop, with_goods(shop, RICE, NOODLES), first, {0: 1_000})
    paid(shop, sale, tender("cash", 4_500))
    report = shift_so_far(shop.till, replace(LAN, role="manager"))
    found = {each.kind: (each.taken, each.given_back, each.net) for each in report.tenders}
    assert found == {"cash": (193_500, 0, 193_500), "exchange": (189_000, 189_000, 0)}
    assert report.expected - report.shift.opening_float == 193_500


def test_an_open_exchange_outlives_the_till(shop: Counter) -> None:
    first = rice_for_anh(shop)
    sale, _ = bringing_back(shop, with_goods(shop, NOODLES), first, {0: 1_000})
    save_draft(shop.till, sale)
    assert load_draft(shop.till) == sale
    bare = end_exchange(shop.till, LAN, sale)
    assert (bare.exchange, bare.lines) == (None, sale.lines)
    assert not begin_exchange(shop.till, replace(bare, lines=()), wish(first, {0: 1_000})).is_empty
    with pytest.raises(Refused, match="exchange-open"):
        begin_exchange(shop.till, sale, wish(first, {0: 1_000}))


def test_who_bought_what_comes_back_is_the_member_until_the_exchange_is_dropped(shop: Counter) -> None:
    first = rice_for_anh(shop)
    begun = begin_with_buyer(shop.till, LAN, with_goods(shop, NOODLES), wish(first, {0: 1_000}))
    assert begun.member is not None
    assert begun.member.member == "member-anh"
    save_draft(shop.till, begun)
    kept = load_draft(shop.till)
    assert kept is not None
    for each in (begun, kept):
        bare = end_exchange(shop.till, LAN, each)
        assert (bare.exchange, bare.member, bare.lines) == (None, None, begun.lines)


def test_a_member_who_was_there_before_the_exchange_or_shows_a_card_stays(shop: Counter) -> None:
    first = rice_for_anh(shop)
    of_anh = with_anh(shop, with_goods(shop, NOODLES), lent=0)
    there = begin_with_buyer(shop.till, LAN, of_anh, wish(first, {0: 1_000}))
    begun = begin_with_buyer(shop.till, LAN, with_goods(shop, NOODLES), wish(first, {0: 1_000}))
    assert begun.member is not None
    shown = attach_member(shop.till, LAN, begun, replace(begun.member, card_tail="0014"))
    for each in (there, shown):
        bare = end_exchange(shop.till, LAN, each)
        assert bare.member is not None
        assert bare.member.member == "member-anh"


def test_the_server_reads_the_return_as_any_other(shop: Counter) -> None:
    first = rice_and_noodles(shop)
    sale, _ = bringing_back(shop, with_goods(shop, NOODLES), first, {0: 1_000})
    paid(shop, sale)
    (_, returned), _ = events(shop)[-2:]
    (_, sold) = events(shop)[0]
    assert isinstance(returned, SaleRefunded)
    assert isinstance(sold, SaleSettled)
    back = check_refund(returned, sold, kept_sale(sold, {}), before=Money(0))
    assert back.money == returned.money
