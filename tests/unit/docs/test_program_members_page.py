"""The worked tables of `docs/program-members.md` hold, and it names every key there is."""

import pytest

from loyalty.account import Account
from loyalty.program import Program, parse_program, read_memberships
from loyalty.refusals import SentenceRefused
from tests.unit.account.accounts import day, give_back, sell
from tests.unit.docs.pages import block, names, page, table
from tests.unit.loyalty.shop import basket, line

TEXT = page("docs/program-members.md")
Row = dict[str, str]


@pytest.fixture(scope="module")
def program() -> Program:
    return parse_program(block(TEXT, "toml"), name="docs/program-members.md")


@pytest.mark.parametrize("row", table(TEXT, "membership refunds"), ids=lambda row: row["because"])
def test_membership_refunds(program: Program, row: Row) -> None:
    vip, delivery = line("8930000000903", price=365_000), line("8930000000927", price=20_000)
    bought = sell(program, Account(), "vip", basket(vip, at=day(0)))
    account = bought.account
    if row["used"] == "yes":
        account = sell(program, account, "use", basket(delivery, at=day(0.1))).account
    at = day(int(row["days later"]) + 0.2)
    if row["paid back"] == "nothing":
        with pytest.raises(SentenceRefused):
            give_back(program, account, bought.record, at)
        return
    assert give_back(program, account, bought.record, at).refund.money == int(row["paid back"])


def test_every_key_is_named() -> None:
    assert set(names(TEXT, "membership")) == set(read_memberships.KEYS)
