"""Paying: one transaction, done once, with everything in it that will ever be needed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from loyalty.errors import Refused
from loyalty.units import Money, Points
from loyalty.wire.journal import SaleSettled
from terminal.membership import HeldLease, LeaseSlice
from terminal.open_sale import add_code
from terminal.settlement import take_from_lease
from terminal.store.checks import check_chains, check_projections
from terminal.usecases.basket import attach_member, new_sale, refresh_member
from terminal.usecases.drafts import load_draft, save_draft
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import close_shift, shift_so_far
from tests.unit.terminal.settled_sales import rice_for_anh, rows, tender, with_anh, with_goods
from tests.unit.terminal.till_kit import ANH, LAN, PROGRAM, Counter, program_row


def test_a_sale_keeps_every_figure_of_its_quote(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    assert (sale.subtotal, sale.total, sale.rounding, sale.to_pay, sale.change) == (
        378_000,
        266_660,
        -160,
        266_500,
        233_500,
    )
    assert [(each.rule, each.amount, each.label) for each in sale.discounts] == [
        ("tier:silver", 11_340, "Hạng Bạc 3 %")
    ]
    assert [(each.rule, each.points, each.label) for each in sale.earned] == [
        ("base", 26, "cơ bản"),
        ("tier:silver", 7, "hạng Bạc"),
    ]
    assert sale.burn is not None
    assert (sale.burn.points, sale.burn.amount) == (200, 100_000)
    assert (sale.receipt.label, sale.receipt.digits[:15]) == ("Q2-000001", "970000200000001")


def test_the_receipt_knows_the_member_before_and_after(shop: Counter) -> None:
    member = rice_for_anh(shop).member
    assert member is not None
    assert (member.points_before, member.points_after, member.worth_after) == (1250, 1083, 541_500)
    assert (member.name, member.phone_tail, member.tier_name) == ("Nguyễn Thị Ánh", "678", "Bạc")
    assert (member.expiring_points, member.expiring_at) == (
        1050,
        member_by_id(shop.till, "member-anh").lots[0].dies_at,
    )


def test_what_has_just_been_earned_expires_with_the_rest_of_that_day(shop: Counter) -> None:
    bags = with_goods(shop, "RICE-ST25", "RICE-ST25")
    binh = member_by_id(shop.till, "member-binh")
    first = settle_sale(shop.till, LAN, attach_member(shop.till, LAN, bags, binh), (tender("cash", 378_000),))
    assert first.member is not None
    assert (first.member.expiring_points, first.member.points_after) == (37, 37)
    again = attach_member(
        shop.till, LAN, with_goods(shop, "RICE-ST25"), member_by_id(shop.till, "member-binh")
    )
    second = settle_sale(shop.till, LAN, again, (tender("cash", 189_000),))
    assert second.member is not None
    assert (second.member.expiring_points, second.member.points_after) == (55, 55)


def test_the_earned_lot_dies_at_the_end_of_its_month_a_year_later(shop: Counter) -> None:
    lot = rice_for_anh(shop).lot
    assert lot is not None
    assert (lot.points, lot.spendable_from) == (33, None)
    assert lot.dies_at == datetime.fromisoformat("2027-12-01T00:00:00+07:00")


def test_points_that_wait_are_not_in_the_balance_yet(shop: Counter) -> None:
    waiting = PROGRAM.replace("expire_months = 12", "expire_months = 12\npending_days = 7")
    with shop.store.write() as unit:
        unit.config.put_program(program_row(waiting, version=2, valid_from=shop.clock.now()))
    sale = rice_for_anh(shop)
    assert sale.lot is not None
    assert sale.lot.spendable_from is not None
    assert sale.member is not None
    assert sale.member.points_after == 1050


def test_it_is_one_event_and_the_rows_that_follow_from_it(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    (settled, closed) = rows(shop, "SELECT kind, operation_id FROM journal WHERE seq > 1")
    assert settled == ("sale_settled", sale.sale)
    assert closed[0] == "lease_closed"
    assert rows(shop, "SELECT kind, points, lot FROM point_movements ORDER BY position") == [
        ("earned", 33, sale.lot.lot if sale.lot else ""),
        ("burned", -200, "lot-1"),
    ]
    assert rows(shop, "SELECT kind, amount, given FROM tenders") == [("cash", 266_500, 500_000)]
    assert rows(shop, "SELECT state, spent, amount FROM leases") == [("closed", 200, 1250)]
    assert check_chains(shop.store) == check_projections(shop.store) == ()


def test_the_slip_and_the_kick_are_queued_and_nothing_else_has_happened(shop: Counter) -> None:
    rice_for_anh(shop)
    with shop.store.read() as reading:
        jobs = reading.print_jobs.waiting("receipt")
    assert [(job.kind, job.document, job.state, job.copy) for job in jobs] == [
        ("sale", "sale Q2-000001 266500 Bách hóa Q1", "queued", False),
        ("drawer", "", "queued", False),
    ]
    assert shop.rung == ["sync", "printer", "sync"]


def test_a_rest_that_cash_rounds_away_is_kept_as_rounding_and_as_no_payment(shop: Counter) -> None:
    goods = with_anh(shop, with_goods(shop, "RICE-ST25", "RICE-ST25"), lent=1250, burn=200)
    sale = settle_sale(shop.till, LAN, goods, (tender("card", 266_500), tender("cash", 0)))
    assert (sale.total, sale.rounding, sale.to_pay) == (266_660, -160, 266_500)
    assert rows(shop, "SELECT kind, amount FROM tenders") == [("card", 266_500)]
    assert sale.paid_nothing == ("cash",)
    with shop.store.read() as reading:
        assert reading.sales.by_id(sale.sale) == sale
    with shop.store.read() as reading:
        assert [job.kind for job in reading.print_jobs.waiting("receipt")] == ["sale"]
    report = shift_so_far(shop.till, LAN)
    assert [(each.kind, each.count, each.taken) for each in report.tenders] == [("card", 1, 266_500)]
    assert (report.total, report.rounding, report.expected) == (266_660, -160, 500_000)
    assert check_chains(shop.store) == check_projections(shop.store) == ()


def test_what_cash_would_round_away_is_owed_where_nobody_pays_in_cash(shop: Counter) -> None:
    goods = with_goods(shop, "RICE-ST25")
    with pytest.raises(Refused, match="tenders-short"):
        settle_sale(shop.till, LAN, goods, (tender("card", 188_900),))


def test_no_drawer_opens_where_no_cash_is_taken(shop: Counter) -> None:
    settle_sale(shop.till, LAN, with_goods(shop, "RICE-ST25"), (tender("transfer", 189_000, by_hand=True),))
    with shop.store.read() as reading:
        assert [job.kind for job in reading.print_jobs.waiting("receipt")] == ["sale"]


def test_the_servers_own_reading_of_the_event_agrees(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    with shop.store.read() as reading:
        event = reading.journal.by_operation(sale.sale)
    assert event is not None
    read = SaleSettled.from_json(event.body)
    assert (read.sale, read.member, read.total, read.earned_points) == (sale.sale, "member-anh", 266_660, 33)
    assert read.burn is not None
    assert [(part.lot, part.points) for part in read.burn.slices] == [("lot-1", 200)]


def test_no_name_and_no_number_of_the_member_is_in_the_journal(shop: Counter) -> None:
    rice_for_anh(shop)
    bodies = "".join(body for (body,) in rows(shop, "SELECT body FROM journal"))
    assert "Ánh" not in bodies
    assert "912345678" not in bodies


def test_paying_twice_is_paying_once(shop: Counter) -> None:
    open_sale = with_goods(shop, "RICE-ST25")
    paid = (tender("cash", 189_000),)
    first = settle_sale(shop.till, LAN, open_sale, paid)
    assert settle_sale(shop.till, LAN, open_sale, paid) == first
    assert rows(shop, "SELECT count(*) FROM sales") == [(1,)]
    assert rows(shop, "SELECT count(*) FROM print_jobs") == [(2,)]


def test_paying_again_finds_the_sale_after_its_lease_is_over(shop: Counter) -> None:
    sale = with_anh(shop, with_goods(shop, "RICE-ST25"), lent=200, burn=100)
    due = price(shop.till, sale, paid_with=("card",)).total
    paid = settle_sale(shop.till, LAN, sale, (tender("card", due),))
    seen_since = refresh_member(shop.till, sale)
    assert settle_sale(shop.till, LAN, seen_since, (tender("card", due),)) == paid
    with pytest.raises(Refused, match="burn-over-max"):
        settle_sale(shop.till, LAN, replace(seen_since, sale="never-paid"), (tender("card", due),))


def test_what_is_paid_with_decides_what_it_costs(shop: Counter) -> None:
    sale = with_goods(shop, *["RICE-ST25"] * 5)
    with pytest.raises(Refused, match="tenders-over"):
        settle_sale(shop.till, LAN, sale, (tender("cash", 945_000),))
    assert settle_sale(shop.till, LAN, sale, (tender("cash", 944_000),)).total == 944_000
    by_card = replace(sale, sale=shop.till.new_id())
    assert settle_sale(shop.till, LAN, by_card, (tender("card", 945_000),)).total == 945_000


def test_the_price_that_was_shown_is_charged_even_if_its_hour_ends_meanwhile(shop: Counter) -> None:
    until_ten = PROGRAM + (
        '\n[[promotion]]\nid = "early"\nname = "Sáng sớm"\nkind = "amount_off"\namount = 9000\n'
        'when = { hours = ["08:00-10:05"], members_only = false }\n'
    )
    with shop.store.write() as unit:
        unit.config.put_program(program_row(until_ten, version=2, valid_from=shop.clock.now()))
    sale = with_goods(shop, "RICE-ST25")
    assert price(shop.till, sale, paid_with=("card",)).total == 180_000
    shop.clock.move(minutes=6)
    assert settle_sale(shop.till, LAN, sale, (tender("card", 180_000),)).total == 180_000


def test_a_price_from_long_ago_is_worked_out_anew(shop: Counter) -> None:
    until_ten = PROGRAM + (
        '\n[[promotion]]\nid = "early"\nname = "Sáng sớm"\nkind = "amount_off"\namount = 9000\n'
        'when = { hours = ["08:00-10:05"], members_only = false }\n'
    )
    with shop.store.write() as unit:
        unit.config.put_program(program_row(until_ten, version=2, valid_from=shop.clock.now()))
    sale = with_goods(shop, "RICE-ST25")
    price(shop.till, sale, paid_with=("card",))
    shop.clock.move(minutes=11)
    with pytest.raises(Refused, match="tenders-short"):
        settle_sale(shop.till, LAN, sale, (tender("card", 180_000),))


def test_an_empty_basket_cannot_be_paid(shop: Counter) -> None:
    with pytest.raises(Refused, match="sale-empty"):
        settle_sale(shop.till, LAN, new_sale(shop.till), ())


def test_nothing_is_sold_outside_a_shift(shop: Counter) -> None:
    close_shift(shop.till, LAN, counted=Money(500_000))
    with pytest.raises(Refused, match="no-shift"):
        settle_sale(shop.till, LAN, with_goods(shop, "RICE-ST25"), (tender("card", 189_000),))


def test_a_refused_payment_leaves_nothing_behind(shop: Counter) -> None:
    sale = with_anh(shop, with_goods(shop, "RICE-ST25"), lent=500)
    before = rows(shop, "SELECT * FROM till_state")
    with pytest.raises(Refused, match="tenders-short"):
        settle_sale(shop.till, LAN, sale, (tender("card", 1_000),))
    assert rows(shop, "SELECT * FROM till_state") == before
    assert rows(shop, "SELECT count(*) FROM sales") == rows(shop, "SELECT count(*) FROM print_jobs") == [(0,)]
    assert rows(shop, "SELECT state FROM leases") == [("open",)]


@pytest.mark.parametrize(
    ("state", "code"), [("frozen", "lease-frozen"), ("refused", "lease-refused"), ("closed", "lease-missing")]
)
def test_points_are_spent_inside_the_lease_as_it_is_in_that_very_moment(
    shop: Counter, state: str, code: str
) -> None:
    sale = with_anh(shop, with_goods(shop, "RICE-ST25", "RICE-ST25"), lent=1250, burn=200)
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE leases SET state = ?", (state,))
    with pytest.raises(Refused, match=code):
        settle_sale(shop.till, LAN, sale, (tender("cash", 266_500),))


def test_a_lease_that_ran_out_at_the_counter_spends_nothing(shop: Counter) -> None:
    sale = with_anh(shop, with_goods(shop, "RICE-ST25", "RICE-ST25"), lent=1250, burn=200)
    price(shop.till, sale, paid_with=("cash",))
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE leases SET until = '2026-11-21T02:00:00.000Z'")
    with pytest.raises(Refused, match="lease-expired"):
        settle_sale(shop.till, LAN, sale, (tender("cash", 266_500),))


def test_a_lease_the_server_cut_down_spends_no_more_than_it_holds(shop: Counter) -> None:
    sale = with_anh(shop, with_goods(shop, "RICE-ST25", "RICE-ST25"), lent=1250, burn=200)
    price(shop.till, sale, paid_with=("cash",))
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE leases SET amount = 100")
    with pytest.raises(Refused, match="lease-missing"):
        settle_sale(shop.till, LAN, sale, (tender("cash", 266_500),))


def test_slices_are_taken_from_the_lot_that_dies_first(shop: Counter) -> None:
    now = shop.clock.now()
    lease = HeldLease(
        lease="l",
        member="m",
        state="open",
        amount=Points(300),
        slices=(
            LeaseSlice(lot="never", points=Points(100)),
            LeaseSlice(lot="late", points=Points(100), dies_at=now + timedelta(days=9)),
            LeaseSlice(lot="soon", points=Points(100), dies_at=now + timedelta(days=1)),
        ),
    )
    assert [(part.lot, part.points) for part in take_from_lease(lease, Points(150))] == [
        ("soon", 100),
        ("late", 50),
    ]
    with pytest.raises(Refused, match="lease-too-small"):
        take_from_lease(lease, Points(301))


def test_a_member_who_burns_nothing_gives_the_lease_back(shop: Counter) -> None:
    sale = with_anh(shop, with_goods(shop, "RICE-ST25"), lent=500)
    settle_sale(shop.till, LAN, sale, (tender("card", 183_330),))
    assert rows(shop, "SELECT state, spent FROM leases") == [("closed", 0)]
    assert rows(shop, "SELECT kind FROM journal ORDER BY seq DESC LIMIT 1") == [("lease_closed",)]


def test_a_sale_earns_also_while_the_lease_is_only_wanted(shop: Counter) -> None:
    sale = with_anh(shop, with_goods(shop, "RICE-ST25"), lent=0)
    settled = settle_sale(shop.till, LAN, sale, (tender("card", 183_330),))
    assert settled.earned_points > 0
    assert rows(shop, "SELECT count(*) FROM leases") == [(0,)]


def test_the_draft_goes_with_the_sale(shop: Counter) -> None:
    sale = with_goods(shop, "RICE-ST25")
    save_draft(shop.till, sale)
    settle_sale(shop.till, LAN, sale, (tender("card", 189_000),))
    assert load_draft(shop.till) is None


def test_what_costs_nothing_needs_no_tender(shop: Counter) -> None:
    sale = add_code(with_goods(shop, "8934563138165"), "TET2027")
    settled = settle_sale(shop.till, LAN, sale, ())
    assert (settled.total, settled.to_pay, settled.tenders) == (0, 0, ())


def test_points_that_are_owed_are_paid_first(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, lots=(), owed=Points(100), points=Points(0), revision=2)])
    sale = attach_member(shop.till, LAN, with_goods(shop, "RICE-ST25"), member_by_id(shop.till, "member-anh"))
    settled = settle_sale(shop.till, LAN, sale, (tender("card", 183_330),))
    assert settled.member is not None
    assert (settled.member.points_before, settled.member.points_after) == (-100, -78)
    assert settled.member.worth_after == 0
    assert member_by_id(shop.till, "member-anh").points == -78
