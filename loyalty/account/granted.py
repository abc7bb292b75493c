"""What paid memberships give a member at a moment: the terms that run, their names and their tiers."""

from datetime import datetime

from loyalty.account.calendar import local_day
from loyalty.account.model import Account
from loyalty.account.terms import Term
from loyalty.program.model import Program


def running_terms(program: Program, account: Account, at: datetime) -> tuple[Term, ...]:
    """The terms that hold at a moment."""
    if not account.memberships:
        return ()
    day = local_day(at, program.zone)
    return tuple(term for term in account.memberships if term.is_running(day))


def memberships_of(program: Program, account: Account, at: datetime) -> tuple[str, ...]:
    """The memberships that the member holds at a moment, each once."""
    return tuple(dict.fromkeys(term.membership for term in running_terms(program, account, at)))


def granted_tiers(program: Program, account: Account, at: datetime) -> tuple[str, ...]:
    """The tiers that paid memberships grant at a moment."""
    return tuple(term.tier for term in running_terms(program, account, at) if term.tier)
