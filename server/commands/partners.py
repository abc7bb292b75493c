"""The action of `admin` about partners: a month's movements as files, and who owes whom in the books."""

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable
from pathlib import Path

from loyalty.errors import Unavailable
from loyalty.figures import format_whole
from loyalty.settlement import POOL
from server.context import Server
from server.usecases.admin.partner_books import PartnerMonth, movements_of


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
            payer, payee = _called(debt.payer), _called(debt.payee)
            amount = format_whole(debt.amount, language="en")
            print(f"{each.month:<16}{payer:<16}{payee:<16}{amount:>18} {currency}")
        if not each.settlement.debts():
            print(f"{each.month:<16}nothing is left to pay")


def _called(party: str) -> str:
    return "(the pool)" if party == POOL else party


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Unavailable(
            "movements-unwritable", retry=False, path=str(path), why=error.strerror or str(error)
        ) from error
