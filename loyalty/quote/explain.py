"""A quote told to people: what was bought, what applied and why, and what did not and what is missing."""

from collections.abc import Iterator

from loyalty.basket import BasketLine
from loyalty.figures import Language, format_money, format_points, format_quantity
from loyalty.quote.model import Quote, QuoteLine
from loyalty.sentences import say
from loyalty.units import Money


def explain(quote: Quote, language: Language) -> Iterator[str]:
    """The trace of a quote, line by line."""
    yield from _lines(quote, language)
    yield ""
    yield from _sums(quote, language)
    yield from _given(quote, language)
    yield from _rest(quote, language)
    if quote.missed:
        yield ""
        yield say("explain-missed").text(language)
    for missed in quote.missed:
        whys = "; ".join(why.text(language) for why in missed.whys)
        yield f"  {missed.name} ({missed.rule}): {whys}"
    if not quote.optimal:
        yield ""
        yield say("explain-not-proven").text(language)


def _lines(quote: Quote, language: Language) -> Iterator[str]:
    for line, priced in zip(quote.grounds.basket.lines, quote.lines, strict=True):
        yield _line(line, priced, quote.currency, language)
        for each in priced.discounts:
            amount = format_money(
                Money(-each.amount), currency=quote.currency, language=language, symbol=False
            )
            yield f"    {each.rule}: {amount}"


def _line(line: BasketLine, priced: QuoteLine, currency: str, language: Language) -> str:
    quantity = format_quantity(line.quantity, language=language)
    price = format_money(line.unit_price, currency=currency, language=language, symbol=False)
    gross = format_money(priced.gross, currency=currency, language=language, symbol=False)
    net = format_money(priced.net, currency=currency, language=language, symbol=False)
    return f"{line.sku} {line.name}".rstrip() + f": {quantity} × {price} = {gross} → {net}"


def _sums(quote: Quote, language: Language) -> Iterator[str]:
    sums = [("explain-subtotal", quote.subtotal)]
    if quote.burn.points:
        sums.append(("explain-burned", Money(-quote.burn.amount)))
    if quote.wallet is not None and quote.wallet.amount:
        sums.append(("explain-wallet", Money(-quote.wallet.amount)))
    sums.append(("explain-total", quote.total))
    for code, amount in sums:
        yield say(code, amount=amount, currency=quote.currency).text(language)


def _given(quote: Quote, language: Language) -> Iterator[str]:
    if quote.discounts:
        yield ""
        yield say("explain-discounts").text(language)
        yield from (f"  {each.why.text(language)}" for each in quote.discounts)
    unit = quote.grounds.program.points.unit
    if quote.earned:
        yield ""
        points = format_points(quote.earned_points, language=language, unit=unit)
        yield say("explain-earned", points=points).text(language)
        yield from (f"  {each.why.text(language)}" for each in quote.earned)
    if quote.cut is not None:
        yield f"  {quote.cut.why.text(language)}"
    if quote.burn.max_points:
        yield ""
        yield say("explain-max-burn", points=quote.burn.max_points, unit=unit).text(language)


def _rest(quote: Quote, language: Language) -> Iterator[str]:
    """The rewards that were asked for, the stamps, and what is within reach."""
    parts = (
        ("explain-rewards", [each.whys for each in quote.rewards]),
        ("explain-stamps", [(each.why,) for each in quote.stamps]),
        ("explain-reachable", [each.whys for each in quote.reachable]),
    )
    for code, told in parts:
        if told:
            yield ""
            yield say(code).text(language)
            yield from (f"  {'; '.join(why.text(language) for why in whys)}" for whys in told)
