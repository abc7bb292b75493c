"""Sales, refunds and days of one member, in a line each."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from loyalty.account import (
    Account,
    Passing,
    Refunded,
    Settling,
    SoldRecord,
    member_of,
    quoted_sale,
    settle_refund,
    settle_sale,
)
from loyalty.basket import Basket
from loyalty.program import Program
from loyalty.quote import quote
from loyalty.refund import everything_left
from loyalty.units import Quantity
from tests.unit.loyalty.shop import TUESDAY

CODES = tuple(f"93{number:011d}" for number in range(64))


def day(number: float) -> datetime:
    """So many days after the Tuesday that all begins with."""
    return TUESDAY + timedelta(days=number)


def sell(program: Program, account: Account, sale: str, basket: Basket) -> Settling:
    """Prices a basket for the member and settles it."""
    priced = quote(program, replace(basket, member=member_of(program, account, basket.at)))
    return settle_sale(program, account, quoted_sale(sale, priced), codes=CODES)


def give_back(
    program: Program,
    account: Account,
    record: SoldRecord,
    at: datetime,
    lines: Mapping[int, int] | None = None,
) -> Refunded:
    """Brings back so many thousandths of lines of a sale, or all that is left of it."""
    asked = everything_left(record.kept)
    if lines is not None:
        asked = {line: Quantity(quantity) for line, quantity in lines.items()}
    return settle_refund(program, account, record, asked, at, codes=CODES)


def codes_of(passing: Passing) -> list[str]:
    """The codes of what was told."""
    return [sentence.code for sentence in passing.news]
