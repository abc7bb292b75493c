"""Sales put aside: nothing of them is lost, and no points are held for them meanwhile."""

from dataclasses import replace

import pytest

from loyalty.basket import AskedReward
from loyalty.errors import Refused
from terminal.open_sale import OpenSale, add_code, set_burn
from terminal.usecases.basket import close_stray_leases, new_sale
from terminal.usecases.drafts import load_draft, save_draft, take_up_draft
from terminal.usecases.park import MOST_PARKED, ParkedSale, park_sale, parked_sales, recall_sale
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.settled_sales import rows, tender, with_anh, with_goods
from tests.unit.terminal.test_drafts import a_full_basket
from tests.unit.terminal.till_kit import LAN, MORNING, Counter, grant_lease, member_state

VOUCHER = "9300000000017"


def the_one(counter: Counter) -> ParkedSale:
    (parked,) = parked_sales(counter.till)
    return parked


def recall(counter: Counter, sale: OpenSale | None = None) -> OpenSale:
    return recall_sale(counter.till, LAN, sale or new_sale(counter.till), the_one(counter).sale)


def test_goods_codes_and_prices_come_back_as_they_were(shop: Counter) -> None:
    sale = a_full_basket(shop)
    park_sale(shop.till, LAN, sale)
    assert recall(shop) == sale
    assert parked_sales(shop.till) == ()


def test_a_parked_sale_keeps_its_member_rewards_and_what_was_to_be_burned(shop: Counter) -> None:
    sale = with_anh(shop, a_full_basket(shop), lent=1250, burn=200)
    sale = replace(sale, rewards=(AskedReward("coffee"),))
    park_sale(shop.till, LAN, sale)
    back = recall(shop)
    assert back.member is not None
    assert (back.member.member, back.burn, back.lines) == ("member-anh", 200, sale.lines)
    assert back.rewards == sale.rewards


def test_its_points_are_free_while_it_is_parked_and_asked_for_anew_after(shop: Counter) -> None:
    sale = with_anh(shop, with_goods(shop, "CAKE"), lent=1250, burn=200)
    assert sale.lease is not None
    park_sale(shop.till, LAN, sale)
    held = "SELECT lease FROM leases WHERE state <> 'closed'"
    assert rows(shop, held) == []
    assert "lease_closed" in {kind for (kind,) in rows(shop, "SELECT kind FROM journal")}
    back = recall(shop)
    assert back.lease is not None
    assert back.lease.lease != sale.lease.lease
    assert rows(shop, held) == [(back.lease.lease,)]


def test_a_sale_that_was_parked_and_paid_burns_and_earns_as_any(shop: Counter) -> None:
    sale = with_anh(shop, with_goods(shop, "RICE-ST25", "RICE-ST25"), lent=1250, burn=200)
    park_sale(shop.till, LAN, sale)
    back = recall(shop)
    assert back.lease is not None
    grant_lease(shop, back.lease, points=1250)
    with shop.store.read() as reading:
        lease = reading.leases.by_id(back.lease.lease)
    settled = settle_sale(shop.till, LAN, replace(back, lease=lease), (tender("cash", 266_500, 500_000),))
    assert settled.burn is not None
    assert (settled.burn.points, settled.to_pay) == (200, 266_500)
    assert load_draft(shop.till) is None


def test_what_is_open_is_put_aside_for_the_one_taken_up(shop: Counter) -> None:
    first, second = a_full_basket(shop), with_goods(shop, "CAKE")
    park_sale(shop.till, LAN, first)
    assert recall(shop, second) == first
    assert the_one(shop).sale == second.sale
    assert recall(shop, first) == second


def test_the_last_parked_stands_first_with_its_member_and_goods(shop: Counter) -> None:
    park_sale(shop.till, LAN, a_full_basket(shop))
    shop.clock.move(minutes=5)
    park_sale(shop.till, LAN, with_anh(shop, with_goods(shop, "CAKE"), lent=0))
    last, first = parked_sales(shop.till)
    assert (last.name, last.goods, last.lines) == ("Nguyễn Thị Ánh", ("Bánh kem",), 1)
    assert (first.name, first.lines, first.parked_at) == ("", 3, MORNING)


def test_a_parked_sale_outlives_the_power_and_so_does_one_just_taken_up(shop: Counter) -> None:
    sale = a_full_basket(shop)
    save_draft(shop.till, sale)
    park_sale(shop.till, LAN, sale)
    assert load_draft(shop.till) is None
    recall(shop)
    assert load_draft(shop.till) == sale


def test_taken_up_with_a_member_and_cut_off_the_member_is_still_there(shop: Counter) -> None:
    park_sale(shop.till, LAN, with_anh(shop, with_goods(shop, "CAKE"), lent=1250, burn=100))
    recall(shop)
    draft = load_draft(shop.till)
    assert draft is not None
    assert draft.member is not None
    assert close_stray_leases(shop.till, open_sale=draft) == 1


def test_cut_off_as_it_was_taken_up_points_and_vouchers_are_asked_for_at_the_next_start(
    shop: Counter,
) -> None:
    sale = add_code(with_anh(shop, with_goods(shop, "CAKE"), lent=1250, burn=100), VOUCHER)
    park_sale(shop.till, LAN, sale)
    (row,) = rows(shop, "SELECT body FROM drafts")
    with shop.store.write() as unit:  # as far as the till came: taken up, and nothing asked for yet
        unit.drafts.unpark(sale.sale)
        unit.drafts.save(row[0], at="2026-11-21T03:00:00.000Z")
    started = load_draft(shop.till)
    assert started is not None
    assert started.lease is None
    again = take_up_draft(shop.till)
    assert again is not None
    assert again.lease is not None
    assert (again.lines, again.codes, again.burn) == (sale.lines, sale.codes, sale.burn)
    assert close_stray_leases(shop.till, open_sale=again) == 0


def test_what_was_held_for_it_is_not_asked_for_twice(shop: Counter) -> None:
    assert take_up_draft(shop.till) is None
    plain = with_goods(shop, "CAKE")
    save_draft(shop.till, plain)
    assert take_up_draft(shop.till) == plain
    save_draft(shop.till, with_anh(shop, plain, lent=1250))
    assert take_up_draft(shop.till) == load_draft(shop.till)
    assert len(rows(shop, "SELECT lease FROM leases")) == 1


def test_nothing_is_not_parked_and_no_more_than_a_shop_needs(shop: Counter) -> None:
    with pytest.raises(Refused, match="nothing-to-park"):
        park_sale(shop.till, LAN, new_sale(shop.till))
    for _ in range(MOST_PARKED):
        park_sale(shop.till, LAN, with_goods(shop, "CAKE"))
    sale = with_goods(shop, "CAKE")
    with pytest.raises(Refused, match="too-many-parked"):
        park_sale(shop.till, LAN, sale)
    assert len(parked_sales(shop.till)) == MOST_PARKED


def test_one_that_was_taken_up_is_not_there_twice(shop: Counter) -> None:
    park_sale(shop.till, LAN, a_full_basket(shop))
    parked = the_one(shop)
    recall(shop)
    open_one = with_goods(shop, "CAKE")
    with pytest.raises(Refused, match="parked-sale-gone"):
        recall_sale(shop.till, LAN, open_one, parked.sale)
    assert parked_sales(shop.till) == ()


def test_a_member_who_was_erased_meanwhile_is_left_off(shop: Counter) -> None:
    sale = with_anh(shop, with_goods(shop, "CAKE"), lent=1250, burn=100)
    park_sale(shop.till, LAN, sale)
    with shop.store.write() as unit:
        unit.members.put([member_state("member-anh", "", None, state="erased", revision=9)])
    assert the_one(shop).name == ""
    back = recall(shop)
    assert (back.member, back.burn, len(back.lines)) == (None, 0, 1)


def test_a_wish_for_the_most_points_comes_back_as_one(shop: Counter) -> None:
    sale = set_burn(with_anh(shop, with_goods(shop, "CAKE"), lent=1250), "max")
    park_sale(shop.till, LAN, sale)
    assert recall(shop).burn == "max"
