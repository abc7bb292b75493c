"""What is lent in training is lent once: to the sale in front, whatever is parked and looked at beside it."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from loyalty.units import Money, Quantity
from terminal.bootstrap.training import begin_training
from terminal.open_sale import OpenSale, add_product, set_burn
from terminal.practice import PRACTICE_PIN
from terminal.returned import RefundWish
from terminal.sale import SettledSale, Tender
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.basket import attach_member, burnable, new_sale
from terminal.usecases.find import find, find_products
from terminal.usecases.found import MemberFound, ProductFound
from terminal.usecases.park import park_sale, parked_sales, recall_sale
from terminal.usecases.pricing import price
from terminal.usecases.returns.working_out import show_refund
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import open_shift
from terminal.usecases.sign_in import sign_in
from terminal.usecases.wallets import top_up, wallet_to_pay
from tests.unit.terminal.in_training import started_training
from tests.unit.terminal.test_training import shop
from tests.unit.terminal.test_training_prepaid import PRACTICE_WALLETS
from tests.unit.terminal.till_kit import PROGRAM, Counter, program_row

__all__ = ["shop"]


@contextmanager
def trained(shop: Counter, folder: Path) -> Generator[tuple[Till, Session]]:
    """A till in training with wallets, a shift open."""
    with shop.store.write() as unit:
        unit.config.put_program(
            program_row(PROGRAM + PRACTICE_WALLETS, version=2, valid_from=shop.clock.now())
        )
    running = started_training(begin_training(shop.till, folder, clock=shop.clock), shop)
    try:
        session = sign_in(running.till, operator="training-cashier", pin=PRACTICE_PIN)
        open_shift(running.till, session, opening_float=Money(100_000))
        yield running.till, session
    finally:
        running.stop()


def rice_of_tap(till: Till, session: Session) -> OpenSale:
    """A bag of rice of the member who begins with 500 points."""
    product, member = find_products(till, "RICE-ST25"), find(till, "0900000001")
    assert isinstance(product, ProductFound)
    assert isinstance(member, MemberFound)
    return attach_member(till, session, add_product(new_sale(till), product.product), member.member)


def settled(till: Till, session: Session, sale: OpenSale) -> SettledSale:
    paid = Tender(kind="card", amount=price(till, sale, paid_with=("card",)).total)
    return settle_sale(till, session, sale, (paid,))


def lent(till: Till, account: str) -> int:
    """What all live leases of the account hold together."""
    with till.store.read() as reading:
        return sum(lease.amount for lease, _ in reading.leases.live() if lease.account == account)


def test_a_sale_that_is_taken_up_again_has_what_the_next_one_left(shop: Counter, tmp_path: Path) -> None:
    with trained(shop, tmp_path) as (till, session):
        aside = park_sale(till, session, rice_of_tap(till, session))
        assert lent(till, "points") == 0
        other = rice_of_tap(till, session)
        assert lent(till, "points") == 500
        most = burnable(till, other, price(till, other)).points
        bought = settled(till, session, set_burn(other, most))
        again = recall_sale(till, session, aside, parked_sales(till)[0].sale)
        assert again.lease is not None
        assert again.lease.amount == lent(till, "points") == 500 - most + bought.earned_points
        back = recall_sale(till, session, park_sale(till, session, again), again.sale)
        assert back.lease is not None
        assert lent(till, "points") == back.lease.amount == again.lease.amount


def test_a_look_at_a_top_up_lends_the_wallet_to_nobody_beside_the_next_sale(
    shop: Counter, tmp_path: Path
) -> None:
    with trained(shop, tmp_path) as (till, session):
        made = settled(till, session, top_up(till, rice_of_tap(till, session), Money(500_000)))
        wish = RefundWish(refund=till.new_id(), sale=made.sale, returns={1: Quantity(1_000)})
        assert show_refund(till, wish).worked_out.paid_out == 500_000
        assert lent(till, "wallet") == 525_000
        held = wallet_to_pay(till, rice_of_tap(till, session))
        assert held is not None
        assert held.amount == lent(till, "wallet") == 525_000
