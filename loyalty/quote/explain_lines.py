"""The lines of a quote told to people: what each cost, what was taken off it, what is left and earned."""

from collections.abc import Iterator

from loyalty.basket import BasketLine
from loyalty.figures import Language, format_money, format_quantity
from loyalty.quote.model import Quote, QuoteLine
from loyalty.quote.rule_names import rule_name
from loyalty.sentences import Param, say
from loyalty.units import Money

_INDENT = "    "


def told_lines(quote: Quote, language: Language) -> Iterator[str]:
    """Every line with its figures, and indented below it what happened to it."""
    lines = quote.grounds.basket.lines
    wallet = quote.wallet.line_amounts if quote.wallet else (0,) * len(lines)
    for line, priced, from_wallet in zip(lines, quote.lines, wallet, strict=True):
        yield _head(line, priced, quote.currency, language)
        for told in _parts(quote, priced, from_wallet, language):
            yield _INDENT + told


def _head(line: BasketLine, priced: QuoteLine, currency: str, language: Language) -> str:
    quantity = format_quantity(line.quantity, language=language)
    price = format_money(line.unit_price, currency=currency, language=language, symbol=False)
    gross = format_money(priced.gross, currency=currency, language=language, symbol=False)
    name = f"{line.name} ({line.sku})" if line.name else line.sku
    return f"{name}: {quantity} × {price} = {gross}"


def _parts(quote: Quote, priced: QuoteLine, from_wallet: int, language: Language) -> Iterator[str]:
    program = quote.grounds.program
    common: dict[str, Param] = {"currency": quote.currency, "unit": program.points.unit}
    for rule, amount in priced.discounts:
        taken = format_money(Money(-amount), currency=quote.currency, language=language, symbol=False)
        yield f"{rule_name(program, rule, language) or rule}: {taken}"
    if priced.burned:
        burned, points = Money(-priced.burned), priced.burned_points
        yield say("explain-line-burned", amount=burned, points=points, **common).text(language)
    if from_wallet:
        yield say("explain-line-wallet", amount=Money(-from_wallet), **common).text(language)
    if priced.discounts or priced.burned or from_wallet:
        left = Money(priced.net - priced.burned - from_wallet)
        yield say("explain-line-left", amount=left, **common).text(language)
    if priced.earned_points:
        yield say("explain-line-earned", points=priced.earned_points, **common).text(language)
