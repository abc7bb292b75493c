"""Reads one line of a file of past sales: the basket, and beside it what the sale was kept at.

The quote is the one that `quote` prints; of it only the figures are read, and they must agree with each other
and with the basket, since a figure that was copied wrongly would look like a change.
"""

from collections.abc import Iterable, Mapping

from loyalty.basket import Basket
from loyalty.basket_json import basket_from_json
from loyalty.json_fields import Fields, shown
from loyalty.limits import AMOUNT_LIMIT
from loyalty.rates import round_half_up
from loyalty.refusals import BasketRefused
from loyalty.replay.model import Figures, PastSale
from loyalty.units import Money, Points

_THOUSAND = 1000


def past_sale_from_json(value: object, *, currency: str, needs_quote: bool) -> PastSale:
    """The sale that a JSON value says; `needs_quote` where nothing else tells what it came to.

    A quote that names a currency must name this one.

    Raises:
        BasketRefused: it is not a sale, or its figures do not agree; it carries every fault there is.
    """
    faults: list[str] = []
    fields = Fields(value, "", faults)
    fields.need("receipt", "basket", *(["quote"] if needs_quote else []))
    program = fields.mapping("program")
    basket = _read_basket(fields, faults)
    member = fields.text("member")
    if basket is not None:
        _check_member(fields, basket, member)
    kept = None
    if fields.value("quote") is not None:
        quote = fields.mapping("quote")
        kept = _read_quote(quote, basket, faults)
        _check_currency(quote, currency)
    sale = PastSale(
        receipt=fields.text("receipt"),
        member=member,
        version=program.whole("version"),
        fingerprint=program.text("fingerprint"),
        basket=basket or _NO_BASKET,
        kept=kept,
    )
    if faults:
        raise BasketRefused(faults)
    return sale


_NO_BASKET = basket_from_json({"at": "2000-01-01T00:00:00Z", "lines": []})
"""Stands in for a basket that is refused, while the other faults are looked for."""


def _read_basket(fields: Fields, faults: list[str]) -> Basket | None:
    value = fields.value("basket")
    if value is None:
        return None
    try:
        return basket_from_json(value, place="basket")
    except BasketRefused as refused:
        faults.extend(refused.faults)
        return None


def _check_member(fields: Fields, basket: Basket, member: str) -> None:
    if basket.member is not None and not member:
        fields.fault("member", "fault-member-missing")
    elif basket.member is None and member:
        fields.fault("member", "fault-member-named", value=shown(member))


def _read_quote(quote: Fields, basket: Basket | None, faults: list[str]) -> Figures:
    before = len(faults)
    quote.need("total")
    burn = quote.mapping("burn")
    rewards = [points for _, points in _by_rule(quote, "rewards", "points", faults)]
    figures = Figures(
        total=Money(quote.whole("total") + quote.mapping("wallet").whole("amount")),
        burned=Money(burn.whole("amount")),
        burned_points=Points(burn.whole("points") + sum(rewards)),
        discounts={rule: Money(amount) for rule, amount in _by_rule(quote, "discounts", "amount", faults)},
        earned={rule: Points(points) for rule, points in _by_rule(quote, "earned", "points", faults)},
    )
    if len(faults) == before:
        _check_sums(quote, figures, basket)
    return figures


def _check_currency(quote: Fields, currency: str) -> None:
    named = quote.text("currency")
    if named not in {"", currency}:
        quote.fault("currency", "fault-currency", value=shown(named), currency=currency)


def _by_rule(quote: Fields, key: str, figure: str, faults: list[str]) -> Iterable[tuple[str, int]]:
    """What each rule took off or gave; a rule that is named twice is a fault."""
    found: dict[str, int] = {}
    for index, item in enumerate(quote.items(key)):
        fields = Fields(item, quote.place(f"{key}[{index}]"), faults)
        fields.need("rule", figure)
        rule = fields.text("rule")
        if rule in found:
            fields.fault("rule", "fault-rule-twice", value=shown(rule))
        found[rule] = fields.whole(figure)
    return ((rule, amount) for rule, amount in found.items() if amount)


def _check_sums(quote: Fields, figures: Figures, basket: Basket | None) -> None:
    if basket is not None:
        subtotal = sum(round_half_up(line.quantity * line.unit_price, _THOUSAND) for line in basket.lines)
        total = subtotal - figures.discount - figures.burned
        if figures.total != total:
            quote.fault("total", "fault-total", total=figures.total, basket=total)
    earned = quote.value("earned_points")
    if earned is not None and quote.whole("earned_points") != figures.earned_points:
        quote.fault("earned_points", "fault-earned", value=shown(earned), points=figures.earned_points)
    _check_limit(quote, figures.discounts, "discounts")
    _check_limit(quote, figures.earned, "earned")


def _check_limit(quote: Fields, figures: Mapping[str, int], key: str) -> None:
    if sum(figures.values()) >= AMOUNT_LIMIT:
        quote.fault(key, "fault-over", most=AMOUNT_LIMIT - 1)
