"""That one partner has paid another for a month: written down once, at two people's word, and checked since.

Only what the books say is paid, all of it and once its month is over: from then on the month does not change,
and what comes back later is owed in the month in which it comes back. A payment that a restore of the server
has lost is written down again as it was: of its month the books know only what the copy had.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from loyalty.errors import Refused
from loyalty.settlement import POOL
from loyalty.units import Money
from server.context import Server, read_program
from server.store.catalogue import program_in_force
from server.store.database import Connection
from server.store.partner_payments import PartnerPayment, insert_partner_payment, list_partner_payments
from server.store.restores import last_restore
from server.store.tenancy import lock_tenant
from server.usecases.admin.four_eyes import Person, check_two
from server.usecases.admin.partner_books import PartnerMonth, begin_of, month_after, partner_months
from server.usecases.admin.rates import read_rates
from server.usecases.admin.setup import find_tenant

LONGEST_REFERENCE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """What people say: `payer` has paid `payee` so much for a month; parties by id, the pool's is empty.

    `was_lost`: it was written down before, and is gone since the server was put back to an earlier moment.
    """

    month: str
    payer: str
    payee: str
    amount: Money
    day: date
    reference: str
    was_lost: bool = False


def pay_partner(
    server: Server, *, tenant: str | None, paid: Paid, does: Person, approves: Person
) -> PartnerPayment:
    """Write it down.

    Raises:
        Refused: `payment-reference`, `month-not-over`, `payment-in-future`, `partner-paid-already`,
            `partner-owes-nothing`, `partner-month-empty`, `payment-not-the-debt`, `payment-not-lost`,
            `program-missing`, `tenant-…`, and as `check_two`; nothing was changed.
    """
    reference = " ".join(paid.reference.split())
    if not 0 < len(reference) <= LONGEST_REFERENCE:
        raise Refused("payment-reference", limit=LONGEST_REFERENCE)

    def unit(connection: Connection) -> PartnerPayment:
        owner = find_tenant(connection, tenant)
        two = check_two(connection, server, owner, does, approves)
        lock_tenant(connection, owner)
        _check_days(connection, server, owner, paid)
        _check_unpaid(list_partner_payments(connection, owner), paid)
        if paid.was_lost:
            _check_lost(connection, server, owner, paid)
        else:
            _check_debt(_month(connection, server, owner, paid.month), paid)
        done = PartnerPayment(
            month=paid.month,
            payer=paid.payer,
            payee=paid.payee,
            amount=paid.amount,
            paid_on=paid.day.isoformat(),
            reference=reference,
            by=two[0].operator,
            approved_by=two[1].operator,
            at=server.clock.now(),
        )
        insert_partner_payment(connection, owner, done)
        return done

    return server.database.write(unit)


def payment_faults(connection: Connection, server: Server, tenant: str) -> Iterator[str]:
    """Payments that are not what their month comes to between the two, by the postings as they are now."""
    payments = list_partner_payments(connection, tenant)
    if not payments:
        return
    months = {each.month: each for each in _months(connection, server, tenant)}
    for paid in payments:
        held = months.get(paid.month)
        owed = 0 if held is None else _owed(held, paid.payer, paid.payee)
        if owed != paid.amount:
            between = f"{called(paid.payer)} paid {called(paid.payee)}"
            yield f"partners: {between} {paid.amount} for {paid.month}, which comes to {owed}"


def called(party: str) -> str:
    """A party for people."""
    return "(the pool)" if party == POOL else party


def _check_days(connection: Connection, server: Server, tenant: str, paid: Paid) -> None:
    zone = _zone(connection, server, tenant)
    if server.clock.now() < begin_of(month_after(paid.month), zone):
        raise Refused("month-not-over", month=paid.month)
    if paid.day > server.clock.now().astimezone(zone).date():
        raise Refused("payment-in-future", day=paid.day.isoformat())


def _zone(connection: Connection, server: Server, tenant: str) -> ZoneInfo:
    """Whose months are counted by."""
    force = program_in_force(connection, tenant, server.clock.now())
    if force is None:
        raise Refused("program-missing")
    return read_program(force.text).zone


def _check_lost(connection: Connection, server: Server, tenant: str, paid: Paid) -> None:
    """Check that it can have been lost: of a month that was over, on a day before the server was put back.

    What the month came to then nobody knows any more: tills say again in the month in which they are heard.
    """
    restore, zone = last_restore(connection, tenant), _zone(connection, server, tenant)
    is_over = restore is not None and begin_of(month_after(paid.month), zone) <= restore.at
    if restore is None or not is_over or paid.day > restore.at.astimezone(zone).date() or paid.amount <= 0:
        raise Refused("payment-not-lost", month=paid.month, day=paid.day.isoformat())
    months = _months(connection, server, tenant)
    parties = {party for each in months for party in each.settlement.parties}
    if paid.payer == paid.payee or not {paid.payer, paid.payee} <= parties:
        payer, payee, known = called(paid.payer), called(paid.payee), ", ".join(map(called, sorted(parties)))
        raise Refused("partner-owes-nothing", month=paid.month, payer=payer, payee=payee, known=known)


def _check_unpaid(payments: Iterable[PartnerPayment], paid: Paid) -> None:
    key = (paid.month, paid.payer, paid.payee)
    known = next((each for each in payments if (each.month, each.payer, each.payee) == key), None)
    payer, payee = called(paid.payer), called(paid.payee)
    if known is not None:
        raise Refused(
            "partner-paid-already",
            month=paid.month,
            payer=payer,
            payee=payee,
            amount=known.amount,
            day=known.paid_on,
            reference=known.reference,
        )


def _check_debt(month: PartnerMonth, paid: Paid) -> None:
    payer, payee = called(paid.payer), called(paid.payee)
    owed = _owed(month, paid.payer, paid.payee)
    if owed == 0:
        parties = ", ".join(called(each) for each in month.settlement.parties)
        raise Refused("partner-owes-nothing", month=paid.month, payer=payer, payee=payee, known=parties)
    if owed != paid.amount:
        raise Refused(
            "payment-not-the-debt", month=paid.month, payer=payer, payee=payee, owed=owed, paid=paid.amount
        )


def _owed(month: PartnerMonth, payer: str, payee: str) -> int:
    """What is left to pay between the two, once everything is set off, if the first is to pay it."""
    debts = month.settlement.debts()
    return next((each.amount for each in debts if (each.payer, each.payee) == (payer, payee)), 0)


def _month(connection: Connection, server: Server, tenant: str, month: str) -> PartnerMonth:
    found = {each.month: each for each in _months(connection, server, tenant)}
    if month not in found:
        raise Refused("partner-month-empty", month=month, known=", ".join(found) or "–")
    return found[month]


def _months(connection: Connection, server: Server, tenant: str) -> tuple[PartnerMonth, ...]:
    force = program_in_force(connection, tenant, server.clock.now())
    if force is None:
        return ()
    rates = read_rates(connection, tenant, in_force=force.version)
    return partner_months(connection, tenant, rates, read_program(force.text).zone)
