"""Why the promotions that gave nothing gave nothing, and what is missing for them.

Off the path of a scan: it asks every condition one by one, where the pricing stops at the first that does
not hold.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from loyalty.basket import BasketLine, BasketMember
from loyalty.program.conditions import WEEKDAYS, When
from loyalty.program.model import BuyGet, Discount, Gift, Program, Promotion
from loyalty.quote.checks import has_begun, has_not_ended
from loyalty.quote.model import Grounds, Missed, Quote, QuoteLine
from loyalty.quote.seen import SeenLines, kept_from
from loyalty.quote.situation import Situation
from loyalty.sentences import Sentence, say
from loyalty.units import Money

WITHHELD: Final = "missed-withheld"
"""Another till may be giving it at this moment; see `loyalty.claimable`."""


def missed_promotions(quote: Quote) -> tuple[Missed, ...]:
    """Every promotion that gave nothing, in file order, with every reason there is."""
    grounds = quote.grounds
    given = {each.rule for each in quote.discounts} | {each.rule for each in quote.earned}
    given |= quote.cut.rules if quote.cut else set()
    situation, seen = Situation.of(grounds.basket, grounds.program.zone), SeenLines(grounds)
    return tuple(
        _missed(number, promotion, grounds.program, situation, seen)
        for number, promotion in enumerate(grounds.program.promotions)
        if promotion.id not in given
    )


def _missed(
    number: int, promotion: Promotion, program: Program, situation: Situation, seen: SeenLines
) -> Missed:
    missing = seen.missing_spend(number, promotion)
    whys = (*not_holding(promotion, situation, program), *_too_little(promotion, missing, program))
    if not whys:
        lines = seen.of(number, promotion)
        whys = (_outdone(promotion, lines, seen.priced(number), program),)
    return Missed(promotion.id, promotion.name, whys, missing)


def unmet(rule: Promotion, grounds: Grounds, situation: Situation) -> tuple[Sentence, ...]:
    """Every condition of a rule that does not hold, with what is missing."""
    program = grounds.program
    missing = missing_spend(rule, program, gross_of_lines(grounds))
    return (*not_holding(rule, situation, program), *_too_little(rule, missing, program))


def _too_little(rule: Promotion, missing: Money, program: Program) -> Iterator[Sentence]:
    if missing:
        least = rule.when.min_spend or 0
        yield say("missed-min-spend", missing=missing, least=least, currency=program.currency)


def not_holding(promotion: Promotion, situation: Situation, program: Program) -> Iterator[Sentence]:
    """Every condition that does not hold, `min_spend` left out."""
    when = promotion.when
    yield from _not_now(when, situation)
    yield from _not_here(when, situation)
    if situation.member is not None:
        yield from _not_for_member(promotion, situation.member, situation, program)
    elif when.members_only or _asks_member(when):
        yield say("missed-member")
    if when.code is not None and when.code not in situation.codes:
        yield say("missed-code")
    if situation.member is not None and when.voucher and promotion.id not in situation.issued:
        held = [code for code, rule in situation.member.vouchers.items() if rule == promotion.id]
        yield say("missed-voucher-held", code=held[0]) if held else say("missed-voucher")


def _not_now(when: When, situation: Situation) -> Iterator[Sentence]:
    if when.starts is not None and not has_begun(when.starts)(situation):
        yield say("missed-from", day=when.starts)
    if when.ends is not None and not has_not_ended(when.ends)(situation):
        yield say("missed-until", day=when.ends)
    if when.weekdays is not None and situation.weekday not in when.weekdays:
        days = tuple(name for day, name in enumerate(WEEKDAYS) if day in when.weekdays)
        yield say("missed-weekday", days=days)
    if when.hours is not None and not any(span.holds(situation.minute) for span in when.hours):
        yield say("missed-hours", hours=tuple(map(str, when.hours)))


def _not_here(when: When, situation: Situation) -> Iterator[Sentence]:
    if when.stores is not None and situation.store not in when.stores:
        yield say("missed-store", stores=tuple(sorted(when.stores)))
    tenders = when.paid_with
    if tenders is not None and not (situation.tenders and situation.tenders <= tenders):
        yield say("missed-tender", tenders=tuple(sorted(tenders)))


def _not_for_member(
    promotion: Promotion,
    member: BasketMember,
    situation: Situation,
    program: Program,
) -> Iterator[Sentence]:
    when = promotion.when
    if when.tiers is not None and member.tier not in when.tiers:
        names = {tier.id: tier.name for tier in program.tiers}
        tiers = tuple(name for tier, name in names.items() if tier in when.tiers)
        yield say("missed-tier", tiers=tiers, tier=names.get(member.tier, member.tier))
    if when.birthday is not None and when.birthday not in situation.birthdays:
        yield say(f"missed-birthday-{when.birthday if member.birthday else 'unknown'}")
    if when.first_purchase and member.purchases:
        yield say("missed-first-purchase", purchases=member.purchases)
    if when.memberships is not None and when.memberships.isdisjoint(member.memberships):
        yield say("missed-membership", memberships=tuple(sorted(when.memberships)))
    if when.segments is not None and when.segments.isdisjoint(member.segments):
        yield say("missed-segment", segments=tuple(sorted(when.segments)))
    used = member.used.get(promotion.id, 0)
    if when.limit is not None and used >= when.limit.times:
        yield say(f"missed-limit-{when.limit.per}", used=used, times=when.limit.times)
    elif promotion.id in member.withheld and not (when.first_purchase and member.purchases):
        yield say(WITHHELD)


def _asks_member(when: When) -> bool:
    lists = (when.tiers, when.birthday, when.memberships, when.segments, when.limit)
    return when.first_purchase or when.voucher or any(each is not None for each in lists)


def missing_spend(promotion: Promotion, program: Program, lines: Iterable[tuple[BasketLine, int]]) -> Money:
    """How much more must be bought of what counts for `min_spend`, given the lines with their gross."""
    least = promotion.when.min_spend
    if least is None:
        return Money(0)
    counted = promotion.spend_selector
    looked_at = lines_for(promotion, program, lines)
    return Money(max(0, least - sum(gross for line, gross in looked_at if line.is_selected(counted))))


def outdone(promotion: Promotion, grounds: Grounds) -> Sentence:
    """Why a promotion whose conditions all hold gave nothing."""
    looked_at = lines_for(promotion, grounds.program, gross_of_lines(grounds))
    lines = [line for line, _ in looked_at if line.is_selected(promotion.on)]
    pairs = zip(grounds.lines, grounds.basket.lines, strict=True)
    priced = [priced for priced, line in pairs if line.is_selected(promotion.on)]
    return _outdone(promotion, lines, priced, grounds.program)


def _outdone(
    promotion: Promotion, lines: Sequence[BasketLine], priced: Iterable[QuoteLine], program: Program
) -> Sentence:
    """Why it gave nothing, given the lines that it may have, and all that it selects, priced."""
    if isinstance(promotion, BuyGet | Gift):
        lines = [line for line in lines if line.quantity % 1000 == 0]
    if not lines:
        return say("missed-no-line")
    if not isinstance(promotion, Discount):
        return say("missed-no-points")
    if isinstance(promotion, BuyGet):
        size = promotion.buy + promotion.get
        units = sum(line.quantity for line in lines) // 1000
        if units < size:
            return say("missed-group", missing=size - units, size=size)
    offers = tuple(_rivals(promotion, priced, program))
    return say("missed-better", offers=offers) if offers else say("missed-nothing-left")


def _rivals(promotion: Discount, priced: Iterable[QuoteLine], program: Program) -> Iterator[str]:
    """The names of what had its lines in its stage, in the order of the lines."""
    for rule in dict.fromkeys(each.rule for line in priced for each in line.discounts):
        rival = program.rules.get(rule)
        if isinstance(rival, Discount) and rival.stage == promotion.stage:
            yield rival.name


def gross_of_lines(grounds: Grounds) -> list[tuple[BasketLine, int]]:
    """The lines of a quote with their gross."""
    pairs = zip(grounds.basket.lines, grounds.lines, strict=True)
    return [(line, priced.gross) for line, priced in pairs]


def lines_for(
    promotion: Promotion, program: Program, lines: Iterable[tuple[BasketLine, int]]
) -> Iterator[tuple[BasketLine, int]]:
    """The lines that the promotion may look at, with their gross."""
    excluded = kept_from(promotion, program)
    for line, gross in lines:
        if not any(map(line.is_selected, excluded)):
            yield line, gross
