"""The worked tables of `docs/program/rewards.md` hold, and it names every kind of reward."""

from collections.abc import Iterable
from decimal import Decimal

import pytest

from loyalty.basket import BasketLine
from loyalty.program import Program, parse_program
from loyalty.program.read_rewards import REWARD_KINDS
from loyalty.quote import Quote, quote
from loyalty.quote.model import Reachable
from loyalty.refund import refund
from loyalty.refund_json import kept_sale
from loyalty.units import Quantity
from tests.unit.docs.pages import block, names, page, table
from tests.unit.loyalty.shop import basket, line, member

TEXT = page("docs/program/rewards.md")
Row = dict[str, str]


@pytest.fixture(scope="module")
def program() -> Program:
    pages = ("docs/program.md", "docs/program/rewards.md", "docs/program/vouchers-and-stamps.md")
    text = "\n".join(block(page(name), "toml") for name in pages)
    return parse_program(text, name="docs/program/rewards.md")


def lines_of(text: str) -> Iterable[BasketLine]:
    """`category price × quantity; …`, each category one product of that name."""
    for part in text.split(";"):
        category, price, _, quantity = part.split()
        yield line(category, quantity, int(price), category=category)


def priced(program: Program, lines: str, *, by: str, has: int, asks: Iterable[str] = ()) -> Quote:
    customer = None if by == "nobody" else member(by, has)
    return quote(program, basket(*lines_of(lines), by=customer, rewards=asks))


@pytest.mark.parametrize("row", table(TEXT, "rewards"), ids=lambda row: row["because"])
def test_rewards(program: Program, row: Row) -> None:
    asks = [each.strip() for each in row["asks"].split(";")]
    result = priced(program, row["basket"], by=row["customer"], has=int(row["has"]), asks=asks)
    of_rewards = {reward.id for reward in program.rewards}
    off = sum(each.amount for each in result.discounts if each.rule in of_rewards)
    points = sum(each.points for each in result.rewards)
    figures = (off, points, result.burn.max_points, result.total)
    assert figures == tuple(int(row[name]) for name in ("off", "points", "burn at most", "to pay"))


def test_coming_back(program: Program) -> None:
    bought = "coffee 35000 × 2; rice 195000 × 1"
    sale = kept_sale(priced(program, bought, by="member", has=250, asks=["coffee", "next-time"]))
    for row in table(TEXT, "coming back"):
        _, place, _, quantity = row["returned"].split()
        done = refund(sale, {int(place): Quantity(int(Decimal(quantity) * 1000))})
        assert (done.money, done.points_returned) == (int(row["money"]), int(row["points returned"]))
        sale = done.sale
    assert sale.is_returned


def test_reachable(program: Program) -> None:
    rows = table(TEXT, "reachable")
    for lines in {row["basket"] for row in rows}:
        found = priced(program, lines, by="member", has=45).reachable
        told = [row for row in rows if row["basket"] == lines]
        assert [figures_of(each) for each in found] == [
            (row["could reach"], int(row["money"]), int(row["units"]), int(row["points"])) for row in told
        ]


def figures_of(each: Reachable) -> tuple[str, int, int, int]:
    return each.rule, each.money, each.units, each.points


def test_every_kind_of_reward_is_named() -> None:
    assert set(names(TEXT, "reward kinds")) == set(REWARD_KINDS)
