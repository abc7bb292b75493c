"""The worked tables of `docs/program/vouchers-and-stamps.md` hold, and it names every occasion and key."""

from datetime import datetime, timedelta

import pytest

from loyalty.account import Account, Passing, SoldRecord, member_of
from loyalty.account.vouchers import issue
from loyalty.program import Program, parse_program
from loyalty.program.vouchers import OCCASIONS
from tests.unit.account.accounts import CODES, day, give_back, sell
from tests.unit.docs.pages import block, names, page, table
from tests.unit.loyalty.shop import basket, line, program

TEXT = page("docs/program/vouchers-and-stamps.md")
ISSUED_AT = datetime.fromisoformat("2026-11-24T15:00:00+07:00")
OPENED = 'kind = "amount_off"\namount = 5\nwhen = { voucher = true }'


@pytest.fixture(scope="module")
def shop() -> Program:
    pages = ("docs/program.md", "docs/program/rewards.md", "docs/program/vouchers-and-stamps.md")
    return parse_program("\n".join(block(page(name), "toml") for name in pages), name="pages")


@pytest.mark.parametrize("row", table(TEXT, "validity"))
def test_validity(row: dict[str, str]) -> None:
    keys = [f"{key} = {row[key]}" for key in ("days", "starts_after_days", "until") if row[key]]
    more = '[[voucher]]\nid = "v"\npromotion = "p0"\nissue = "apology"\n' + "\n".join(keys)
    rules = program(OPENED, more=more)
    issued = issue(rules, Passing(Account(), codes=CODES), rules.vouchers[0], ISSUED_AT)
    (voucher,) = issued.account.vouchers
    assert voucher.starts_at.date().isoformat() == row["from"]
    last = voucher.ends_at and (voucher.ends_at - timedelta(microseconds=1)).date().isoformat()
    assert (last or "") == row["to the end of"]


def test_stamps(shop: Program) -> None:
    account = Account()
    records: list[SoldRecord] = []
    for number, row in enumerate(table(TEXT, "stamps")):
        does, quantity, *rest = row["does"].split()
        at = day(number)
        if does == "buys":
            codes = tuple(member_of(shop, account, at).vouchers) if rest else ()
            bought = basket(line("coffee", quantity, 35_000), at=at, codes=codes)
            sold = sell(shop, account, f"s{number}", bought)
            records.append(sold.record)
            account = sold.account
        else:
            sale = int(rest[-1]) - 1
            back = give_back(shop, account, records[sale], at, {0: int(quantity) * 1000}).after
            account, records[sale] = back.account, back.record
        later = at + timedelta(hours=1)
        held = member_of(shop, account, later)
        assert held.stamps["coffee-card"] == int(row["on the card"]), row
        assert len(held.vouchers) == int(row["vouchers"]), row


def test_every_occasion_is_named() -> None:
    assert set(names(TEXT, "occasions")) == set(OCCASIONS)
