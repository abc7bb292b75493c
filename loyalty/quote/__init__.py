"""Pricing a basket under a program."""

from loyalty.basket_json import basket_from_json
from loyalty.quote.model import (
    Burn,
    LineDiscount,
    Missed,
    Quote,
    QuoteLine,
    RuleDiscount,
    RuleEarning,
)
from loyalty.quote.pricing import quote, quote_as_paid
from loyalty.quote.quote_json import quote_to_json
from loyalty.refusals import BasketRefused, BurnRefused

__all__ = [
    "BasketRefused",
    "Burn",
    "BurnRefused",
    "LineDiscount",
    "Missed",
    "Quote",
    "QuoteLine",
    "RuleDiscount",
    "RuleEarning",
    "basket_from_json",
    "quote",
    "quote_as_paid",
    "quote_to_json",
]
