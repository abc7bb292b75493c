"""Gift cards at the till: sold, topped up, scanned to pay, given back; and what may not be."""

import json
from dataclasses import replace
from typing import Any

import pytest
from argon2 import PasswordHasher

from loyalty.errors import Refused
from loyalty.identity.cards import GIFT_SCHEME, card_number
from loyalty.units import Money
from loyalty.wire.journal import SaleSettled, SaleVoided
from loyalty.wire.pins import peppered_pin
from loyalty.wire.prepaid import GiftState
from server.usecases.post_sale import check_sums
from terminal.clock import timestamp
from terminal.open_sale import OpenSale, remove_line
from terminal.sale import SettledSale, Tender
from terminal.store.checks import check_chains, check_projections
from terminal.usecases.basket import abandon_sale, close_stray_leases, new_sale
from terminal.usecases.drafts import load_draft, save_draft
from terminal.usecases.find import find
from terminal.usecases.found import GiftFound, NothingFound
from terminal.usecases.gifts import gift_trouble, present_gift, put_back_gift, refresh_gifts, sell_gift
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import close_shift
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.settled_sales import tender, with_goods
from tests.unit.terminal.till_kit import LAN, PEPPER, Counter, grant_lease, store_settings

CARD = card_number(1, scheme=GIFT_SCHEME)
OTHER = card_number(2, scheme=GIFT_SCHEME)


@pytest.fixture
def shop(shop: Counter) -> Counter:
    """The shop, which sells gift cards whose money lives for a year."""
    set_rules(shop, months=12)
    return shop


def set_rules(shop: Counter, **rules: Any) -> None:
    with shop.store.write() as unit:
        unit.config.put_settings(store_settings(gift_cards=rules))


def gift(card: str, amount: int) -> Tender:
    return Tender(kind="gift", amount=Money(amount), card=card)


def bodies(shop: Counter, kind: str) -> list[dict[str, Any]]:
    with shop.store.read() as reading:
        rows = reading.connection.exec_driver_sql(
            "SELECT body FROM journal WHERE kind = ? ORDER BY seq", (kind,)
        )
        return [json.loads(row.body) for row in rows]


def presented(shop: Counter, sale: OpenSale, *, lent: int, card: str = CARD) -> OpenSale:
    """The sale with a card scanned to pay, and so much lent of it."""
    sale = present_gift(shop.till, LAN, sale, card)
    grant_lease(shop, sale.gift_cards[-1], points=lent)
    return refresh_gifts(shop.till, sale)


def sold(shop: Counter, amount: int = 500_000) -> SettledSale:
    sale = sell_gift(shop.till, new_sale(shop.till), CARD, Money(amount))
    return settle_sale(shop.till, LAN, sale, (tender("cash", amount),))


def test_a_card_is_sold_with_no_goods_and_earns_nothing(shop: Counter) -> None:
    sale = sold(shop)
    assert (sale.total, sale.to_pay, sale.earned_points, sale.lines) == (0, 500_000, 0, ())
    body = SaleSettled.from_json(bodies(shop, "sale_settled")[-1])
    check_sums(body)
    (part,) = body.gifts
    assert (part.card, part.amount, part.dies_at) == (CARD, 500_000, "2027-11-30T17:00:00.000Z")
    assert check_chains(shop.store) == ()
    assert check_projections(shop.store) == ()


def test_goods_and_a_card_are_paid_together_and_the_rules_see_the_goods_only(shop: Counter) -> None:
    goods = with_goods(shop, "CAKE")
    sale = sell_gift(shop.till, goods, CARD, Money(300_000))
    assert price(shop.till, sale).total == price(shop.till, goods).total == 200_000
    settled = settle_sale(shop.till, LAN, sale, (tender("card", 500_000),))
    assert (settled.subtotal, settled.total, settled.to_pay) == (200_000, 200_000, 500_000)
    check_sums(SaleSettled.from_json(bodies(shop, "sale_settled")[-1]))


def test_a_card_pays_inside_what_the_till_was_lent_of_it(shop: Counter) -> None:
    sale = presented(shop, with_goods(shop, "CAKE"), lent=150_000)
    settled = settle_sale(shop.till, LAN, sale, (gift(CARD, 150_000), tender("cash", 50_000)))
    assert settled.gifts_left == {CARD: 0}
    body = SaleSettled.from_json(bodies(shop, "sale_settled")[-1])
    check_sums(body)
    (used,) = body.gift_tenders
    assert (used.card, used.lease, used.amount) == (CARD, sale.gift_cards[0].lease, 150_000)
    (closed,) = bodies(shop, "lease_closed")
    assert (closed["account"], closed["member"], closed["spent"]) == ("gift", CARD, 150_000)
    with shop.store.read() as reading:
        kept = reading.sales.by_id(settled.sale)
    assert kept == settled
    assert check_chains(shop.store) == ()


def test_two_cards_pay_for_one_sale(shop: Counter) -> None:
    sale = presented(shop, with_goods(shop, "CAKE"), lent=50_000)
    sale = presented(shop, sale, lent=500_000, card=OTHER)
    settled = settle_sale(shop.till, LAN, sale, (gift(CARD, 50_000), gift(OTHER, 150_000)))
    assert settled.gifts_left == {CARD: 0, OTHER: 350_000}
    check_sums(SaleSettled.from_json(bodies(shop, "sale_settled")[-1]))


def test_paying_twice_is_paying_once(shop: Counter) -> None:
    sale = presented(shop, with_goods(shop, "CAKE"), lent=300_000)
    first = settle_sale(shop.till, LAN, sale, (gift(CARD, 200_000),))
    assert settle_sale(shop.till, LAN, sale, (gift(CARD, 200_000),)).sale == first.sale
    assert len(bodies(shop, "sale_settled")) == 1


@pytest.mark.parametrize(
    ("tenders", "why"),
    [
        ((gift(CARD, 200_001),), "tenders-over"),
        ((gift(CARD, 100_500), tender("cash", 99_500)), "lease-too-small"),
        ((gift(CARD, 50_000), gift(CARD, 50_000), tender("cash", 100_000)), "gift-twice"),
        ((gift(OTHER, 200_000),), "gift-missing"),
    ],
    ids=["more than is due", "more than was lent", "one card twice", "a card nobody scanned"],
)
def test_a_payment_that_cannot_be_leaves_nothing_behind(
    shop: Counter, tenders: tuple[Tender, ...], why: str
) -> None:
    sale = presented(shop, with_goods(shop, "CAKE"), lent=100_000)
    with pytest.raises(Refused) as refusal:
        settle_sale(shop.till, LAN, sale, tenders)
    assert refusal.value.code == why
    assert bodies(shop, "sale_settled") == []


def test_no_card_buys_a_card(shop: Counter) -> None:
    sale = presented(shop, with_goods(shop, "CAKE"), lent=900_000)
    sale = sell_gift(shop.till, sale, OTHER, Money(100_000))
    with pytest.raises(Refused, match="gift-over"):
        settle_sale(shop.till, LAN, sale, (gift(CARD, 300_000),))
    with pytest.raises(Refused, match="gift-is-sold"):
        present_gift(shop.till, LAN, sale, OTHER)


def test_without_an_answer_a_card_pays_nothing_and_the_sentence_names_it(shop: Counter) -> None:
    sale = present_gift(shop.till, LAN, with_goods(shop, "CAKE"), CARD)
    with pytest.raises(Refused) as refusal:
        settle_sale(shop.till, LAN, sale, (gift(CARD, 200_000),))
    assert (refusal.value.code, refusal.value.params["tail"]) == ("gift-waiting", CARD[-4:])
    sale = presented(shop, sale, lent=200_000)
    shop.clock.move(minutes=16)
    with pytest.raises(Refused, match="gift-expired"):
        settle_sale(shop.till, LAN, sale, (gift(CARD, 200_000),))
    renewed = present_gift(shop.till, LAN, sale, CARD)
    assert renewed.gift_cards[0].lease != sale.gift_cards[0].lease


def test_a_card_scanned_again_keeps_its_lease(shop: Counter) -> None:
    sale = presented(shop, with_goods(shop, "CAKE"), lent=100_000)
    assert present_gift(shop.till, LAN, sale, CARD).gift_cards == sale.gift_cards


def test_what_the_server_said_of_a_card_is_the_sentence(shop: Counter) -> None:
    sale = present_gift(shop.till, LAN, with_goods(shop, "CAKE"), CARD)
    for why, code in (
        ("nothing-available", "gift-empty"),
        ("gift-unknown", "gift-unknown"),
        ("till-cloned", "gift-refused"),
    ):
        trouble = gift_trouble(shop.till, replace(sale.gift_cards[0], state="refused", why=why))
        assert trouble is not None
        assert trouble.code == code
    called = gift_trouble(shop.till, replace(sale.gift_cards[0], state="asked", why="called-back"))
    assert called is not None
    assert called.code == "gift-called-back"


def test_a_card_put_back_and_a_sale_given_up_free_its_money(shop: Counter) -> None:
    sale = presented(shop, with_goods(shop, "CAKE"), lent=100_000)
    assert put_back_gift(shop.till, LAN, sale, CARD).gift_cards == ()
    assert [each["spent"] for each in bodies(shop, "lease_closed")] == [0]
    abandon_sale(shop.till, LAN, presented(shop, with_goods(shop, "CAKE"), lent=100_000))
    assert [each["spent"] for each in bodies(shop, "lease_closed")] == [0, 0]


def test_a_voided_sale_gives_the_card_its_money_back(shop: Counter) -> None:
    sale = presented(shop, with_goods(shop, "CAKE"), lent=150_000)
    settled = settle_sale(shop.till, LAN, sale, (gift(CARD, 150_000), tender("cash", 50_000)))
    void = void_last_sale(shop.till, LAN, settled.sale)
    assert [(each.kind, each.amount, each.card) for each in void.tenders] == [
        ("gift", 150_000, CARD),
        ("cash", 50_000, ""),
    ]
    body = SaleVoided.from_json(bodies(shop, "sale_voided")[-1])
    assert (body.refund.money, body.gifts) == (200_000, ())


def test_what_a_sale_put_on_a_card_is_taken_back_only_with_the_servers_word(shop: Counter) -> None:
    sale = sold(shop)
    for _ in range(2):
        with pytest.raises(Refused, match="gift-void-waits"):
            void_last_sale(shop.till, LAN, sale.sale)
    with shop.store.read() as reading:
        ((lease, _),) = [each for each in reading.leases.live() if each[0].account == "gift"]
    grant_lease(shop, lease, points=500_000, lot=sale.gifts[0].lot)
    void = void_last_sale(shop.till, LAN, sale.sale)
    assert void.money == 500_000
    body = SaleVoided.from_json(bodies(shop, "sale_voided")[-1])
    assert [(each.card, each.lot, each.amount, each.lease) for each in body.gifts] == [
        (CARD, sale.gifts[0].lot, 500_000, lease.lease)
    ]
    assert [each["spent"] for each in bodies(shop, "lease_closed")] == [500_000]
    with shop.store.read() as reading:
        kinds = reading.connection.exec_driver_sql("SELECT kind FROM journal ORDER BY seq").scalars().all()
    assert kinds[-2:] == ["sale_voided", "lease_closed"]


def test_a_card_from_which_something_was_spent_is_not_paid_out(shop: Counter) -> None:
    sale = sold(shop)
    with pytest.raises(Refused, match="gift-void-waits"):
        void_last_sale(shop.till, LAN, sale.sale)
    with shop.store.read() as reading:
        ((lease, _),) = [each for each in reading.leases.live() if each[0].account == "gift"]
    grant_lease(shop, lease, points=499_999, lot=sale.gifts[0].lot)
    with pytest.raises(Refused, match="gift-void-waits"):
        void_last_sale(shop.till, LAN, sale.sale)
    assert bodies(shop, "sale_voided") == []


@pytest.mark.parametrize(
    ("rules", "amount", "why"),
    [
        ({"amounts": [200_000]}, 100_000, "gift-amounts"),
        ({"least": 50_000, "most": 900_000}, 49_999, "gift-amount"),
        ({"least": 50_000, "most": 900_000}, 900_001, "gift-amount"),
    ],
)
def test_only_what_the_store_allows_is_sold(
    shop: Counter, rules: dict[str, Any], amount: int, why: str
) -> None:
    set_rules(shop, **rules)
    with pytest.raises(Refused) as refusal:
        sell_gift(shop.till, new_sale(shop.till), CARD, Money(amount))
    assert refusal.value.code == why


def test_a_store_without_rules_sells_none(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.config.put_settings(store_settings())
    with pytest.raises(Refused, match="gift-not-sold"):
        sell_gift(shop.till, new_sale(shop.till), CARD, Money(100_000))


def test_a_blocked_card_is_neither_sold_nor_taken_once_the_till_has_heard(shop: Counter) -> None:
    tell(shop, state="blocked", revision=3)
    tell(shop, state="active", revision=2)
    with pytest.raises(Refused, match="gift-blocked"):
        sell_gift(shop.till, new_sale(shop.till), CARD, Money(100_000))
    with pytest.raises(Refused, match="gift-blocked"):
        present_gift(shop.till, LAN, with_goods(shop, "CAKE"), CARD)


def test_the_one_box_knows_a_gift_card_from_all_else(shop: Counter) -> None:
    tell(shop, state="active", revision=1)
    found = find(shop.till, CARD)
    assert isinstance(found, GiftFound)
    assert found.state is not None
    assert found.state.balance == 70_000
    assert found.is_sold
    wrong = CARD[:-1] + str((int(CARD[-1]) + 1) % 10)
    assert isinstance(find(shop.till, wrong), NothingFound)
    with pytest.raises(Refused, match="gift-number"):
        sell_gift(shop.till, new_sale(shop.till), wrong, Money(100_000))


def test_a_store_that_sells_none_is_known_to_at_the_scan(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.config.put_settings(store_settings())
    found = find(shop.till, CARD)
    assert isinstance(found, GiftFound)
    assert not found.is_sold


def test_a_power_cut_loses_neither_the_cards_nor_their_leases(shop: Counter) -> None:
    sale = presented(shop, with_goods(shop, "CAKE"), lent=100_000)
    sale = sell_gift(shop.till, sale, OTHER, Money(300_000))
    save_draft(shop.till, sale)
    again = load_draft(shop.till)
    assert again is not None
    assert (again.gifts, again.gift_cards) == (sale.gifts, sale.gift_cards)
    assert close_stray_leases(shop.till, open_sale=again) == 0
    assert close_stray_leases(shop.till, open_sale=None) == 1


def test_a_card_is_taken_off_the_sale_like_a_line(shop: Counter) -> None:
    sale = sell_gift(shop.till, with_goods(shop, "CAKE"), CARD, Money(300_000))
    sale = sell_gift(shop.till, sale, CARD, Money(200_000))
    assert [each.amount for each in sale.gifts] == [200_000]
    assert remove_line(sale, sale.gifts[0].line).gifts == ()


def tell(shop: Counter, *, state: str, revision: int, pin_hash: str = "") -> None:
    """What the feed says of the card."""
    body = {
        "card": CARD,
        "state": state,
        "balance": 70_000,
        "available": 70_000,
        "dies_at": None,
        "revision": revision,
        "at": timestamp(shop.clock.now()),
        "pin_hash": pin_hash,
    }
    with shop.store.write() as unit:
        unit.gifts.put([GiftState.from_json(body)])


def test_a_card_with_a_pin_pays_only_once_the_pin_was_right(shop: Counter) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    pin_hash = quick.hash(peppered_pin("482913", operator=CARD, pepper=PEPPER))
    goods = with_goods(shop, "CAKE")
    unasked = presented(shop, goods, lent=200_000)
    tell(shop, state="active", revision=1, pin_hash=pin_hash)
    with pytest.raises(Refused, match="gift-pin-needed"):
        settle_sale(shop.till, LAN, unasked, (gift(CARD, 200_000),))
    with pytest.raises(Refused, match="gift-pin-needed"):
        present_gift(shop.till, LAN, goods, CARD)
    with pytest.raises(Refused) as refusal:
        present_gift(shop.till, LAN, goods, CARD, pin="482914")
    assert (refusal.value.code, refusal.value.params["tries_left"]) == ("gift-pin-wrong", 4)
    sale = present_gift(shop.till, LAN, unasked, CARD, pin="482913")
    assert settle_sale(shop.till, LAN, sale, (gift(CARD, 200_000),)).to_pay == 200_000


def test_after_five_wrong_pins_the_till_takes_the_card_no_more(shop: Counter) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    tell(
        shop,
        state="active",
        revision=1,
        pin_hash=quick.hash(peppered_pin("482913", operator=CARD, pepper=PEPPER)),
    )
    goods = with_goods(shop, "CAKE")
    for _ in range(5):
        with pytest.raises(Refused, match="gift-pin-wrong"):
            present_gift(shop.till, LAN, goods, CARD, pin="1")
    with pytest.raises(Refused, match="gift-pin-shut"):
        present_gift(shop.till, LAN, goods, CARD, pin="482913")


def test_a_shift_adds_up_with_what_was_put_on_cards(shop: Counter) -> None:
    sale = sell_gift(shop.till, with_goods(shop, "CAKE"), CARD, Money(300_000))
    settle_sale(shop.till, LAN, sale, (tender("cash", 500_000),))
    report = close_shift(shop.till, LAN, counted=Money(1_000_000), reason="unknown")
    taken = sum(each.net for each in report.tenders)
    assert (report.total, report.gifts_sold, taken) == (200_000, 300_000, 500_000)
    assert report.difference == 0
    (body,) = bodies(shop, "shift_closed")
    assert body["gifts_sold"] == 300_000
