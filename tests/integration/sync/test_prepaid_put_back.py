"""Prepaid money at a whole till and a real server, where either is lost: put back, or revoked."""

import io
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from loyalty.identity.cards import GIFT_SCHEME, card_number
from loyalty.units import Money, Quantity
from terminal.bootstrap.pairing import first_sync, pair
from terminal.open_sale import OpenSale
from terminal.returned import RefundWish
from terminal.sale import SettledSale, Tender
from terminal.store.server_file import copy_server_file
from terminal.usecases.basket import attach_member, new_sale
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound
from terminal.usecases.gifts import present_gift, refresh_gifts, sell_gift
from terminal.usecases.pricing import price
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.settle import settle_sale
from terminal.usecases.wallets import refresh_wallet, top_up
from tests.sync_model.real_server import PIN, PROJECT, RealServer, add_member, add_till, admin, furnish
from tests.sync_model.whole_till import PATIENCE_S, WholeTill
from tests.warm.client import WarmProgram

CARD, OTHER = (card_number(serial, scheme=GIFT_SCHEME) for serial in (1, 2))
PHONE = "0912345678"
PRICE = 189_000
GIFT = 500_000
PAID_IN = 500_000
BONUS = 25_000
TWO = ("--by", "ha", "--approved-by", "minh")
WALLET = """
[wallet]
sku = "8930000000910"
max_balance = 10000000

[[wallet.top_up]]
amount = 500000
bonus = 25000
"""


@dataclass
class Counter:
    """A whole till, its server, and what somebody does there."""

    till: WholeTill
    server: RealServer

    def goods(self) -> OpenSale:
        """A bag of rice for Ánh."""
        return self.till.with_member()

    def sell_card(self, card: str) -> SettledSale:
        """Money on a card, for cash."""
        sale = sell_gift(self.till.running.till, new_sale(self.till.running.till), card, Money(GIFT))
        return self.settle(sale, Tender(kind="cash", amount=Money(GIFT)))

    def pay_in(self) -> SettledSale:
        """Money into Ánh's wallet, for cash."""
        till, found = self.till.running.till, find(self.till.running.till, PHONE)
        assert isinstance(found, MemberFound)
        sale = attach_member(till, self.till.session, new_sale(till), found.member)
        return self.settle(top_up(till, sale, Money(PAID_IN)), Tender(kind="cash", amount=Money(PAID_IN)))

    def with_card(self, card: str) -> OpenSale:
        """Rice, and a card that is lent to this till."""
        till = self.till.running.till
        sale = present_gift(till, self.till.session, self.goods(), card)
        while sale.gift_cards[0].state != "open":
            self.till.statuses.get(timeout=PATIENCE_S)
            sale = refresh_gifts(till, sale)
        return sale

    def pay_by_card(self, card: str) -> SettledSale:
        """Rice for what is on a card."""
        sale = self.with_card(card)
        return self.settle(sale, Tender(kind="gift", amount=self.due(sale), card=card))

    def pay_by_wallet(self) -> SettledSale:
        """Rice for what is in Ánh's wallet."""
        sale = self.goods()
        while sale.wallet_lease is None or sale.wallet_lease.state != "open":
            self.till.statuses.get(timeout=PATIENCE_S)
            sale = refresh_wallet(self.till.running.till, sale)
        return self.settle(sale, Tender(kind="wallet", amount=self.due(sale)))

    def due(self, sale: OpenSale) -> Money:
        """What the goods come to."""
        return Money(price(self.till.running.till, sale, paid_with=("gift",)).total)

    def settle(self, sale: OpenSale, tender: Tender) -> SettledSale:
        """Pay it."""
        return settle_sale(self.till.running.till, self.till.session, sale, (tender,))

    def bring_back(self, sale: SettledSale) -> None:
        """The goods of a sale."""
        till = self.till.running.till
        wish = RefundWish(refund=till.new_id(), sale=sale.sale, returns={0: Quantity(1_000)})
        refund_sale(till, self.till.session, wish)

    def on_card(self, card: str) -> str:
        """What the server says is on it."""
        return admin(self.server.folder, "gift-card", card)

    def in_wallet(self) -> str:
        """What the server says is in Ánh's wallet."""
        return admin(self.server.folder, "wallet", "--phone", PHONE)

    def alarms(self) -> list[str]:
        """What `admin show` says that somebody has to look at; everything adds up."""
        shown = json.loads(admin(self.server.folder, "show", "--json"))
        assert shown["faults"] == []
        return [str(each) for each in shown["alarms"]]


@pytest.fixture
def counter(tmp_path: Path, warm: WarmProgram) -> Iterator[Counter]:
    """A shop with gift cards and wallets, its one till open."""
    folder = tmp_path / "server"
    folder.mkdir()
    furnish(folder)
    admin(folder, "gift-rules", "--store", "q1", "--months", "12")
    program = tmp_path / "program.toml"
    usual = (PROJECT / "resources" / "programs" / "than-thiet.toml").read_text(encoding="utf-8")
    program.write_text(usual + WALLET, encoding="utf-8")
    admin(folder, "publish-program", str(program))
    add_member(folder, "Nguyễn Thị Ánh", PHONE, 0)
    with RealServer(folder, warm) as server:
        url, place = f"http://127.0.0.1:{server.port}", tmp_path / "till"
        pair(place, server_url=url, code=add_till(folder, "Q1"), ca_file=None, key_store="file")
        first_sync(place, lambda _: None)
        (place / "till.toml").write_text('printer = "virtual"\n')
        till = WholeTill(place, PHONE)
        till.open_first_day()
        yield Counter(till, server)
        till.running.stop()
    assert till.findings == []


def two_people(folder: Path, monkeypatch: pytest.MonkeyPatch, action: str, *words: str) -> str:
    """What `admin` prints of a deed that takes two managers' PINs."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PIN}\n{PIN}\n"))
    return admin(folder, action, *words, *TWO)


def add_managers(folder: Path) -> None:
    for code, name in (("ha", "Hà"), ("minh", "Minh")):
        admin(folder, "operator", "--code", code, "--name", name, "--role", "manager", "--pin", PIN)


def test_prepaid_money_is_what_the_till_said_after_its_server_was_put_back(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One card and one payment in are in the copy; what was sold, paid and brought back since is not."""
    till, folder, copy = counter.till, counter.server.folder, tmp_path / "copy.db"
    counter.sell_card(CARD)
    counter.pay_in()
    till.all_central()
    copy_server_file(folder / "server.db", copy)
    counter.pay_by_card(CARD)
    counter.bring_back(counter.pay_by_card(CARD))
    counter.sell_card(OTHER)
    till.all_central()
    counter.pay_by_card(OTHER)
    counter.pay_by_wallet()
    counter.pay_in()
    till.all_central()
    counter.server.kill()
    counter.sell_card(OTHER)
    for name in ("server.db-wal", "server.db-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(copy, folder / "server.db")
    add_managers(folder)
    counter.server.start()
    till.running.sync.nudge()
    trouble = till.wait(lambda status: status.trouble is not None and status.needs_person).trouble
    assert trouble is not None
    assert trouble.code == "server-went-back"
    two_people(folder, monkeypatch, "after-restore", "--begin")
    till.all_central()
    assert f"on it is {GIFT - PRICE:,}" in counter.on_card(CARD)
    assert f"on it is {2 * GIFT - PRICE:,}" in counter.on_card(OTHER)
    assert f"is {2 * (PAID_IN + BONUS) - PRICE:,}, " in counter.in_wallet()
    assert counter.alarms() == []
    assert "Every figure follows" in admin(folder, "doctor")
    counter.pay_by_card(CARD)
    counter.pay_by_wallet()
    till.all_central()
    assert f"on it is {GIFT - 2 * PRICE:,}" in counter.on_card(CARD)
    assert f"is {2 * (PAID_IN + BONUS) - 2 * PRICE:,}, " in counter.in_wallet()


def test_a_revoked_till_that_holds_prepaid_money_alone_is_told_of_until_it_is_reclaimed(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = counter.server.folder
    add_managers(folder)
    counter.sell_card(CARD)
    counter.till.all_central()
    counter.with_card(CARD)
    assert f"lent {GIFT:,}" in counter.on_card(CARD)
    admin(folder, "revoke-till", "--till", "Q1")
    (look,) = counter.alarms()
    assert look.startswith("till Q1: is revoked")
    assert f"{GIFT:,} of prepaid money" in look
    assert "points" not in look.replace("0 points", "")
    two_people(folder, monkeypatch, "reclaim", "--till", "Q1", "--yes")
    assert counter.alarms() == []
    assert "lent 0" in counter.on_card(CARD)
