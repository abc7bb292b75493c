"""Benefits that are not money, in an account: whose they are, used and counted, and a use taken back."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from loyalty.account.calendar import local_day
from loyalty.account.granted import memberships_of, running_terms
from loyalty.account.model import Account, Figures, Passing
from loyalty.account.purchases import standing_of
from loyalty.account.section import Section
from loyalty.account.uses import BenefitUse, TermName
from loyalty.errors import Refused
from loyalty.periods import period_of
from loyalty.program.benefits import Benefit
from loyalty.program.model import Program
from loyalty.refusals import SentenceRefused
from loyalty.sentences import Sentence, say
from loyalty.tiers import tier_at
from loyalty.wire.claims import benefit_of, benefit_thing

_COUNTED: Final = {
    "day": timedelta(days=2),
    "week": timedelta(days=8),
    "month": timedelta(days=32),
    "year": timedelta(days=367),
    "birthday": timedelta(days=367),
}
"""How long a use may count, by the period of the limit: the longest that one is, and a day of clocks."""
_STILL_TAKEN_BACK: Final = timedelta(days=2)


def use_benefit(program: Program, account: Account, benefit_id: str, at: datetime, *, use: str) -> Passing:
    """The account once a benefit was used; `use` is an id that no other use has.

    Raises:
        SentenceRefused: `benefit-not-yours`, `benefit-used-up`; Refused: `no-such-benefit`.
    """
    benefit = program.benefit(benefit_id)
    if benefit is None:
        raise Refused("no-such-benefit", benefit=benefit_id)
    if not _has(program, account, benefit, at):
        tiers = tuple(tier.name for tier in program.tiers if tier.id in benefit.tiers)
        sold = tuple(each.name for each in program.memberships if each.id in benefit.memberships)
        raise SentenceRefused(say("benefit-not-yours", name=benefit.name, who=(*tiers, *sold)))
    used = times_used(program, account, benefit, at)
    if benefit.limit is not None and used >= benefit.limit.times:
        raise SentenceRefused(say("benefit-used-up", name=benefit.name, used=used, times=benefit.limit.times))
    own = tier_at(program, (kept.purchase for kept in account.purchases), at).tier.id
    terms = terms_behind(program, account, benefit, at, own=own)
    account = with_use(account, BenefitUse(use, benefit.id, at, terms))
    return Passing(account).tell(_said(program, account, benefit, at, "benefit-used"))


def take_back_use(program: Program, account: Account, use: str, at: datetime) -> Passing:
    """The account without a use that was none.

    Raises:
        SentenceRefused: `no-such-use`.
    """
    gone = next((each for each in account.uses if each.id == use), None)
    if gone is None:
        raise SentenceRefused(say("no-such-use"), use=use)
    passing = Passing(without_use(account, use))
    benefit = program.benefit(gone.benefit)
    if benefit is None:
        return passing
    return passing.tell(_said(program, passing.account, benefit, at, "benefit-back"))


def times_used(program: Program, account: Account, benefit: Benefit, at: datetime) -> int:
    """How often the benefit was used in the running period; all uses where it has no limit."""
    per = benefit.limit.per if benefit.limit else "ever"
    now = period_of(per, local_day(at, program.zone), account.birthday)
    days = (local_day(use.at, program.zone) for use in account.uses if use.benefit == benefit.id)
    return sum(period_of(per, day, account.birthday) == now for day in days)


def benefits_of(program: Program, account: Account, at: datetime) -> tuple[Benefit, ...]:
    """The benefits that the member has at a moment, in file order."""
    return tuple(benefit for benefit in program.benefits if _has(program, account, benefit, at))


def benefits_held(program: Program, *, tier: str, memberships: Collection[str]) -> tuple[Benefit, ...]:
    """The same where only the tier and the memberships are known, as at a counter."""
    return tuple(
        each
        for each in program.benefits
        if each.is_everyones or tier in each.tiers or not each.memberships.isdisjoint(memberships)
    )


def uses_to_claim(
    program: Program, account: Account, at: datetime, *, tier: str, memberships: Collection[str]
) -> tuple[str, ...]:
    """What a till may ask to keep for a member, each the right to one use more of a benefit with a limit."""
    held = (each for each in benefits_held(program, tier=tier, memberships=memberships) if each.limit)
    return tuple(benefit_thing(each.id) for each in held if has_left(program, account, each, at))


def is_use_left(
    program: Program, account: Account, thing: str, at: datetime, *, tier: str, memberships: Collection[str]
) -> bool:
    """Whether a thing to claim is one use more of a limited benefit that the member has."""
    benefit = program.benefit(benefit_of(thing) or "")
    if benefit is None or benefit.limit is None:
        return False
    held = benefits_held(program, tier=tier, memberships=memberships)
    return benefit in held and has_left(program, account, benefit, at)


def has_left(program: Program, account: Account, benefit: Benefit, at: datetime) -> bool:
    """Whether the benefit can be used once more in the running period, whoever has it."""
    return benefit.limit is None or times_used(program, account, benefit, at) < benefit.limit.times


def terms_behind(
    program: Program, account: Account, benefit: Benefit, at: datetime, *, own: str
) -> tuple[TermName, ...]:
    """The running paid memberships without which the member would not have it.

    `own` is the tier that they have without any.
    """
    if benefit.is_everyones or own in benefit.tiers:
        return ()
    return tuple(
        TermName(term.sale, term.line)
        for term in running_terms(program, account, at)
        if term.membership in benefit.memberships or term.tier in benefit.tiers
    )


def with_use(account: Account, use: BenefitUse) -> Account:
    """The account with a use noted, in the paid memberships too that are behind it."""
    terms = tuple(
        replace(term, used_in=term.used_in | {_mark(use.id)})
        if TermName(term.sale, term.line) in use.terms
        else term
        for term in account.memberships
    )
    return replace(account, uses=(*account.uses, use), memberships=terms)


def without_use(account: Account, use: str) -> Account:
    """The account without it; the same where there is none of that id."""
    terms = tuple(replace(term, used_in=term.used_in - {_mark(use)}) for term in account.memberships)
    return replace(account, uses=tuple(each for each in account.uses if each.id != use), memberships=terms)


def uses_that_count(program: Program, account: Account, at: datetime) -> tuple[BenefitUse, ...]:
    """The uses that may still count for a limit at a moment, or be taken back; for ever where that is so."""
    return tuple(use for use in account.uses if _may_count(program, use, at))


def _may_count(program: Program, use: BenefitUse, at: datetime) -> bool:
    benefit = program.benefit(use.benefit)
    limit = None if benefit is None else benefit.limit
    if limit is not None and limit.per == "ever":
        return True
    return at - use.at < (_STILL_TAKEN_BACK if limit is None else _COUNTED[limit.per])


def _has(program: Program, account: Account, benefit: Benefit, at: datetime) -> bool:
    if benefit.is_everyones or standing_of(program, account, at).tier.id in benefit.tiers:
        return True
    return not benefit.memberships.isdisjoint(memberships_of(program, account, at))


def _mark(use: str) -> str:
    return f"benefit/{use}"


def _said(program: Program, account: Account, benefit: Benefit, at: datetime, code: str) -> Sentence:
    used = times_used(program, account, benefit, at)
    if benefit.limit is None:
        return say(code, name=benefit.name, used=used)
    return say(f"{code}-of", name=benefit.name, used=used, times=benefit.limit.times)


def _figures(program: Program, account: Account, at: datetime) -> Figures:
    if not program.benefits:
        return {}
    held = benefits_of(program, account, at)
    return {"benefits": {benefit.id: times_used(program, account, benefit, at) for benefit in held}}


def _told(program: Program, account: Account, at: datetime) -> Iterator[Sentence]:
    for benefit in benefits_of(program, account, at):
        yield _said(program, account, benefit, at, "has-benefit")


SECTION = Section(figures=_figures, told=_told)
