"""The actions of `admin` about partners: a month's movements as files, who owes whom, and who has paid."""

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable
from pathlib import Path

from loyalty.errors import Unavailable
from loyalty.figures import format_whole
from loyalty.settlement import POOL, Debt
from loyalty.units import Money
from server.commands import adjusting, closes
from server.context import Server
from server.store.partner_payments import PartnerPayment
from server.usecases.admin.partner_books import PartnerMonth, movements_of
from server.usecases.admin.partner_payments import Paid, called, pay_partner


def movements_arguments(parser: ArgumentParser) -> None:
    """A month, a folder."""
    parser.add_argument("--month", required=True, type=month_argument, metavar="YYYY-MM")
    parser.add_argument("folder", type=Path, help="where the files go; it is made if it is not there")


def month_argument(text: str) -> str:
    """A month as `2026-11`. Raises ArgumentTypeError."""
    if re.fullmatch(r"2\d{3}-(0[1-9]|1[0-2])", text, re.ASCII) is None:
        raise ArgumentTypeError(f"{text} is no month: write it as 2026-11")
    return text


def movements(server: Server, args: Namespace) -> int:
    """Each program with partners and what was moved under it, as `settle-partners` reads both.

    Raises:
        Unavailable: `movements-unwritable`.
    """
    found = movements_of(server, tenant=args.tenant, month=args.month)
    for each in found:
        program = args.folder / f"{args.month}-program-{each.version}.toml"
        moved = args.folder / f"{args.month}-movements-{each.version}.jsonl"
        _write(program, each.program)
        _write(moved, "".join(f"{line}\n" for line in each.lines))
        count = "1 movement" if len(each.lines) == 1 else f"{len(each.lines)} movements"
        print(f"{count}: main.py settle-partners --program {program} --movements {moved}")
    if not found:
        print(f"Nothing was moved in {args.month} under a program with partners.")
    return 0


def print_months(months: Iterable[PartnerMonth], currency: str) -> None:
    """Who pays whom for each month, once everything between the two is set off; for people."""
    for number, each in enumerate(months):
        if number == 0:
            print("Between partners, by the month in which it was posted: the first pays the second:")
        for debt in each.settlement.debts():
            payer, payee = called(debt.payer), called(debt.payee)
            amount = format_whole(debt.amount, language="en")
            print(f"{each.month:<16}{payer:<16}{payee:<16}{amount:>18} {currency}  {_state(each, debt)}")
        owed = {(debt.payer, debt.payee) for debt in each.settlement.debts()}
        if not owed:
            print(f"{each.month:<16}nothing is left to pay")
        for paid in (one for one in each.payments if (one.payer, one.payee) not in owed):
            payer, payee = called(paid.payer), called(paid.payee)
            amount = format_whole(paid.amount, language="en")
            print(f"{each.month:<16}{payer:<16}{payee:<16}{0:>18} {currency}  {_paid(paid, amount)}")


def payment_arguments(parser: ArgumentParser) -> None:
    """Which month, between whom, how much, when and by which reference; and the two people."""
    parser.add_argument("--month", required=True, type=month_argument, metavar="YYYY-MM")
    parser.add_argument("--payer", default=POOL, metavar="ID", help="a partner; left out: the pool")
    parser.add_argument("--payee", default=POOL, metavar="ID", help="a partner; left out: the pool")
    parser.add_argument("--amount", required=True, type=int, metavar="N", help="as the books say it")
    parser.add_argument("--on", required=True, type=closes.day_argument, metavar="YYYY-MM-DD")
    parser.add_argument("--reference", required=True, help="by which both find the payment")
    parser.add_argument(
        "--lost", action="store_true", help="it was written down before the server was put back to a copy"
    )
    parser.add_argument("--by", required=True, metavar="CODE", help="the operator who writes it down")
    parser.add_argument("--approved-by", required=True, metavar="CODE", help="a manager who is somebody else")


def payment(server: Server, args: Namespace) -> int:
    """Ask each for their PIN, then write it down."""
    does, approves = (adjusting.asked(code) for code in (args.by, args.approved_by))
    paid = Paid(
        month=args.month,
        payer=args.payer,
        payee=args.payee,
        amount=Money(args.amount),
        day=args.on,
        reference=args.reference,
        was_lost=args.lost,
    )
    done = pay_partner(server, tenant=args.tenant, paid=paid, does=does, approves=approves)
    amount = format_whole(done.amount, language="en")
    between = f"{called(done.payer)} paid {called(done.payee)}"
    print(f"Written down for {done.month}: {between} {amount} on {done.paid_on}.")
    return 0


def _state(month: PartnerMonth, debt: Debt) -> str:
    paid = month.paid(debt)
    if paid is None:
        return "open"
    return _paid(paid, "" if paid.amount == debt.amount else format_whole(paid.amount, language="en"))


def _paid(paid: PartnerPayment, amount: str) -> str:
    """When and by which reference; how much only where that is not what is owed."""
    return " ".join(("paid", *filter(None, (amount,)), f"{paid.paid_on}, {paid.reference}"))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Unavailable(
            "movements-unwritable", retry=False, path=str(path), why=error.strerror or str(error)
        ) from error
