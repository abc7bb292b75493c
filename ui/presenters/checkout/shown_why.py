"""Why a figure is what it is.

The rules' own sentences behind each figure on the checkout, and the keys behind F1.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from loyalty.units import Money
from terminal.claiming import voucher_trouble
from terminal.gift_sale import gift_money
from terminal.goods import unit_of
from terminal.open_sale import line_gross
from ui.presenters.checkout.model import CheckoutModel, WhyTopic
from ui.presenters.checkout.shown_things import told_of
from ui.presenters.checkout.state import WhyState
from ui.presenters.shown import FigureRow, Tone
from ui.presenters.words import MINUS, Words

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from loyalty.quote.model import Quote, Reachable
    from terminal.exchange import OpenExchange
    from terminal.open_sale import OpenLine

MOST_NEAR: Final = 3
MOST_MISSED: Final = 4
MOST_WHYS: Final = 2
"""So many of each stand on the sheet of offers: it is read while a customer waits."""


def rule_names(program: "Program", words: Words) -> Mapping[str, str]:
    """What people call each rule: a promotion's and a reward's name, the tier's with what it takes off."""
    tiers = {
        tier.rule: words.text("why.tier", tier=tier.name, percent=words.percent(tier.percent_off))
        for tier in program.tiers
    }
    return {rule.id: rule.name for rule in program.rules.values()} | tiers


def why_state(model: CheckoutModel, words: Words) -> WhyState | None:
    """The sheet of reasons that is open."""
    if model.why is None:
        return None
    if model.quote is None:
        return WhyState(title=_title(model, words), rows=(), empty=words.text("why.nothing"))
    rows = _ROWS[model.why](model, model.quote, words)
    return WhyState(title=_title(model, words), rows=rows, empty=words.text("why.nothing"))


def _title(model: CheckoutModel, words: Words) -> str:
    name = next((line.name for line in model.sale.lines if line.line == model.line), "")
    return words.text(f"why.{model.why}", name=name)


def _lines(model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    if model.priced is None:
        return ()
    return tuple(
        FigureRow(
            label=f"{line.name} · {times(line, line.unit_price, words)}",
            figure=words.amount(quote.lines[place].gross),
        )
        for place, line in enumerate(model.priced.lines)
    )


def times(line: "OpenLine", price: Money, words: Words) -> str:
    """So much of the line at that price."""
    return words.text(
        "why.gross", quantity=words.quantity(line.quantity, line.unit), price=words.amount(price)
    )


def _discounts(_model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    return tuple(
        FigureRow(
            label=words.sentence(discount.why), figure=words.amount(Money(-discount.amount)), tone=Tone.GOOD
        )
        for discount in quote.discounts
    )


def _burn(model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    return (*_burned(quote, words), *_burnable(model, words))


def _burnable(model: CheckoutModel, words: Words) -> tuple[FigureRow, ...]:
    """The most points that this sale can take, and what stands against more."""
    burnable = model.burnable
    if burnable is None or model.sale.member is None:
        return ()
    most = FigureRow(label=words.text("why.burn-most"), figure=words.points(burnable.points))
    if burnable.why is None:
        return (most,)
    return (most, _refused(words.refusal(burnable.why.code, burnable.why.params)))


def _refused(text: str) -> FigureRow:
    return FigureRow(label=text, figure="", tone=Tone.ATTENTION)


def _burned(quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    if not quote.burn.points:
        return ()
    worth = words.money(quote.grounds.program.points.worth)
    label = words.text("why.burned", points=words.points(quote.burn.points), worth=worth)
    return (FigureRow(label=label, figure=words.amount(Money(-quote.burn.amount))),)


def _due(model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    on_cards = gift_money(model.sale.gifts)
    subtotal = Money(quote.subtotal + on_cards)
    first = FigureRow(label=words.text("checkout.subtotal"), figure=words.amount(subtotal))
    steps = (first, *_discounts(model, quote, words), *_burned(quote, words))
    return (*steps, *_brought_back(model, words), due_row(model, Money(quote.total + on_cards), words))


def due_row(model: CheckoutModel, whole: Money, words: Words) -> FigureRow:
    """What is due for goods of `whole`, or what goes out where more comes back."""
    exchange = model.sale.exchange
    left = Money(whole - (0 if exchange is None else exchange.credit))
    label = words.text("checkout.due" if left >= 0 else "checkout.give-back")
    return FigureRow(label=label, figure=words.money(Money(abs(left))), strong=True)


def _brought_back(model: CheckoutModel, words: Words) -> tuple[FigureRow, ...]:
    """The goods of an exchange, each with its money; and what of that goes to cards and wallets."""
    exchange = model.sale.exchange
    if exchange is None:
        return ()
    goods = tuple(
        FigureRow(
            label=f"{words.text('returns.comes-back', quantity=_much(exchange, place, words))} · {name}",
            figure=words.amount(Money(-money)),
        )
        for place, (name, _, money) in enumerate(exchange.goods)
    )
    rest = exchange.credit + exchange.beside - sum(money for _, _, money in exchange.goods)
    steps = (("why.back-beside", exchange.beside), ("pay.rounding", Money(-rest)))
    return (
        *goods,
        *(FigureRow(label=words.text(key), figure=words.amount(money)) for key, money in steps if money),
    )


def _much(exchange: "OpenExchange", place: int, words: Words) -> str:
    quantity = exchange.goods[place][1]
    return words.quantity(quantity, unit_of(quantity, is_weighed=place in exchange.weighed))


def _points(_model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    """Points rule by rule, what rewards cost, and what goes on stamp cards and towards challenges."""
    earned = tuple(
        FigureRow(
            label=words.sentence(earning.why), figure=f"+{words.points(earning.points)}", tone=Tone.GOOD
        )
        for earning in quote.earned
    )
    spent = tuple(
        FigureRow(label=_rule(quote, each.rule), figure=f"{MINUS}{words.points(each.points)}")
        for each in quote.rewards
        if each.points
    )
    stamps = tuple(
        FigureRow(label=words.sentence(each.why), figure=f"+{words.whole(each.stamps)}", tone=Tone.GOOD)
        for each in quote.stamps
    )
    steps = tuple(
        FigureRow(label=words.sentence(each.why), figure="", tone=Tone.GOOD) for each in quote.challenges
    )
    return (*earned, *spent, *stamps, *steps)


def _offers(model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    """What is told of the member, what was won, what was asked for and refused, what is near, what missed."""
    told_first = tuple(
        FigureRow(label=each.text, figure=each.value, tone=each.tone) for each in told_of(model, words)
    )
    near = within_reach(quote)
    reach = tuple(
        FigureRow(label=words.sentence(each.whys[0]), figure=words.text("why.within-reach"))
        for each in near[:MOST_NEAR]
    )
    told = {each.rule for each in near}
    missed = [each for each in quote.missed if each.rule not in told]
    rows = tuple(
        FigureRow(
            label=" · ".join((each.name, *(words.sentence(why) for why in each.whys[:MOST_WHYS]))),
            figure=words.text("why.not-now"),
            tone=Tone.ATTENTION,
        )
        for each in missed[:MOST_MISSED]
    )
    left = len(missed) - len(rows)
    rest = (FigureRow(label=words.text("why.and-more", count=left), figure=""),) if left else ()
    refused = _refusals(model, quote, words)
    return (*told_first, *_discounts(model, quote, words), *refused, *reach, *rows, *rest)


def _refusals(model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    """What was asked for in this sale and takes nothing off, with what stands against it."""
    member, claims, at = model.sale.member, model.sale.claims, quote.grounds.basket.at
    vouchers = (voucher_trouble(member, claims, code, at) for code in model.sale.codes if code.isdigit())
    rewards = (
        _refused(f"{_rule(quote, each.rule)} · {words.sentence(each.whys[0])}")
        for each in quote.rewards
        if each.whys and not each.points
    )
    said = (_refused(words.refusal(each.code, each.params)) for each in vouchers if each is not None)
    return (*said, *rewards)


def within_reach(quote: "Quote") -> "tuple[Reachable, ...]":
    """The promotions for which only a little more must be bought, the nearest first."""
    promotions = {each.id for each in quote.grounds.program.promotions}
    found = (each for each in quote.reachable if each.rule in promotions and (each.money or each.units))
    return tuple(sorted(found, key=lambda each: (each.money, each.units)))


def _rule(quote: "Quote", rule: str) -> str:
    """What people call a reward."""
    return next((each.name for each in quote.grounds.program.rewards if each.id == rule), rule)


def _line(model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    if model.priced is None:
        return ()
    place = next((n for n, line in enumerate(model.priced.lines) if line.line == model.line), None)
    if place is None:
        return ()
    priced = quote.lines[place]
    whys = {discount.rule: words.sentence(discount.why) for discount in quote.discounts}
    return (
        *_gross(model.priced.lines[place], words),
        *(
            FigureRow(
                label=whys.get(off.rule, off.rule), figure=words.amount(Money(-off.amount)), tone=Tone.GOOD
            )
            for off in priced.discounts
        ),
        FigureRow(label=words.text("why.line-total"), figure=words.amount(priced.net), strong=True),
    )


def _gross(line: "OpenLine", words: Words) -> tuple[FigureRow, ...]:
    """Quantity times price; where somebody set it, from the price of before, and who allowed that."""
    hand, gross = line.by_hand, line_gross(line.quantity, line.unit_price)
    if hand is None:
        return (FigureRow(label=times(line, line.unit_price, words), figure=words.amount(gross)),)
    before = line_gross(line.quantity, hand.list_price)
    key = "why.by-hand-approved" if hand.approver_name else "why.by-hand"
    said = words.text(key, reason=words.text(f"choice.{hand.reason}"), name=hand.approver_name)
    return (
        FigureRow(label=times(line, hand.list_price, words), figure=words.amount(before)),
        FigureRow(label=said, figure=words.amount(Money(gross - before)), tone=Tone.ATTENTION),
    )


_ROWS: "Final[dict[WhyTopic, Callable[[CheckoutModel, Quote, Words], tuple[FigureRow, ...]]]]" = {
    "lines": _lines,
    "discounts": _discounts,
    "burn": _burn,
    "due": _due,
    "points": _points,
    "offers": _offers,
    "line": _line,
}
