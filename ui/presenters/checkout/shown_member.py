"""The member's side of the checkout in words.

Balance, way to the next tier, what can be won, what can be burned.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from loyalty.units import Money, Points
from terminal.exchange import OpenExchange
from terminal.membership import DIES_SOON, AttachedMember
from ui.presenters.checkout.model import CheckoutModel, Said
from ui.presenters.checkout.short import short_of
from ui.presenters.checkout.shown_things import RENEWABLE, WALLET, note_state, things_of, time_seen
from ui.presenters.checkout.shown_why import rule_names, within_reach
from ui.presenters.checkout.state import BurnState, EnrolState, MemberState, RewardRow
from ui.presenters.shown import FigureRow, Notice, Tone
from ui.presenters.words import MINUS, Words

if TYPE_CHECKING:
    from loyalty.quote.model import Quote

THOUSANDTHS = 1000
MOST_REACHABLE = 2

_LAST_MOMENT = timedelta(seconds=1)
"""A lot that dies as a month begins is good until the day before, and that is the day people are told."""


def member_state(model: CheckoutModel, words: Words) -> MemberState | None:
    """The member of the open sale; None without one."""
    member, quote = model.sale.member, model.quote
    if member is None:
        return None
    return MemberState(
        name=member.name,
        tier=member.tier_name,
        about=_about(member, words),
        points=words.points(member.points),
        worth=_worth(member, quote, words),
        progress=_progress(member),
        progress_text=_progress_text(member, quote, words),
        is_urgent=_is_urgent(member, quote),
        rewards=_rewards(model, words),
        burn=_burn(model, words),
        earn=_earn(quote, words),
        note=note_state(member, words),
        phone=member.phone_masked,
        points_rows=() if quote is None else points_rows(member, quote, words, exchange=model.sale.exchange),
    )


def enrol_state(
    model: CheckoutModel, words: Words, notice_of: Callable[[Said, Words], Notice]
) -> EnrolState | None:
    """The form of a new member; None while it is closed."""
    form = model.enrolment
    if form is None:
        return None
    return EnrolState(
        phone=form.phone,
        name=form.name,
        referrer=form.referrer,
        asks_referrer=form.asks_referrer,
        notice=None if form.said is None else notice_of(form.said, words),
        accept=words.text("enrol.accept-number") if form.warned else "",
        busy=form.busy,
    )


def rewards_of(quote: "Quote", words: Words) -> tuple[RewardRow, ...]:
    """What a little more would win, the nearest first, then what this basket has won; each opens its why."""
    from loyalty.quote.reachable import in_brief

    names = rule_names(quote.grounds.program, words)
    won = tuple(
        RewardRow(
            text=names.get(discount.rule, discount.rule),
            value=words.amount(Money(-discount.amount)),
            tone=Tone.GOOD,
            why="discounts",
            told_elsewhere=True,
        )
        for discount in quote.discounts
    )
    program = quote.grounds.program
    near = within_reach(quote)[:MOST_REACHABLE]
    reachable = tuple(
        RewardRow(
            text=words.sentence(in_brief(each, program.rules[each.rule])),
            value=words.text("checkout.reward-missing"),
            tone=Tone.ATTENTION,
            why="offers",
            gives_way=True,
            goes_first=each is near[0],
        )
        for each in near
    )
    return reachable + won


def _rewards(model: CheckoutModel, words: Words) -> tuple[RewardRow, ...]:
    """What the member has, the first of it before the rest where room is short: the wallet pays in anyway."""
    if model.quote is None:
        return ()
    things = things_of(model, words)
    first = next((each for each in things if each.act and each.act != WALLET), None)
    ranked = (replace(each, goes_first=True) if each is first else each for each in things)
    return (*ranked, *rewards_of(model.quote, words))


def points_rows(
    member: AttachedMember, quote: "Quote", words: Words, *, exchange: OpenExchange | None = None
) -> tuple[FigureRow, ...]:
    """The points before, those that an exchange takes and returns, those used, those earned, those after."""
    own = exchange if exchange is not None and exchange.member == member.member else None
    taken, returned = (0, 0) if own is None else (own.points_taken, own.points_returned)
    after = Points(member.points - taken + returned - quote.spent_points + quote.earned_points)
    rows = [FigureRow(label=words.text("pay.points-before"), figure=words.points(member.points))]
    if taken or returned:
        moves = (
            f"{MINUS}{words.points(Points(taken))}" if taken else "",
            f"+{words.points(Points(returned))}" if returned else "",
        )
        figure = " ".join(move for move in moves if move)
        rows.append(FigureRow(words.text("returns.points-both"), figure))
    if quote.spent_points:
        used = f"{MINUS}{words.points(quote.spent_points)}"
        rows.append(FigureRow(label=words.text("pay.points-used"), figure=used))
    earned = f"+{words.points(quote.earned_points)}"
    rows.append(FigureRow(label=words.text("pay.points-earned"), figure=earned, tone=Tone.GOOD))
    rows.append(FigureRow(label=words.text("pay.points-after"), figure=words.points(after)))
    return tuple(rows)


def _about(member: AttachedMember, words: Words) -> str:
    parts = [household_text(member, words), member.phone_masked]
    if member.card_tail:
        parts.append(words.text("checkout.about-card", tail=member.card_tail))
    if member.birthday_near:
        parts.append(words.text("checkout.about-birthday"))
    return " · ".join(part for part in parts if part)


def household_text(member: AttachedMember, words: Words) -> str:
    """How many share the member; empty for one of their own."""
    count = len(member.household)
    if count == 1:
        return words.text("checkout.about-household-one")
    return words.text("checkout.about-household", count=count) if count else ""


def _worth(member: AttachedMember, quote: "Quote | None", words: Words) -> str:
    if member.owed:
        return words.text("checkout.owed", points=words.points(member.owed))
    each = 0 if quote is None else quote.grounds.program.points.worth
    worth = Money(max(0, member.points) * each)
    if member.as_of is None:
        return words.text("checkout.worth-unknown", amount=words.money(worth))
    return words.text("checkout.worth", amount=words.money(worth), time=time_seen(member.as_of, quote, words))


def _progress(member: AttachedMember) -> int | None:
    if member.missing is None:
        return None
    return member.measure * THOUSANDTHS // max(1, member.measure + member.missing)


def _progress_text(member: AttachedMember, quote: "Quote | None", words: Words) -> str:
    """The way to the next tier, and the points that die next: these first where they die soon."""
    parts: list[str] = []
    program = None if quote is None else quote.grounds.program
    if member.missing is not None and member.next_tier_name is not None and program is not None:
        measure = program.standing.measure
        missing = words.money(Money(member.missing)) if measure == "spend" else words.whole(member.missing)
        parts.append(words.text(f"checkout.next-tier-{measure}", missing=missing, tier=member.next_tier_name))
    elif member.missing is None:
        parts.append(words.text("checkout.top-tier"))
    dies_at = _next_death(member)
    if dies_at is not None:
        points = Points(sum(lot.points for lot in member.lots if lot.dies_at == dies_at))
        day = words.date(dies_at - _LAST_MOMENT)
        said = words.text("checkout.expiring", points=words.points(points), date=day)
        parts.insert(0 if _is_urgent(member, quote) else len(parts), said)
    return " · ".join(parts)


def _next_death(member: AttachedMember) -> datetime | None:
    return min((lot.dies_at for lot in member.lots if lot.dies_at is not None), default=None)


def _is_urgent(member: AttachedMember, quote: "Quote | None") -> bool:
    dies_at = _next_death(member)
    return dies_at is not None and quote is not None and dies_at <= quote.grounds.basket.at + DIES_SOON


def _burn(model: CheckoutModel, words: Words) -> BurnState:
    quote, burnable = model.quote, model.burnable
    points = Points(0) if quote is None else quote.burn.points
    most = Points(0) if burnable is None else burnable.points
    step = Points(1) if quote is None else quote.grounds.program.points.burn_step
    trouble = None if burnable is None else burnable.why
    return BurnState(
        points=words.points(points),
        less=f"{MINUS}{words.points(step)}",
        more=f"+{words.points(step)}",
        most=words.text("checkout.burn-most", points=words.points(most)),
        can_less=points > 0,
        can_more=most > points,
        can_most=most > points or (trouble is not None and trouble.code in RENEWABLE and model.is_online),
        note=_too_little(quote, most, words) if trouble is None else short_of(model, trouble, words),
    )


def _too_little(quote: "Quote | None", most: Points, words: Words) -> str:
    """That this sale is too small for the least there may be used, or has nothing that points can pay."""
    if (
        quote is None
        or not quote.lines
        or most > 0
        or not quote.grounds.program.points.burn_max_percent.numerator
    ):
        return ""
    return words.text("short.burn-small-sale")


def _earn(quote: "Quote | None", words: Words) -> str:
    if quote is None or not quote.lines:
        return ""
    if not quote.earned_points:
        return words.text("checkout.earn-nothing")
    return words.text("checkout.earn", points=words.points(quote.earned_points))
