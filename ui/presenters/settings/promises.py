"""What a program promises, a sentence for each rule: for the row, and at more length beside it. Pure."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from loyalty.figures import format_rate
from loyalty.program.model import (
    ONCE,
    AmountOff,
    BonusPoints,
    BuyGet,
    FixedPrice,
    Gift,
    MultiplyPoints,
    PercentOff,
    Program,
    Promotion,
    Tier,
)
from loyalty.units import Money, Points
from ui.presenters.settings.model import Setting
from ui.presenters.words import Words

if TYPE_CHECKING:
    from loyalty.program.model import PointRules


def promises(program: Program, words: Words) -> Iterator[Setting]:
    """Each promise of the program, points first."""
    yield from _points(program.points, words)
    for tier in program.tiers:
        yield _tier(program, tier, words)
    for promotion in program.promotions:
        yield Setting(name="promise", label=promotion.name, value=_promotion(promotion, words))
    for kind, names in _others(program):
        for name in names:
            yield Setting(name="promise", label=name, value=words.text(f"settings.promise.{kind}"))


def _points(points: "PointRules", words: Words) -> Iterator[Setting]:
    earned = words.text(
        "settings.promise.earn", points=words.points(points.earn), amount=words.money(points.per_amount)
    )
    yield Setting(name="promise", label=words.text("settings.promise.earning"), value=earned)
    about = [
        words.text("settings.promise.burn-min", points=words.points(points.burn_min)),
        words.text("settings.promise.burn-max", percent=words.percent(points.burn_max_percent)),
    ]
    worth = words.text("settings.promise.worth", amount=words.money(points.worth))
    yield Setting(
        name="promise", label=words.text("settings.promise.burning"), value=worth, about=tuple(about)
    )
    months = points.expire_months
    lasting = words.text("settings.promise.expire" if months else "settings.promise.for-ever", count=months)
    yield Setting(name="promise", label=words.text("settings.promise.lasting"), value=lasting)


def _tier(program: Program, tier: Tier, words: Words) -> Setting:
    measure = program.standing.measure
    at = words.money(Money(tier.at)) if measure == "spend" else words.points(Points(tier.at))
    parts = [words.text(f"settings.promise.at-{measure}", at=at)] if tier.at else []
    if tier.percent_off.numerator:
        parts.append(words.text("settings.promise.percent", percent=words.percent(tier.percent_off)))
    if tier.multiplier != ONCE:
        parts.append(
            words.text(
                "settings.promise.times",
                factor=format_rate(tier.multiplier, language=words.catalogue.language),
            )
        )
    label = words.text("settings.promise.tier", name=tier.name)
    return Setting(name="promise", label=label, value=" · ".join(parts))


def _promotion(promotion: Promotion, words: Words) -> str:
    match promotion:
        case PercentOff():
            return words.text("settings.promise.percent", percent=words.percent(promotion.percent))
        case FixedPrice():
            return words.text("settings.promise.price", amount=words.money(promotion.price))
        case AmountOff():
            return words.text("settings.promise.amount", amount=words.money(promotion.amount))
        case BuyGet():
            return words.text("settings.promise.buy-get", buy=promotion.buy, get=promotion.get)
        case Gift():
            return words.text("settings.promise.gift", sku=promotion.sku)
        case MultiplyPoints():
            factor = format_rate(promotion.factor, language=words.catalogue.language)
            return words.text("settings.promise.times", factor=factor)
        case BonusPoints():
            return words.text("settings.promise.bonus", points=words.points(promotion.points))
        case _:
            return ""


def _others(program: Program) -> Iterator[tuple[str, list[str]]]:
    yield "reward", [each.name for each in program.rewards]
    issued = (program.promotion(each.promotion) for each in program.vouchers)
    yield "voucher", [each.name for each in issued if each is not None]
    yield "stamps", [each.name for each in program.stamp_cards]
    yield "challenge", [each.name for each in program.challenges]
    yield "membership", [each.name for each in program.memberships]
    yield "benefit", [each.name for each in program.benefits]
    yield "draw", [each.name for each in program.draws]
