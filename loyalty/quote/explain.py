"""A quote told to people: what was bought, what applied and why, and what did not and what is missing.

In the order in which a cashier would say it: the goods, what there is to pay, why so little, what it brings,
what more could be had, and last what does not hold today.
"""

from collections.abc import Iterable, Iterator, Sequence

from loyalty.figures import Language
from loyalty.quote.explain_lines import told_lines
from loyalty.quote.model import Quote, RuleReward
from loyalty.quote.rule_names import rule_name
from loyalty.sentences import Sentence, say
from loyalty.units import Money


def explain(quote: Quote, language: Language) -> Iterator[str]:
    """The trace of a quote, line by line."""
    yield from told_lines(quote, language)
    yield ""
    yield from _sums(quote, language)
    yield from _discounts(quote, language)
    yield from _points(quote, language)
    yield from _part("explain-approvals", list(_approvals(quote, language)), language)
    yield from _rest(quote, language)
    yield from _missed(quote, language)
    if not quote.optimal:
        yield ""
        yield say("explain-not-proven").text(language)


def _sums(quote: Quote, language: Language) -> Iterator[str]:
    sums = [("explain-subtotal", quote.subtotal)]
    if quote.discounts:
        taken_off = sum(each.amount for each in quote.discounts)
        sums.append(("explain-taken-off", Money(-taken_off)))
    if quote.burn.points:
        sums.append(("explain-burned", Money(-quote.burn.amount)))
    if quote.wallet is not None and quote.wallet.amount:
        sums.append(("explain-wallet", Money(-quote.wallet.amount)))
    sums.append(("explain-total", quote.total))
    vat = sum(line.vat for line in quote.lines)
    if vat:
        sums.append(("explain-vat", Money(vat)))
    for code, amount in sums:
        yield say(code, amount=amount, currency=quote.currency).text(language)


def _discounts(quote: Quote, language: Language) -> Iterator[str]:
    discounts = [each.why.text(language) for each in quote.discounts]
    yield from _part("explain-discounts", discounts, language)
    yield from _part("explain-rewards", [_reward(each, language) for each in quote.rewards], language)


def _reward(given: RuleReward, language: Language) -> str:
    """What it gave, which names it; or its name with every reason why it gave nothing."""
    told = _joined(given.whys, language)
    name = rule_name(given.grounds.program, given.rule, language)
    return told if given.points else f"{name}: {told}"


def _points(quote: Quote, language: Language) -> Iterator[str]:
    unit = quote.grounds.program.points.unit
    whys = [each.why for each in quote.earned]
    if quote.cut is not None:
        whys.append(quote.cut.why)
    if whys:
        yield ""
        yield say("explain-earned", points=quote.earned_points, unit=unit).text(language)
        yield from (f"  {why.text(language)}" for why in (*_rates(quote), *whys))
    if quote.burn.max_points:
        yield ""
        yield say("explain-max-burn", points=quote.burn.max_points, unit=unit).text(language)
    if quote.wallet is not None and quote.wallet.max_amount:
        yield ""
        most = quote.wallet.max_amount
        yield say("explain-max-wallet", amount=most, currency=quote.currency).text(language)


def _rates(quote: Quote) -> Iterator[Sentence]:
    """The rates of the store, where they are a partner's."""
    program, store = quote.grounds.program, quote.grounds.basket.store
    for partner in program.partners:
        if store in partner.stores:
            yield say(
                "partner-rates",
                name=partner.name,
                earn=partner.earn,
                per=partner.per_amount,
                worth=partner.worth,
                unit=program.points.unit,
                currency=program.currency,
            )


def _approvals(quote: Quote, language: Language) -> Iterator[str]:
    """What a manager must approve; what is about a line names it."""
    lines = quote.grounds.basket.lines
    for each in quote.approvals:
        told = each.why.text(language)
        yield told if each.line is None else f"{lines[each.line].name or lines[each.line].sku}: {told}"


def _rest(quote: Quote, language: Language) -> Iterator[str]:
    """Stamps, draws, and what is within reach."""
    parts = (
        ("explain-stamps", [(each.why,) for each in quote.stamps]),
        ("explain-draws", [each.whys for each in quote.draws if each.is_in]),
        ("explain-challenges", [(each.why,) for each in quote.challenges]),
        ("explain-reachable", [each.whys for each in quote.reachable]),
    )
    for code, whys in parts:
        yield from _part(code, [_joined(each, language) for each in whys], language)


def _missed(quote: Quote, language: Language) -> Iterator[str]:
    """What did not apply, by name, with every reason; what is within reach has been told."""
    told = {each.rule for each in quote.reachable}
    missed = [(each.name, each.whys) for each in quote.missed if each.rule not in told]
    missed += [(each.name, each.whys) for each in quote.draws if not each.is_in]
    lines = [f"{name}: {_joined(whys, language)}" for name, whys in missed]
    yield from _part("explain-missed", lines, language)


def _part(code: str, lines: Sequence[str], language: Language) -> Iterator[str]:
    """A heading and what stands below it; nothing where there is nothing."""
    if lines:
        yield ""
        yield say(code).text(language)
    yield from (f"  {line}" for line in lines)


def _joined(whys: Iterable[Sentence], language: Language) -> str:
    return "; ".join(why.text(language) for why in whys)
