"""Why a figure is what it is.

The rules' own sentences behind each figure on the checkout, and the keys behind F1.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from loyalty.units import Money, Quantity
from terminal.gift_sale import gift_money
from terminal.open_sale import line_gross
from ui.presenters.checkout.model import CheckoutModel, WhyTopic
from ui.presenters.checkout.state import WhyState
from ui.presenters.shown import FigureRow, Tone
from ui.presenters.words import Words

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from loyalty.quote.model import Quote
    from terminal.open_sale import OpenLine

_HELP: Final = (
    ("F2", "key.new-sale"), ("F3", "key.goods"), ("F4", "key.member"), ("F5", "key.offers"),
    ("F6", "key.park"), ("F7", "key.recall"), ("F8", "key.void"), ("F9", "checkout.pay"),
    ("F10", "key.reprint"), ("F12", "key.menu"), ("Ctrl+E", "help.edit"),
    ("↑ ↓", "help.arrows"), ("+ \u2212 · Del", "help.plus-minus"), ("Esc", "help.escape"),
)  # fmt: skip


def rule_names(program: "Program", words: Words) -> Mapping[str, str]:
    """What people call each rule: the promotion's name, the tier's with what it takes off."""
    tiers = {
        tier.rule: words.text("why.tier", tier=tier.name, percent=words.percent(tier.percent_off))
        for tier in program.tiers
    }
    return {promotion.id: promotion.name for promotion in program.promotions} | tiers


def why_state(model: CheckoutModel, words: Words) -> WhyState | None:
    """The sheet of reasons that is open."""
    if model.why is None:
        return None
    if model.why == "help":
        return _help(words)
    if model.quote is None:
        return WhyState(title=_title(model, words), rows=(), empty=words.text("why.nothing"))
    rows = _ROWS[model.why](model, model.quote, words)
    return WhyState(title=_title(model, words), rows=rows, empty=words.text("why.nothing"))


def _title(model: CheckoutModel, words: Words) -> str:
    name = next((line.name for line in model.sale.lines if line.line == model.line), "")
    return words.text(f"why.{model.why}", name=name)


def _help(words: Words) -> WhyState:
    rows = [FigureRow(label=words.text(key), figure=name) for name, key in _HELP]
    rows.append(FigureRow(label=words.text("help.times"), figure=words.text("help.times-typed")))
    rows.append(FigureRow(label=words.text("help.amount"), figure=words.text("help.amount-typed")))
    return WhyState(title=words.text("help.title"), rows=tuple(rows))


def _lines(model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    if model.priced is None:
        return ()
    return tuple(
        FigureRow(
            label=f"{line.name} · {times(line.quantity, line.unit_price, words)}",
            figure=words.amount(quote.lines[place].gross),
        )
        for place, line in enumerate(model.priced.lines)
    )


def times(quantity: Quantity, price: Money, words: Words) -> str:
    """So many of that price."""
    return words.text("why.gross", quantity=words.quantity(quantity), price=words.amount(price))


def _discounts(_model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    return tuple(
        FigureRow(
            label=words.sentence(discount.why), figure=words.amount(Money(-discount.amount)), tone=Tone.GOOD
        )
        for discount in quote.discounts
    )


def _burn(_model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    if not quote.burn.points:
        return ()
    worth = words.money(quote.grounds.program.points.worth)
    label = words.text("why.burned", points=words.points(quote.burn.points), worth=worth)
    return (FigureRow(label=label, figure=words.amount(Money(-quote.burn.amount))),)


def _due(model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    subtotal = FigureRow(label=words.text("checkout.subtotal"), figure=words.amount(quote.subtotal))
    whole = Money(quote.total + gift_money(model.sale.gifts))
    due = FigureRow(label=words.text("checkout.due"), figure=words.money(whole), strong=True)
    on_cards = tuple(
        FigureRow(label=words.text("checkout.gift-line", tail=gift.tail), figure=words.amount(gift.amount))
        for gift in model.sale.gifts
    )
    return (subtotal, *_discounts(model, quote, words), *_burn(model, quote, words), *on_cards, due)


def _points(_model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    return tuple(
        FigureRow(
            label=words.sentence(earning.why), figure=f"+{words.points(earning.points)}", tone=Tone.GOOD
        )
        for earning in quote.earned
    )


def _offers(model: CheckoutModel, quote: "Quote", words: Words) -> tuple[FigureRow, ...]:
    missed = tuple(
        FigureRow(
            label=f"{each.name} · {words.sentence(each.whys[0])}" if each.whys else each.name,
            figure=words.text("why.not-now"),
            tone=Tone.ATTENTION,
        )
        for each in quote.missed
    )
    return (*_discounts(model, quote, words), *missed)


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
        return (FigureRow(label=times(line.quantity, line.unit_price, words), figure=words.amount(gross)),)
    before = line_gross(line.quantity, hand.list_price)
    key = "why.by-hand-approved" if hand.approver_name else "why.by-hand"
    said = words.text(key, reason=words.text(f"choice.{hand.reason}"), name=hand.approver_name)
    return (
        FigureRow(label=times(line.quantity, hand.list_price, words), figure=words.amount(before)),
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
