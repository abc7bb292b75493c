"""Taking back the sale just made, whole, and once."""

from dataclasses import replace
from typing import Any

import pytest

from loyalty.errors import Refused
from loyalty.units import Money
from loyalty.wire.journal import SaleVoided
from terminal.sale import SettledSale, VoidedSale
from terminal.store.checks import check_chains, check_projections
from terminal.usecases.basket import attach_member, refresh_member
from terminal.usecases.members import member_by_id
from terminal.usecases.reprint import last_sale, reprint
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import close_shift, open_shift, print_shift_so_far
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.settled_sales import rice_for_anh, rows, tender, with_goods
from tests.unit.terminal.till_kit import LAN, Counter, grant_claims


def void(counter: Counter, sale: SettledSale) -> VoidedSale:
    return void_last_sale(counter.till, LAN, sale.sale)


def test_a_void_gives_back_what_was_received_and_takes_back_what_was_earned(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    undone = void(shop, sale)
    assert (undone.money, undone.points_taken, undone.points_returned) == (266_500, 33, 200)
    assert [(each.kind, each.amount) for each in undone.tenders] == [("cash", 266_500)]
    assert undone.receipt_label == "Q2-000002"


def test_the_member_stands_as_before(shop: Counter) -> None:
    before = member_by_id(shop.till, "member-anh")
    sale = rice_for_anh(shop)
    between = member_by_id(shop.till, "member-anh")
    assert (between.points, between.purchases, between.measure) == (1083, 13, 6_266_660)
    void(shop, sale)
    assert member_by_id(shop.till, "member-anh") == before


def test_the_rows_say_it_the_other_way_round(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    undone = void(shop, sale)
    assert rows(shop, "SELECT kind, points, lot FROM point_movements WHERE seq > 3 ORDER BY position") == [
        ("taken_back", -33, sale.lot.lot if sale.lot else ""),
        ("given_back", 200, "lot-1"),
    ]
    assert rows(shop, "SELECT receipt, amount FROM tenders ORDER BY amount") == [
        (undone.void, -266_500),
        (sale.sale, 266_500),
    ]
    assert check_chains(shop.store) == check_projections(shop.store) == ()


def test_the_slip_and_the_drawer_are_queued(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    shop.rung.clear()
    void(shop, sale)
    with shop.store.read() as reading:
        kinds = [job.kind for job in reading.print_jobs.waiting("receipt")]
        void_slip = reading.print_jobs.waiting("receipt")[2]
    assert kinds == ["sale", "drawer", "void", "drawer"]
    assert void_slip.document == "void Q2-000002 of Q2-000001 266500 Bách hóa Q1"
    assert shop.rung == ["printer", "sync"]


def test_the_servers_own_reading_of_the_event_agrees(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    undone = void(shop, sale)
    with shop.store.read() as reading:
        event = reading.journal.by_operation(undone.void)
    assert event is not None
    read = SaleVoided.from_json(event.body)
    assert (read.sale, read.receipt_label) == (sale.sale, "Q2-000002")
    assert (read.refund.money, read.refund.points_taken, read.refund.points_returned) == (266_500, 33, 200)


def refusal(counter: Counter, sale: str) -> Refused:
    with pytest.raises(Refused) as refused:
        void_last_sale(counter.till, LAN, sale)
    return refused.value


def test_a_sale_is_voided_once(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    void(shop, sale)
    refused = refusal(shop, sale.sale)
    assert (refused.code, refused.params) == ("sale-voided", {"label": "Q2-000001"})


def test_only_the_last_sale_can_be_voided(shop: Counter) -> None:
    first = rice_for_anh(shop)
    settle_sale(shop.till, LAN, with_goods(shop, "RICE-ST25"), (tender("card", 189_000),))
    assert refusal(shop, first.sale).code == "not-the-last-sale"


def test_a_sale_nobody_made_cannot_be_voided(shop: Counter) -> None:
    assert refusal(shop, "sale-nobody").code == "sale-unknown"


def test_nothing_is_voided_outside_its_shift(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    close_shift(shop.till, LAN, counted=Money(0), reason="unknown")
    assert refusal(shop, sale.sale).code == "no-shift"
    open_shift(shop.till, LAN, opening_float=Money(0))
    assert refusal(shop, sale.sale).code == "other-shift"


def test_a_sale_without_a_member_or_cash_opens_no_drawer(shop: Counter) -> None:
    sale = settle_sale(shop.till, LAN, with_goods(shop, "RICE-ST25"), (tender("card", 189_000),))
    undone = void(shop, sale)
    assert (undone.points_taken, undone.points_returned) == (0, 0)
    with shop.store.read() as reading:
        assert [job.kind for job in reading.print_jobs.waiting("receipt")] == ["sale", "void"]


def test_a_void_before_the_server_knew_of_the_sale_lets_a_limited_offer_hold_again(shop: Counter) -> None:
    anh = member_by_id(shop.till, "member-anh")
    sale = attach_member(shop.till, LAN, with_goods(shop, "CAKE"), anh)
    grant_claims(shop)
    sale = refresh_member(shop.till, sale)
    settled = settle_sale(shop.till, LAN, sale, (tender("card", 174_600),))
    assert [each.rule for each in settled.discounts] == ["once", "tier:silver"]
    assert member_by_id(shop.till, "member-anh").used == {"once": 1}
    void(shop, settled)
    assert member_by_id(shop.till, "member-anh").used == {"once": 0}


def jobs(counter: Counter) -> list[tuple[Any, ...]]:
    return rows(counter, "SELECT kind, document, copy FROM print_jobs ORDER BY job")


def test_a_copy_reads_as_the_first_and_says_that_it_is_one(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    shop.rung.clear()
    assert reprint(shop.till, LAN, sale.sale) == sale
    assert jobs(shop)[2:] == [("sale", "sale Q2-000001 266500 Bách hóa Q1 copy", 1)]
    assert rows(shop, "SELECT kind, operator FROM journal ORDER BY seq DESC LIMIT 1") == [
        ("receipt_reprinted", "op-lan")
    ]
    assert shop.rung == ["printer", "sync"]


def test_without_a_printer_no_copy_is_promised_and_none_is_noted(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    before = jobs(shop), rows(shop, "SELECT count(*) FROM journal")
    bare = replace(shop.till, has_printer=lambda: False)
    for ask in (lambda: reprint(bare, LAN, sale.sale), lambda: print_shift_so_far(bare, LAN)):
        with pytest.raises(Refused, match="no-printer"):
            ask()
    assert (jobs(shop), rows(shop, "SELECT count(*) FROM journal")) == before


def test_a_receipt_nobody_made_cannot_be_printed_again(shop: Counter) -> None:
    with pytest.raises(Refused, match="sale-unknown"):
        reprint(shop.till, LAN, "sale-nobody")


def test_the_last_sale_is_the_last_also_when_it_was_voided(shop: Counter) -> None:
    assert last_sale(shop.till) is None
    sale = rice_for_anh(shop)
    void(shop, sale)
    found = last_sale(shop.till)
    assert found is not None
    assert (found.sale, found.voided) == (sale.sale, True)
