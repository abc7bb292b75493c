"""Paid memberships in an account: terms run, follow each other, are used and are paid back by the day."""

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from loyalty.account.asked import Asked
from loyalty.account.calendar import last_day, local_day, months_later
from loyalty.account.granted import memberships_of
from loyalty.account.model import Account, Figures, OnItsWay, Return, Settling, SoldRecord
from loyalty.account.section import Section
from loyalty.account.sold import Sale
from loyalty.account.terms import Term
from loyalty.account.vouchers import cancel, issue
from loyalty.program.memberships import Membership
from loyalty.program.model import Program
from loyalty.rates import round_half_up
from loyalty.refusals import SentenceRefused
from loyalty.sentences import Sentence, say
from loyalty.tiers import tier_at
from loyalty.units import Money


def _on_sale(program: Program, sale: Sale, so_far: Settling) -> Settling:
    so_far = replace(so_far, account=_with_use(program, sale, so_far.account))
    for line, sku in enumerate(sale.skus):
        membership = program.sold_as(sku)
        if membership is not None:
            so_far = _begin(program, sale, so_far, membership, line)
    return so_far


def _with_use(program: Program, sale: Sale, account: Account) -> Account:
    """Notes the sale with every running term that gave something in it."""
    rules, codes = sale.rules, frozenset(sale.used_codes)
    by_membership = {
        membership
        for promotion in program.promotions
        if promotion.id in rules
        for membership in promotion.when.memberships or ()
    }
    day = local_day(sale.at, program.zone)
    own = tier_at(program, (kept.purchase for kept in account.purchases), sale.at).tier.id

    def is_used(term: Term) -> bool:
        gave_tier = term.tier != own and f"tier:{term.tier}" in rules
        is_given = term.is_running(day) and (gave_tier or term.membership in by_membership)
        return is_given or not codes.isdisjoint(term.vouchers)

    terms = tuple(
        replace(term, used_in=term.used_in | {sale.id}) if is_used(term) else term
        for term in account.memberships
    )
    return replace(account, memberships=terms)


def _begin(program: Program, sale: Sale, so_far: Settling, membership: Membership, line: int) -> Settling:
    """A new term: from today on, or after the last one of the same membership."""
    today = local_day(sale.at, program.zone)
    running = [term.ends for term in so_far.account.memberships if term.membership == membership.id]
    starts = max([today, *running])
    sold = sale.kept.lines[line]
    term = Term(
        membership=membership.id,
        name=membership.name,
        sale=sale.id,
        line=line,
        starts=starts,
        ends=months_later(starts, membership.months),
        paid=Money(sold.net - sold.burned),
        tier=membership.tier,
        refund_days=membership.refund_days,
    )
    code = "membership-begun" if starts == today else "membership-extended"
    so_far = so_far.tell(say(code, name=term.name, day=last_day(term.ends)))
    before = len(so_far.account.vouchers)
    for rule in filter(None, map(program.voucher, membership.vouchers)):
        so_far = issue(program, so_far, rule, sale.at, origin=sale.id)
    issued = tuple(voucher.code for voucher in so_far.account.vouchers[before:])
    terms = (*so_far.account.memberships, replace(term, vouchers=issued))
    return replace(so_far, account=replace(so_far.account, memberships=terms))


def _on_asked(program: Program, account: Account, asked: Asked) -> Asked:
    """A term is brought back whole, and is worth its days that are left."""
    day = local_day(asked.at, program.zone)
    for term in _terms_of(account, asked.record, asked.returns):
        if asked.returns[term.line] != asked.record.kept.lines[term.line].quantity:
            raise SentenceRefused(say("membership-whole", name=term.name))
        if term.is_past_refund(day):
            raise SentenceRefused(say("membership-used", name=term.name, days=term.refund_days or 0))
        left = term.days_left(day)
        if not left:
            raise SentenceRefused(say("membership-over", name=term.name))
        asked = asked.with_worth(term.line, Money(round_half_up(term.paid * left, term.days)))
    return asked


def _on_refund(program: Program, back: Return, so_far: Settling) -> Settling:
    sale = so_far.record.id
    day = local_day(back.at, program.zone)
    gone = {part.line for part in back.refund.lines}
    for term in _terms_of(so_far.account, so_far.record, gone):
        left = term.days_left(day)
        so_far = so_far.tell(say("membership-back", name=term.name, days=left, of=term.days))
        so_far = _without_vouchers(so_far, term)
        terms = _without(so_far.account.memberships, term, day)
        so_far = replace(so_far, account=replace(so_far.account, memberships=terms))
    if back.is_last:
        account = so_far.account
        terms = tuple(replace(term, used_in=term.used_in - {sale}) for term in account.memberships)
        so_far = replace(so_far, account=replace(account, memberships=terms))
    return so_far


def _without_vouchers(so_far: Settling, term: Term) -> Settling:
    """Takes back the vouchers that a term began with and that nobody has used."""
    for voucher in so_far.account.vouchers:
        if voucher.code in term.vouchers and voucher.is_unused:
            so_far = cancel(so_far, voucher)
    return so_far


def _terms_of(account: Account, record: SoldRecord, lines: Container[int]) -> list[Term]:
    sold = [term for term in account.memberships if term.sale == record.id]
    return [term for term in sold if term.line in lines]


def _without(terms: tuple[Term, ...], gone: Term, day: date) -> tuple[Term, ...]:
    """The terms without one; those of the same membership that were to follow it move up."""
    free = max(gone.starts, day)
    left: list[Term] = []
    for term in terms:
        if term.membership == gone.membership and term.starts >= gone.ends:
            moved = replace(term, starts=free, ends=free + timedelta(days=term.days))
            left.append(moved)
            free = moved.ends
        elif term != gone:
            left.append(term)
    return tuple(left)


def _cancel_left_over(_program: Program, _back: Return, so_far: Settling) -> Settling:
    """Takes back a voucher that a refund restored after its term was paid back."""
    held = {code for term in so_far.account.memberships for code in term.vouchers}
    for voucher in so_far.account.vouchers:
        if voucher.issue == "membership" and voucher.code not in held and voucher.is_unused:
            so_far = cancel(so_far, voucher)
    return so_far


def _on_day(program: Program, at: datetime, so_far: OnItsWay) -> OnItsWay:
    """Tells of memberships that have ended since the account was last seen, and that none follows."""
    seen = so_far.account.seen_at
    if seen is None:
        return so_far
    before, today = local_day(seen, program.zone), local_day(at, program.zone)
    held = memberships_of(program, so_far.account, at)
    for term in so_far.account.memberships:
        if before < term.ends <= today and term.membership not in held:
            so_far = so_far.tell(say("membership-ended", name=term.name, day=last_day(term.ends)))
    return so_far


def _ends(program: Program, account: Account, at: datetime) -> dict[str, Term]:
    """The last term of every membership that runs or is to follow."""
    today = local_day(at, program.zone)
    return {term.membership: term for term in account.memberships if today < term.ends}


def _figures(program: Program, account: Account, at: datetime) -> Figures:
    last = _ends(program, account, at)
    return {"memberships": {membership: last_day(term.ends) for membership, term in last.items()}}


def _told(program: Program, account: Account, at: datetime) -> Iterator[Sentence]:
    for term in _ends(program, account, at).values():
        yield say("has-membership", name=term.name, day=last_day(term.ends))


SECTION = Section(
    on_sale=_on_sale, on_asked=_on_asked, on_refund=_on_refund, on_day=_on_day, figures=_figures, told=_told
)

AFTER_VOUCHERS = Section(on_refund=_cancel_left_over)
"""Goes after `vouchers`, since what those restore may be taken back here."""
