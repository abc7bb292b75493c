"""The worked tables of `docs/program/limits.md` hold."""

import pytest

from loyalty.approvals import (
    ApologyIssued,
    BurnedWithoutCard,
    Deed,
    LineDiscounted,
    PointsAdjusted,
    PriceChanged,
    RefundedWithoutReceipt,
    approvals,
)
from loyalty.basket import BasketMember, Today
from loyalty.program import parse_program
from loyalty.program.read_caps import MANAGER_KEYS
from loyalty.quote import quote
from loyalty.units import Money, Points
from tests.unit.docs.pages import block, page, table
from tests.unit.loyalty.shop import basket, line

PAGE = page("docs/program/limits.md")
PROGRAM = parse_program(block(PAGE, "toml"), name="docs/program/limits.md")


@pytest.mark.parametrize("row", table(PAGE, "limits"), ids=lambda row: " ".join(row.values()))
def test_limits(row: dict[str, str]) -> None:
    today = Today(
        earned=Points(int(row["earned today"])),
        burned=Points(int(row["burned today"])),
        sales=int(row["sales today"]),
    )
    by = BasketMember(tier="member", points=Points(2_000), today=today)
    priced = quote(PROGRAM, basket(line(price=int(row["bought"])), by=by))
    assert priced.earned_points == int(row["earns"])
    assert (priced.cut.rule if priced.cut else "") == row["because"]
    assert priced.burn.max_points == int(row["may burn"])


def deed_of(row: dict[str, str]) -> Deed:
    first, *rest = (int(word) for word in row["figures"].split() if word.lstrip("-").isdigit())
    match row["deed"]:
        case "price":
            return PriceChanged(Money(first), Money(rest[0]))
        case "discount":
            return LineDiscounted(off=Money(first), gross=Money(rest[0]))
        case "points":
            return PointsAdjusted(Points(first))
        case "apology":
            return ApologyIssued(Money(first))
        case "refund":
            return RefundedWithoutReceipt(Money(first))
        case _:
            return BurnedWithoutCard(Points(first))


@pytest.mark.parametrize("row", table(PAGE, "approvals"), ids=lambda row: " ".join(row.values()))
def test_approvals(row: dict[str, str]) -> None:
    told = approvals(PROGRAM, deed_of(row), taken_off=Money(int(row["taken off before"])))
    assert [why.code for why in told] == row["somebody's word, because"].split()


def test_every_deed_stands_in_the_table() -> None:
    assert len({row["deed"] for row in table(PAGE, "approvals")}) == len(MANAGER_KEYS)
