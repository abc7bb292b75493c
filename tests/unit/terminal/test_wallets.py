"""A member's wallet at the till: paid into without a network, paying inside its lease, or refused."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.errors import Refused
from loyalty.units import Money, Points
from loyalty.wire.journal import SaleSettled
from loyalty.wire.wallet import TopUpState, WalletState
from server.usecases.post_sale import check_sums
from terminal.clock import timestamp
from terminal.membership import LeaseSlice
from terminal.open_sale import OpenSale
from terminal.sale import Tender
from terminal.store.checks import check_chains, check_projections
from terminal.store.leases import slices_to_json
from terminal.usecases.basket import abandon_sale, attach_member, new_sale
from terminal.usecases.drafts import load_draft, save_draft
from terminal.usecases.members import read_member
from terminal.usecases.park import park_sale
from terminal.usecases.settle import settle_sale
from terminal.usecases.wallets import refresh_wallet, top_up, wallet_to_pay
from tests.unit.terminal.settled_sales import tender, with_goods
from tests.unit.terminal.till_kit import ANH, LAN, PROGRAM, Counter, program_row

SKU = "8930000000910"
RULES = f"""
[wallet]
sku = "{SKU}"
max_balance = 1000000
bonus_expire_months = 6

[[wallet.top_up]]
amount = 500000
bonus = 25000
"""
HELD = WalletState(125_000, 125_000, 25_000, top_ups=(TopUpState("old", 100_000, 25_000, 0),))


@pytest.fixture
def shop(shop: Counter) -> Counter:
    """The shop, whose program has wallets, and Ánh, in whose wallet are 125,000."""
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + RULES, version=2, valid_from=shop.clock.now()))
        unit.members.put([replace(ANH, wallet=HELD, revision=ANH.revision + 1)])
    return shop


def of_anh(shop: Counter, sale: OpenSale) -> OpenSale:
    with shop.store.read() as reading:
        member = read_member(shop.till, reading, ANH.member)
    return attach_member(shop.till, LAN, sale, member)


def lent(shop: Counter, sale: OpenSale) -> OpenSale:
    """The sale once the server has lent all that is in the wallet."""
    assert sale.wallet_lease is not None
    now = shop.clock.now()
    parts = [
        LeaseSlice(lot="paid", points=Points(100_000)),
        LeaseSlice(lot="bonus", points=Points(25_000), dies_at=now + timedelta(days=40), is_bonus=True),
    ]
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql(
            "UPDATE leases SET state = 'open', amount = 125000, slices = ?, until = ? WHERE lease = ?",
            (slices_to_json(parts), timestamp(now + timedelta(minutes=15)), sale.wallet_lease.lease),
        )
    return refresh_wallet(shop.till, sale)


def last_sale(shop: Counter) -> SaleSettled:
    with shop.store.read() as reading:
        rows = reading.connection.exec_driver_sql(
            "SELECT body FROM journal WHERE kind = 'sale_settled' ORDER BY seq"
        ).all()
    return SaleSettled.from_json(json.loads(rows[-1].body))


def wallet(amount: int) -> Tender:
    return Tender(kind="wallet", amount=Money(amount))


def test_money_is_paid_in_without_a_network_and_shows_at_once(shop: Counter) -> None:
    sale = top_up(shop.till, of_anh(shop, new_sale(shop.till)), Money(500_000))
    settled = settle_sale(shop.till, LAN, sale, (tender("cash", 500_000),))
    assert (settled.earned_points, settled.wallet_after) == (0, 650_000)
    body = last_sale(shop)
    check_sums(body)
    assert body.top_up is not None
    assert (body.top_up.amount, body.top_up.bonus) == (500_000, 25_000)
    member = of_anh(shop, new_sale(shop.till)).member
    assert member is not None
    assert member.wallet is not None
    assert (member.wallet.balance, member.wallet.bonus, member.measure) == (650_000, 50_000, ANH.measure)
    with shop.store.read() as reading:
        assert reading.sales.by_id(settled.sale) == settled
    assert check_chains(shop.store) == ()
    assert check_projections(shop.store) == ()


def test_it_pays_inside_its_lease_the_bonus_first(shop: Counter) -> None:
    sale = lent(shop, of_anh(shop, with_goods(shop, "CAKE")))
    settled = settle_sale(shop.till, LAN, sale, (wallet(60_000), tender("card", 134_000)))
    body = last_sale(shop)
    check_sums(body)
    used = body.from_wallet
    assert used is not None
    assert ([part.amount for part in used.paid], [part.amount for part in used.bonus]) == ([35_000], [25_000])
    assert (settled.total, settled.wallet_after, settled.is_spending) == (194_000, 65_000, True)
    with shop.store.read() as reading:
        assert all(lease.account != "wallet" for lease, _ in reading.leases.live())


@pytest.mark.parametrize(("amount", "why"), [(125_001, "wallet-over-max"), (60_000, "tenders-short")])
def test_a_payment_that_cannot_be_leaves_nothing_behind(shop: Counter, amount: int, why: str) -> None:
    sale = lent(shop, of_anh(shop, with_goods(shop, "CAKE")))
    with pytest.raises(Refused) as refused:
        settle_sale(shop.till, LAN, sale, (wallet(amount),))
    assert refused.value.code == why or why in str(refused.value)
    with shop.store.read() as reading:
        assert reading.sales.last() is None


def test_before_the_server_has_lent_it_nothing_is_paid(shop: Counter) -> None:
    sale = of_anh(shop, with_goods(shop, "CAKE"))
    held = wallet_to_pay(shop.till, sale)
    assert held is not None
    assert held.trouble is not None
    assert (held.amount, held.balance, held.trouble.code) == (0, 125_000, "wallet-waiting")
    with pytest.raises(Refused):
        settle_sale(shop.till, LAN, sale, (wallet(60_000), tender("card", 134_000)))


@pytest.mark.parametrize(("amount", "why"), [(0, "top-up-amount"), (860_000, "wallet-full")])
def test_what_may_not_be_paid_in_is_refused(shop: Counter, amount: int, why: str) -> None:
    with pytest.raises(Refused, match=why):
        top_up(shop.till, of_anh(shop, new_sale(shop.till)), Money(amount))


def test_a_wallet_belongs_to_a_member(shop: Counter) -> None:
    with pytest.raises(Refused, match="top-up-without-member"):
        top_up(shop.till, new_sale(shop.till), Money(500_000))


def test_a_sale_that_is_parked_or_given_up_holds_nothing_of_it(shop: Counter) -> None:
    for end in (park_sale, abandon_sale):
        end(shop.till, LAN, lent(shop, of_anh(shop, with_goods(shop, "CAKE"))))
        with shop.store.read() as reading:
            assert all(lease.account != "wallet" for lease, _ in reading.leases.live())


def test_a_draft_comes_back_with_its_lease(shop: Counter) -> None:
    sale = lent(shop, of_anh(shop, with_goods(shop, "CAKE")))
    save_draft(shop.till, sale)
    again = load_draft(shop.till)
    assert again is not None
    assert again.wallet_lease == sale.wallet_lease
