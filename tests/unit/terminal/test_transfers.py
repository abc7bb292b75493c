"""What a banking app is given for a sale of this till."""

from loyalty.units import Money
from terminal.settings import Bank
from terminal.usecases.transfers import ask_transfer
from tests.unit.receipts.test_vietqr import fields
from tests.unit.terminal.till_kit import Counter, store_settings

SALE = "01938f6a-7c2e-7b1d-9a55-b4f60249a6a3"


def test_the_app_fills_in_account_amount_and_what_it_is_for(shop: Counter) -> None:
    with shop.store.write() as unit:
        bank = Bank(bin="970436", account="0071000123456", name="CONG TY THAN THIET")
        unit.config.put_settings(
            store_settings(bank={"bin": bank.bin, "account": bank.account, "name": bank.name})
        )
    asked = ask_transfer(shop.till, Money(33_333), SALE)
    assert asked is not None
    assert (asked.account, asked.name, asked.purpose) == (bank.account, bank.name, "Q2 49A6A3")
    found = fields(asked.text)
    assert found["54"] == "33333"
    assert fields(found["62"]) == {"01": "b4f60249a6a3", "08": "Q2 49A6A3"}


def test_a_store_without_an_account_and_a_sale_of_nothing_have_no_code(shop: Counter) -> None:
    assert ask_transfer(shop.till, Money(33_333), SALE) is None
    with shop.store.write() as unit:
        unit.config.put_settings(store_settings(bank={"bin": "970436", "account": "1", "name": "A"}))
    assert ask_transfer(shop.till, Money(0), SALE) is None
