"""The worked tables of `docs/program.md` hold, and it names every kind and condition there is."""

from decimal import Decimal
from typing import Any

import pytest

from loyalty.program import Program, parse_program
from loyalty.program.read_conditions import WHEN_KEYS
from loyalty.program.read_promotions import KINDS
from loyalty.quote import Quote, basket_from_json, quote
from loyalty.refund import KeptLine, KeptSale, refund
from loyalty.units import Money, Points, Quantity
from tests.unit.docs.pages import block, names, page, table

TEXT = page("docs/program.md")
Row = dict[str, str]


@pytest.fixture(scope="module")
def program() -> Program:
    return parse_program(block(TEXT, "toml"), name="docs/program.md")


def priced(program: Program, row: Row, *, points: int = 0, burn: int | str = 0) -> Quote:
    lines: list[dict[str, Any]] = []
    for number, part in enumerate(row["basket"].split(";")):
        category, price, _, quantity = part.split()
        line = {"sku": f"G{number}", "category": category, "quantity": quantity, "unit_price": int(price)}
        lines.append(line)
    member = None if row["customer"] == "nobody" else {"tier": row["customer"], "points": points}
    basket = {"at": "2026-11-25T18:30:00+07:00", "member": member, "burn_points": burn, "lines": lines}
    return quote(program, basket_from_json(basket))


@pytest.mark.parametrize("row", table(TEXT, "discounts"), ids=lambda row: row["because"])
def test_discounts(program: Program, row: Row) -> None:
    result = priced(program, row)
    off = sum(discount.amount for discount in result.discounts)
    assert (result.subtotal, off, result.total) == (int(row["subtotal"]), int(row["off"]), int(row["to pay"]))


@pytest.mark.parametrize("row", table(TEXT, "burning"), ids=lambda row: row["because"])
def test_burning(program: Program, row: Row) -> None:
    result = priced(program, row, points=int(row["has"]), burn="max")
    assert (result.burn.max_points, result.total) == (int(row["most"]), int(row["to pay with all of it"]))


@pytest.mark.parametrize("row", table(TEXT, "earning"), ids=lambda row: row["because"] or "plain")
def test_earning(program: Program, row: Row) -> None:
    result = priced(program, row, points=10_000, burn=int(row["burned"]))
    assert result.earned_points == int(row["earned"])


def test_refunds() -> None:
    line = KeptLine(
        quantity=Quantity(3_000),
        net=Money(100_000),
        burned=Money(20_000),
        earned_points=Points(8),
        burned_points=Points(40),
    )
    sale = KeptSale((line,))
    for row in table(TEXT, "refunds"):
        one = refund(sale, {0: Quantity(int(Decimal(row["returned"]) * 1000))})
        expected = (int(row["money"]), int(row["points taken"]), int(row["points returned"]))
        assert (one.money, one.points_taken, one.points_returned) == expected
        sale = one.sale
    assert sum(int(row["money"]) for row in table(TEXT, "refunds")) == 80_000


def test_every_condition_and_every_kind_is_named() -> None:
    assert set(names(TEXT, "conditions")) - {"when"} == set(WHEN_KEYS)
    assert set(names(TEXT, "kinds")) == set(KINDS)
