"""Practice with prepaid money: gift cards and wallets of the till in training, without a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import GIFT_SCHEME, card_number
from loyalty.units import Money, Quantity
from terminal.bootstrap.training import begin_training
from terminal.open_sale import OpenSale, add_product
from terminal.practice import PRACTICE_PIN
from terminal.returned import RefundWish
from terminal.sale import SettledSale, Tender
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.basket import attach_member, new_sale
from terminal.usecases.find import find, find_products
from terminal.usecases.found import MemberFound, ProductFound
from terminal.usecases.gifts import cards_to_pay, look_at_gift, present_gift, sell_gift
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.returns.working_out import show_refund
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import open_shift
from terminal.usecases.sign_in import sign_in
from terminal.usecases.void import void_last_sale
from terminal.usecases.wallets import top_up
from tests.unit.terminal.in_training import TRAINEE, shop_with_slips, started_training
from tests.unit.terminal.till_kit import PROGRAM, Counter, program_row, store_settings


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """A real till with goods, and slips that are written to a folder."""
    counter = shop_with_slips(tmp_path)
    yield counter
    counter.close()


@pytest.fixture
def with_cards(shop: Counter, tmp_path: Path) -> Iterator[Till]:
    """A till in training of a shop that sells gift cards."""
    with shop.store.write() as unit:
        unit.config.put_settings(
            store_settings(gift_cards={"months": 12, "least": 10_000, "most": 2_000_000})
        )
    running = started_training(begin_training(shop.till, tmp_path, clock=shop.clock), shop)
    yield running.till
    running.stop()


def test_a_practice_gift_card_is_sold_topped_up_used_and_voided_without_a_server(with_cards: Till) -> None:
    till, card = with_cards, card_number(41, scheme=GIFT_SCHEME)
    session = sign_in(till, operator=TRAINEE, pin=PRACTICE_PIN)
    open_shift(till, session, opening_float=Money(100_000))
    assert _on_card(till, card) == ("new", 0)
    unknown = present_gift(till, session, new_sale(till), card)
    assert [each.trouble.code for each in cards_to_pay(till, unknown) if each.trouble] == ["gift-unknown"]
    for amount in (200_000, 50_000):
        sale = sell_gift(till, new_sale(till), card, Money(amount))
        last = settle_sale(till, session, sale, (_cash(amount),))
    assert _on_card(till, card) == ("active", 250_000)
    void_last_sale(till, session, last.sale)
    assert _on_card(till, card) == ("active", 200_000)
    rice = find_products(till, "RICE-ST25")
    assert isinstance(rice, ProductFound)
    bag = present_gift(till, session, add_product(new_sale(till), rice.product), card)
    paid = settle_sale(till, session, bag, (Tender(kind="gift", amount=Money(189_000), card=card),))
    assert _on_card(till, card) == ("active", 11_000)
    void_last_sale(till, session, paid.sale)
    assert _on_card(till, card) == ("active", 200_000)


def test_a_return_puts_its_money_on_the_practice_gift_card_again(with_cards: Till) -> None:
    till, card = with_cards, card_number(41, scheme=GIFT_SCHEME)
    session = sign_in(till, operator=TRAINEE, pin=PRACTICE_PIN)
    open_shift(till, session, opening_float=Money(100_000))
    settle_sale(till, session, sell_gift(till, new_sale(till), card, Money(300_000)), (_cash(300_000),))
    rice = find_products(till, "RICE-ST25")
    assert isinstance(rice, ProductFound)
    two = add_product(add_product(new_sale(till), rice.product), rice.product)
    bag = present_gift(till, session, two, card)
    paid = settle_sale(
        till,
        session,
        bag,
        (Tender(kind="gift", amount=Money(250_000), card=card), _cash(378_000 - 250_000)),
    )
    assert _on_card(till, card) == ("active", 50_000)
    for held in (239_000, 300_000):
        wish = RefundWish(refund=till.new_id(), sale=paid.sale, returns={0: Quantity(1_000)})
        refund_sale(till, session, wish)
        assert _on_card(till, card) == ("active", held)


def test_a_practice_wallet_is_paid_into_used_and_given_back_without_a_server(
    shop: Counter, tmp_path: Path
) -> None:
    with shop.store.write() as unit:
        unit.config.put_program(
            program_row(PROGRAM + PRACTICE_WALLETS, version=2, valid_from=shop.clock.now())
        )
    running = started_training(begin_training(shop.till, tmp_path, clock=shop.clock), shop)
    try:
        till = running.till
        session = sign_in(till, operator=TRAINEE, pin=PRACTICE_PIN)
        open_shift(till, session, opening_float=Money(100_000))

        voided = _paid_in(till, session)
        assert _in_wallet(till) == (525_000, 25_000)
        assert void_last_sale(till, session, voided.sale).money == 500_000
        assert _in_wallet(till) == (0, 0)

        kept = _paid_in(till, session)
        everything = RefundWish(refund=till.new_id(), sale=kept.sale, returns={0: Quantity(1_000)})
        assert show_refund(till, everything).worked_out.paid_out == 500_000
        rice = find_products(till, "RICE-ST25")
        assert isinstance(rice, ProductFound)
        bag = add_product(_of_member(till, session), rice.product)
        sold = settle_sale(till, session, bag, (_by_wallet(100_000), _cash(89_000)))
        assert _in_wallet(till) == (425_000, 0)
        assert show_refund(till, everything).worked_out.paid_out == 400_000
        goods = RefundWish(refund=till.new_id(), sale=sold.sale, returns={0: Quantity(1_000)})
        refund_sale(till, session, goods)
        assert show_refund(till, everything).worked_out.paid_out == 500_000
        assert refund_sale(till, session, everything).paid_out == 500_000
        assert _in_wallet(till)[0] == 0

        spent = _paid_in(till, session)
        bags = _of_member(till, session)
        for _ in range(3):
            bags = add_product(bags, rice.product)
        settle_sale(till, session, bags, (_by_wallet(525_000), _cash(3 * 189_000 - 525_000)))
        gone = RefundWish(refund=till.new_id(), sale=spent.sale, returns={0: Quantity(1_000)})
        with pytest.raises(Refused, match="top-up-gone"):
            show_refund(till, gone)
    finally:
        running.stop()


PRACTICE_WALLETS = """
[wallet]
sku = "8930000000910"
max_balance = 1000000
bonus_expire_months = 6

[[wallet.top_up]]
amount = 500000
bonus = 25000
"""


def _of_member(till: Till, session: Session) -> OpenSale:
    found = find(till, "0900000002")
    assert isinstance(found, MemberFound)
    return attach_member(till, session, new_sale(till), found.member)


def _paid_in(till: Till, session: Session) -> SettledSale:
    sale = top_up(till, _of_member(till, session), Money(500_000))
    return settle_sale(till, session, sale, (_cash(500_000),))


def _in_wallet(till: Till) -> tuple[int, int]:
    found = find(till, "0900000002")
    assert isinstance(found, MemberFound)
    wallet = found.member.wallet
    return (0, 0) if wallet is None else (wallet.balance, wallet.bonus)


def _by_wallet(amount: int) -> Tender:
    return Tender(kind="wallet", amount=Money(amount))


def _on_card(till: Till, card: str) -> tuple[str, int]:
    state = look_at_gift(till, card).state
    assert state is not None
    return state.state, state.balance


def _cash(amount: int) -> Tender:
    return Tender(kind="cash", amount=Money(amount), given=Money(0))
