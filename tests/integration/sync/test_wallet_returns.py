"""A top-up is looked at to be brought back while its wallet goes on: whole tills and the real server."""

from loyalty.errors import Refused
from loyalty.units import Quantity
from terminal.returned import RefundWish
from terminal.sale import SettledSale
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.returns.working_out import show_refund
from tests.integration.sync.test_wallets import (
    attached,
    check,
    in_wallet,
    lent,
    paid_in,
    pay,
    phone,
    rice,
    server,
    tills,
    wait_for_lease,
)
from tests.sync_model.real_server import RealServer
from tests.sync_model.whole_till import WholeTill

__all__ = ["phone", "server", "tills"]
Tills = tuple[WholeTill, WholeTill]


def all_of(shop: WholeTill, sale: SettledSale, line: int = 0) -> RefundWish:
    return RefundWish(
        refund=shop.running.till.new_id(), sale=sale.sale, returns={line: Quantity(1_000)}, reason="r"
    )


def looked_at(shop: WholeTill, wish: RefundWish) -> str | int:
    """What would be paid out for it; why nothing would."""
    try:
        return int(show_refund(shop.running.till, wish).worked_out.paid_out)
    except Refused as refused:
        return refused.code


def test_of_a_top_up_that_is_wholly_spent_a_look_says_that_nothing_is_left(
    tills: Tills, server: RealServer, phone: str
) -> None:
    here, _ = tills
    made = paid_in(here, phone)
    here.all_central()
    for amount in (189_000, 189_000, 147_000):
        pay(here, lent(here, rice(here, phone)), amount)
        here.all_central()
    assert "is 0," in in_wallet(server, phone)
    wish = all_of(here, made)
    assert looked_at(here, wish) == "top-up-gone"
    again = paid_in(here, phone)
    here.all_central()
    assert looked_at(here, all_of(here, again)) == "top-up-waits"
    wait_for_lease(here)
    assert looked_at(here, all_of(here, again)) == 500_000
    check(server)


def test_what_comes_back_to_a_wallet_meanwhile_is_in_its_top_up_at_the_next_looks(
    tills: Tills, server: RealServer, phone: str
) -> None:
    here, _ = tills
    made = paid_in(here, phone)
    here.all_central()
    sold = pay(here, lent(here, rice(here, phone)))
    here.all_central()
    wish = all_of(here, made)
    assert looked_at(here, wish) == "top-up-waits"
    wait_for_lease(here)
    assert looked_at(here, wish) == 400_000
    refund_sale(here.running.till, here.session, all_of(here, sold))
    here.all_central()
    assert looked_at(here, wish) == "top-up-waits"
    wait_for_lease(here)
    here.all_central()
    assert looked_at(here, wish) == 500_000
    assert refund_sale(here.running.till, here.session, wish).paid_out == 500_000
    here.all_central()
    assert "is 0," in in_wallet(server, phone)
    check(server)


def test_a_look_at_a_top_up_that_is_left_again_takes_no_money_from_the_next_sale(
    tills: Tills, server: RealServer, phone: str
) -> None:
    here, _ = tills
    made = paid_in(here, phone)
    here.all_central()
    assert looked_at(here, all_of(here, made)) == "top-up-waits"
    wait_for_lease(here)
    pay(here, lent(here, rice(here, phone)), 189_000)
    here.all_central()
    assert "is 336,000" in in_wallet(server, phone)
    assert "lent 0" in in_wallet(server, phone)
    assert attached(here, phone).wallet_lease is not None
    check(server)
