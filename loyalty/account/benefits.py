"""Benefits that are not money, in an account: whose they are, used and counted, and a use taken back."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from loyalty.account.calendar import local_day
from loyalty.account.granted import memberships_of
from loyalty.account.model import Account, Figures, Passing
from loyalty.account.purchases import standing_of
from loyalty.account.section import Section
from loyalty.account.uses import BenefitUse
from loyalty.errors import Refused
from loyalty.periods import period_of
from loyalty.program.benefits import Benefit
from loyalty.program.model import Program
from loyalty.refusals import SentenceRefused
from loyalty.sentences import Sentence, say
from loyalty.tiers import tier_at


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
    uses = (*account.uses, BenefitUse(use, benefit.id, at))
    account = replace(_with_use(program, account, benefit, at, use), uses=uses)
    return Passing(account).tell(_said(program, account, benefit, at, "benefit-used"))


def take_back_use(program: Program, account: Account, use: str, at: datetime) -> Passing:
    """The account without a use that was none.

    Raises:
        SentenceRefused: `no-such-use`.
    """
    gone = next((each for each in account.uses if each.id == use), None)
    if gone is None:
        raise SentenceRefused(say("no-such-use"), use=use)
    terms = tuple(replace(term, used_in=term.used_in - {_mark(use)}) for term in account.memberships)
    uses = tuple(each for each in account.uses if each != gone)
    passing = Passing(replace(account, uses=uses, memberships=terms))
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


def _has(program: Program, account: Account, benefit: Benefit, at: datetime) -> bool:
    if benefit.is_everyones or standing_of(program, account, at).tier.id in benefit.tiers:
        return True
    return not benefit.memberships.isdisjoint(memberships_of(program, account, at))


def _with_use(program: Program, account: Account, benefit: Benefit, at: datetime, use: str) -> Account:
    """Notes the use with the paid memberships without which the member would not have had it."""
    own = tier_at(program, (kept.purchase for kept in account.purchases), at).tier.id
    if benefit.is_everyones or own in benefit.tiers:
        return account
    day = local_day(at, program.zone)
    terms = tuple(
        replace(term, used_in=term.used_in | {_mark(use)})
        if term.is_running(day) and (term.membership in benefit.memberships or term.tier in benefit.tiers)
        else term
        for term in account.memberships
    )
    return replace(account, memberships=terms)


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
