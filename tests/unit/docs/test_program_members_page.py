"""The worked tables of `docs/program-members.md` hold, and it names every key there is."""

from dataclasses import replace
from decimal import Decimal
from typing import Literal

import pytest

from loyalty.account import Account, member_of
from loyalty.account.points import points_of
from loyalty.account.referral import recommend, settle_notice
from loyalty.basket import WalletMoney
from loyalty.program import (
    Program,
    parse_program,
    read_benefits,
    read_challenges,
    read_memberships,
    read_referral,
    read_wallet,
)
from loyalty.quote import quote
from loyalty.refusals import SentenceRefused
from loyalty.units import Money
from tests.unit.account.accounts import day, give_back, sell
from tests.unit.docs.pages import block, names, page, table
from tests.unit.loyalty.shop import basket, line, member

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


@pytest.mark.parametrize("row", table(TEXT, "wallet payments"), ids=lambda row: row["because"])
def test_wallet_payments(program: Program, row: Row) -> None:
    name, price, _, quantity = row["basket"].split()
    held = replace(member(), wallet=WalletMoney(Money(500_000), Money(25_000)))
    asked: Money | Literal["max"] = "max" if row["asked"] == "max" else Money(int(row["asked"]))
    bought = replace(basket(line(name, quantity, int(price)), by=held), wallet_amount=asked)
    if row["from the wallet"] == "refused":
        with pytest.raises(SentenceRefused):
            quote(program, bought)
        return
    priced = quote(program, bought)
    assert priced.wallet is not None
    told = (priced.wallet.amount, priced.wallet.bonus, priced.total)
    assert told == (int(row["from the wallet"]), int(row["of it bonus"]), int(row["to pay"]))


MORE = """
[[promotion]]
id = "ten"
name = "Ten"
kind = "bonus_points"
points = 10
per = "unit"

[[promotion]]
id = "double"
name = "Double"
kind = "multiply_points"
factor = 2
when = { min_spend = 100000 }

[[draw]]
id = "draw"
name = "Draw"
enabled = true
of = 10
commitment = "1111111111111111111111111111111111111111111111111111111111111111"
when = { from = 2026-11-01, until = 2026-12-31, min_spend = 100000 }
prize = [{ id = "first", name = "First", wins = 1, points = 5 }]
"""


@pytest.mark.parametrize("row", table(TEXT, "top-up points"), ids=lambda row: row["because"])
def test_top_up_points(row: Row) -> None:
    wallet = f'[wallet]\nearn_on = "{row["`earn_on`"]}"'
    rules = parse_program(block(TEXT, "toml").replace("[wallet]", wallet) + MORE, name="members.toml")
    lines = [each.split() for each in row["basket"].split("; ")]
    skus = {"top-up": "8930000000910", "rice": "A"}
    goods = [line(skus[name], price=int(price)) for name, price, *_ in lines]
    priced = quote(rules, basket(*goods, by=replace(member(), wallet=WalletMoney())))
    assert priced.earned_points == int(row["points"])
    assert [each.is_in for each in priced.draws] == [row["in the draw"] == "yes"]


@pytest.mark.parametrize("row", table(TEXT, "top-up refunds"), ids=lambda row: row["because"])
def test_top_up_refunds(program: Program, row: Row) -> None:
    top_up = sell(program, Account(), "t", basket(line("8930000000910", price=500_000), at=day(0)))
    goods = replace(basket(line(price=600_000), at=day(1)), wallet_amount=Money(int(row["spent"])))
    account = sell(program, top_up.account, "g", goods).account
    if row["paid back"] == "nothing":
        with pytest.raises(SentenceRefused):
            give_back(program, account, top_up.record, day(2))
        return
    assert give_back(program, account, top_up.record, day(2)).refund.money == int(row["paid back"])


def test_challenges(program: Program) -> None:
    account, record = Account(), None
    for number, row in enumerate(table(TEXT, "challenges")):
        act, name, price, _, quantity = row["step"].split()
        if act == "buy":
            goods = line(name, quantity, int(price), category=name)
            settled = sell(program, account, row["step"] + str(number), basket(goods, at=day(number - 20)))
            account, record = settled.account, settled.record
        elif record is not None:
            back = give_back(program, account, record, day(number - 20), {0: int(quantity) * 1000}).after
            account, record = back.account, back.record
        have = member_of(program, account, day(number - 19)).challenges
        prizes = sum(lot.points for lot in account.lots if "/" in lot.id)
        told = (have["four-in-a-month"], have["rice"], prizes)
        assert told == (int(row["visits"]), int(row["rice"]), int(row["prizes"])), row


def test_referral(program: Program) -> None:
    by = Account(id="an")
    binh = recommend(program, Account(id="binh"), by, day(0), referrer_of=lambda _member: "")
    record = None
    for row in table(TEXT, "referral"):
        at, figure = day(int(row["day"])), row["binh"].split()[-1]
        if row["binh"].startswith("buys"):
            settled = sell(program, binh, row["day"], basket(line(price=int(figure)), at=at))
        else:
            assert record is not None
            settled = give_back(program, binh, record, at, {0: int(Decimal(figure) * 1000)}).after
        binh, record = settled.account, settled.record
        for notice in settled.notices:
            by = settle_notice(program, by, notice).account
        told = (points_of(binh, at), points_of(by, at))
        assert told == (int(row["points of binh"]), int(row["points of an"])), row


def test_every_key_is_named() -> None:
    assert set(names(TEXT, "membership")) == set(read_memberships.KEYS)
    assert set(names(TEXT, "wallet")) == set(read_wallet.KEYS)
    assert set(names(TEXT, "challenge")) == set(read_challenges.KEYS)
    assert set(names(TEXT, "referral")) == set(read_referral.KEYS)
    assert set(names(TEXT, "benefit")) == set(read_benefits.KEYS)
