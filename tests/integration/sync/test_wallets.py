"""Members' wallets through two whole tills and the real server: paid in at one, spent at the other."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty.errors import Refused
from loyalty.units import Money, Quantity
from terminal.bootstrap.pairing import first_sync, pair
from terminal.open_sale import OpenSale, add_product
from terminal.returned import RefundWish
from terminal.sale import SettledSale, Tender
from terminal.usecases.basket import attach_member, new_sale, refresh_member
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound, ProductFound
from terminal.usecases.pricing import price
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.returns.working_out import show_refund
from terminal.usecases.settle import settle_sale
from terminal.usecases.void import void_last_sale
from terminal.usecases.wallets import renew_wallet, top_up, wallet_to_pay
from tests.sync_model.real_server import PROJECT, RealServer, add_member, add_till, admin, furnish
from tests.sync_model.whole_till import PATIENCE_S, RICE, WholeTill
from tests.warm.client import WarmProgram

NUMBERS = itertools.count(1)
PRICE = 189_000
WALLET = """
[wallet]
sku = "8930000000910"
max_balance = 2000000
bonus_expire_months = 6

[[wallet.top_up]]
amount = 500000
bonus = 25000
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, warm: WarmProgram) -> Iterator[RealServer]:
    folder = tmp_path_factory.mktemp("server")
    furnish(folder)
    program = (PROJECT / "resources" / "programs" / "than-thiet.toml").read_text(encoding="utf-8")
    (folder / "program.toml").write_text(program + WALLET, encoding="utf-8")
    admin(folder, "publish-program", str(folder / "program.toml"))
    with RealServer(folder, warm) as server:
        yield server


@pytest.fixture
def phone(server: RealServer) -> str:
    """A member of their own for each test."""
    phone = f"0912345{next(NUMBERS):03d}"
    add_member(server.folder, f"An {phone}", phone, 0)
    return phone


@pytest.fixture
def tills(server: RealServer, phone: str, tmp_path: Path) -> Iterator[tuple[WholeTill, WholeTill]]:
    opened: list[WholeTill] = []
    for code in (f"A{phone[-3:]}", f"B{phone[-3:]}"):
        folder = tmp_path / code
        url = f"http://127.0.0.1:{server.port}"
        pair(folder, server_url=url, code=add_till(server.folder, code), ca_file=None, key_store="file")
        first_sync(folder, lambda _: None)
        (folder / "till.toml").write_text('printer = "virtual"\n')
        shop = WholeTill(folder, "")
        shop.open_first_day()
        opened.append(shop)
    server.start()
    first, second = opened
    yield first, second
    for shop in opened:
        shop.running.stop()
        assert shop.findings == []


def attached(shop: WholeTill, phone: str) -> OpenSale:
    """An empty sale of the member's."""
    till = shop.running.till
    found = find(till, phone)
    assert isinstance(found, MemberFound)
    return attach_member(till, shop.session, new_sale(till), found.member)


def paid_in(shop: WholeTill, phone: str, amount: int = 500_000) -> SettledSale:
    till = shop.running.till
    sale = top_up(till, attached(shop, phone), Money(amount))
    return settle_sale(till, shop.session, sale, (Tender(kind="cash", amount=Money(amount)),))


def rice(shop: WholeTill, phone: str) -> OpenSale:
    """A bag of rice with the member, whose wallet's money is wanted here."""
    till = shop.running.till
    product = find(till, RICE)
    assert isinstance(product, ProductFound)
    sale = add_product(attached(shop, phone), product.product)
    return sale if sale.wallet_lease else renew_wallet(till, shop.session, refresh_member(till, sale))


def lent(shop: WholeTill, sale: OpenSale) -> OpenSale:
    """The sale once the server has set the wallet's money aside for this till."""
    while sale.wallet_lease is None or sale.wallet_lease.state != "open":
        shop.running.sync.nudge()
        shop.statuses.get(timeout=PATIENCE_S)
        sale = refresh_member(shop.running.till, sale)
        assert sale.wallet_lease is None or sale.wallet_lease.state != "refused", sale.wallet_lease
    return sale


def wait_for_lease(shop: WholeTill) -> None:
    """Until a wallet's money is set aside for this till."""

    def is_lent() -> bool:
        with shop.running.till.store.read() as reading:
            live = [lease for lease, _ in reading.leases.live() if lease.account == "wallet"]
        assert all(lease.state != "refused" for lease in live), live
        return any(lease.state == "open" for lease in live)

    while not is_lent():
        shop.statuses.get(timeout=PATIENCE_S)


def pay(shop: WholeTill, sale: OpenSale, amount: int = 100_000) -> SettledSale:
    """So much from the wallet, the rest by bank card."""
    rest = Money(due(shop, sale) - amount)
    ways = (Tender(kind="wallet", amount=Money(amount)), Tender(kind="card", amount=rest))
    return settle_sale(shop.running.till, shop.session, sale, ways)


def due(shop: WholeTill, sale: OpenSale) -> int:
    return int(price(shop.running.till, sale).total)


def in_wallet(server: RealServer, phone: str) -> str:
    return admin(server.folder, "wallet", "--phone", phone)


def check(server: RealServer) -> None:
    assert "Every figure follows" in admin(server.folder, "doctor")
    assert server.figures()["quarantined events"] == 0


def test_what_was_paid_in_at_one_till_pays_at_the_other_though_the_line_is_cut(
    tills: tuple[WholeTill, WholeTill], server: RealServer, phone: str
) -> None:
    here, there = tills
    made = paid_in(here, phone)
    assert (made.top_up and made.top_up.bonus, made.wallet_after) == (25_000, 525_000)
    here.all_central()
    there.all_central()
    sale = lent(there, rice(there, phone))
    server.kill()
    settled = pay(there, sale)
    assert settled.wallet_after == 425_000
    server.start()
    there.all_central()
    assert "is 425,000, 0 of it bonus" in in_wallet(server, phone)
    assert "lent 0" in in_wallet(server, phone)
    here.all_central()
    member = attached(here, phone).member
    assert member is not None
    assert member.wallet is not None
    assert (member.wallet.balance, member.wallet.bonus) == (425_000, 0)
    check(server)


def test_what_is_lent_to_one_till_the_other_does_not_spend(
    tills: tuple[WholeTill, WholeTill], server: RealServer, phone: str
) -> None:
    here, there = tills
    paid_in(here, phone)
    here.all_central()
    there.all_central()
    mine = lent(here, rice(here, phone))
    theirs = rice(there, phone)
    there.all_central()
    theirs = refresh_member(there.running.till, theirs)
    held = wallet_to_pay(there.running.till, theirs)
    assert held is not None
    assert held.trouble is not None
    assert (held.amount, held.trouble.code) == (0, "wallet-called-back")
    with pytest.raises(Refused, match="wallet"):
        pay(there, theirs)
    pay(here, mine)
    here.all_central()
    pay(there, lent(there, theirs))
    there.all_central()
    assert "is 325,000" in in_wallet(server, phone)
    check(server)


def test_goods_that_come_back_fill_the_wallet_again_and_never_the_drawer(
    tills: tuple[WholeTill, WholeTill], server: RealServer, phone: str
) -> None:
    here, _ = tills
    paid_in(here, phone)
    here.all_central()
    sold = pay(here, lent(here, rice(here, phone)))
    till = here.running.till
    wish = RefundWish(refund=till.new_id(), sale=sold.sale, returns={0: Quantity(1_000)}, reason="r")
    done = refund_sale(till, here.session, wish)
    assert {each.kind: each.amount for each in done.tenders}["wallet"] == 100_000
    here.all_central()
    assert "is 525,000, 25,000 of it bonus" in in_wallet(server, phone)
    check(server)


def test_a_top_up_is_voided_and_brought_back_with_the_servers_word(
    tills: tuple[WholeTill, WholeTill], server: RealServer, phone: str
) -> None:
    here, _ = tills
    till = here.running.till
    made = paid_in(here, phone)
    with pytest.raises(Refused, match="top-up-waits"):
        void_last_sale(till, here.session, made.sale)
    wait_for_lease(here)
    assert void_last_sale(till, here.session, made.sale).money == 500_000
    here.all_central()
    assert "is 0," in in_wallet(server, phone)

    again = paid_in(here, phone)
    here.all_central()
    pay(here, lent(here, rice(here, phone)), 20_000)
    here.all_central()
    wish = RefundWish(refund=till.new_id(), sale=again.sale, returns={0: Quantity(1_000)}, reason="r")
    with pytest.raises(Refused, match="top-up-waits"):
        show_refund(till, wish)
    wait_for_lease(here)
    shown = show_refund(till, wish)
    assert shown.worked_out.paid_out == 480_000
    done = refund_sale(till, here.session, wish)
    assert [(each.kind, each.amount) for each in done.tenders] == [("cash", 480_000)]
    assert refund_sale(till, here.session, replace(wish)).paid_out == 480_000
    here.all_central()
    assert "is 0," in in_wallet(server, phone)
    check(server)
