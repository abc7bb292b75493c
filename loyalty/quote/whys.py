"""Puts into words why a rule took something off, or gave points, with the figures it did so with."""

from collections.abc import Sequence
from typing import cast

from loyalty.basket import NOTHING_TODAY
from loyalty.program.caps import EARN_PER_DAY, EARN_PER_SALE
from loyalty.program.model import (
    ALL_OFF,
    AmountOff,
    BonusPoints,
    BuyGet,
    FixedPrice,
    Gift,
    MultiplyPoints,
    PercentOff,
    Tier,
)
from loyalty.quote.model import Grounds, PointCut, RuleDiscount, RuleEarning
from loyalty.rates import Rate
from loyalty.sentences import Param, Sentence, say


def discount_why(given: RuleDiscount) -> Sentence:
    """The sentence for what one rule took off the basket."""
    grounds, amount = given.grounds, given.amount
    common: dict[str, Param] = {"amount": amount, "currency": grounds.program.currency}
    before = _before(grounds, given.rule)
    rule = _rule(grounds, given.rule)
    if isinstance(rule, Tier):
        return _percent("tier-off", rule.name, rule.percent_off, before, common, most=None)
    if isinstance(rule, PercentOff):
        return _percent("percent-off", rule.name, rule.percent, before, common, most=rule.max_amount)
    if isinstance(rule, FixedPrice):
        return _price(rule, grounds, amount, common)
    if isinstance(rule, AmountOff):
        code = "amount-off" if amount in (rule.amount, sum(before)) else "amount-off-cut"
        return say(code, name=rule.name, of=rule.amount, **common)
    if isinstance(rule, BuyGet):
        code = "buy-get" if rule.percent == ALL_OFF else "buy-get-percent"
        return say(code, name=rule.name, buy=rule.buy, get=rule.get, percent=rule.percent, **common)
    gift = cast("Gift", rule)
    return say("gift", name=gift.name, sku=_product_name(grounds, gift.sku), **common)


def earning_why(given: RuleEarning) -> Sentence:
    """The sentence for the points of one rule."""
    grounds = given.grounds
    points = given.points if given.before_cut is None else given.before_cut
    rules = grounds.program.points_at(grounds.basket.store)
    common: dict[str, Param] = {"points": points, "unit": rules.unit, "currency": grounds.program.currency}
    if given.rule == "base":
        return say("base-points", base=_earn_base(grounds), per=rules.per_amount, earn=rules.earn, **common)
    rule = _rule(grounds, given.rule)
    if isinstance(rule, Tier):
        return say("tier-points", name=rule.name, factor=rule.multiplier, **common)
    if isinstance(rule, MultiplyPoints):
        return say("multiply-points", name=rule.name, factor=rule.factor, **common)
    bonus = cast("BonusPoints", rule)
    if bonus.per == "unit":
        return say("bonus-unit", name=bonus.name, units=points // bonus.points, each=bonus.points, **common)
    return say("bonus-sale", name=bonus.name, **common)


def cut_why(cut: PointCut) -> Sentence:
    """The sentence for points that a limit cut."""
    grounds = cut.grounds
    limits, unit = grounds.program.limits, grounds.program.points.unit
    today = grounds.basket.member.today if grounds.basket.member else NOTHING_TODAY
    if cut.rule == EARN_PER_SALE:
        return say("cap-earn-sale", most=limits.earn_max_per_sale or 0, cut=cut.points, unit=unit)
    if cut.rule == EARN_PER_DAY:
        most, before = limits.earn_max_per_day or 0, today.earned
        return say("cap-earn-day", most=most, before=before, cut=cut.points, unit=unit)
    most = limits.sales_per_day or 0
    return say("cap-sales-day", most=most, before=today.sales, cut=cut.points, unit=unit)


def _rule(grounds: Grounds, rule: str) -> object:
    program = grounds.program
    asked = next((each for each in grounds.basket.rewards if each.id == rule), None)
    reward = program.reward(rule) if asked is not None else None
    if asked is not None and reward is not None:
        return reward.rule_for(
            asked.points or reward.least_points, program.points_at(grounds.basket.store).worth
        )
    return program.promotion(rule) or program.tier(rule.removeprefix("tier:"))


def _before(grounds: Grounds, rule: str) -> list[int]:
    """What was left, before the rule, of each line that it took something off."""
    before: list[int] = []
    for line in grounds.lines:
        left: int = line.gross
        for each in line.discounts:
            if each.rule == rule:
                before.append(left)
            left -= each.amount
    return before


def _percent(
    code: str,
    name: str,
    percent: Rate,
    before: Sequence[int],
    common: dict[str, Param],
    *,
    most: int | None,
) -> Sentence:
    base = sum(before)
    amount = common["amount"]
    by_line = sum(percent.percent_of(left) for left in before)
    params: dict[str, Param] = {"name": name, "percent": percent, "base": base, **common}
    if amount == percent.percent_of(base):
        return say(code, **params)
    if amount == by_line:
        return say(f"{code}-by-line", **params)
    if most is not None and amount == most:
        return say(f"{code}-max", **params, max=most)
    return say(f"{code}-cut", **params)


def _price(rule: FixedPrice, grounds: Grounds, amount: int, common: dict[str, Param]) -> Sentence:
    uncut = 0
    for line, kept in zip(grounds.lines, grounds.basket.lines, strict=True):
        left: int = line.gross
        for each in line.discounts:
            if each.rule == rule.id:
                uncut += left - (rule.price * kept.quantity + 500) // 1000
            left -= each.amount
    code = "price" if amount == uncut else "price-cut"
    return say(code, name=rule.name, price=rule.price, **common)


def _product_name(grounds: Grounds, sku: str) -> str:
    return next((line.name for line in grounds.basket.lines if line.sku == sku and line.name), sku)


def _earn_base(grounds: Grounds) -> int:
    excluded = (grounds.program.points.exclude, grounds.program.set_apart.from_points)
    wallet = grounds.wallet
    from_wallet = wallet.line_amounts if wallet and not wallet.earns else [0] * len(grounds.lines)
    return sum(
        priced.net - priced.burned - amount
        for priced, line, amount in zip(grounds.lines, grounds.basket.lines, from_wallet, strict=True)
        if not any(line.is_selected(by) for by in excluded)
    )
