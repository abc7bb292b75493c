"""Promotions of which it is told why they gave what they gave."""

from loyalty.basket import BasketLine
from loyalty.quote import quote
from tests.unit.loyalty.shop import basket, member, program

OFF = 'kind = "percent_off"\npercent = 10'
EXACT = "max_percent = 100\n"


def why(promotion: str, *lines: BasketLine, discounts: str = EXACT) -> str:
    """Why the first promotion gave what it gave, in English."""
    given = quote(program(promotion, discounts=discounts), basket(*lines, by=member()))
    whys = {each.rule: each.why for each in given.discounts} | {each.rule: each.why for each in given.earned}
    told = whys["p0"]
    assert told.text("vi") != told.text("en")
    return told.text("en")
