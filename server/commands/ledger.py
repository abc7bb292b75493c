"""The actions of `admin` about the ledger: the books, the doctor, the jobs."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from loyalty.figures import format_whole
from server.commands.partners import print_months
from server.context import Server
from server.store.due import codes_of_tenants
from server.store.roles import grant_server_role
from server.usecases.admin.books import BooksReport, report_books
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.export import export_journal
from server.usecases.admin.prepaid_books import PrepaidBooks
from server.usecases.jobs import run_all_jobs

FAULTS_EXIT = 1


def json_arguments(parser: ArgumentParser) -> None:
    """For people or for programs."""
    parser.add_argument("--json", action="store_true", help="for programs")


def books(server: Server, args: Namespace) -> int:
    """What is owed to members, between stores, and what the house bears."""
    report = report_books(server, tenant=args.tenant)
    if args.json:
        print(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
    else:
        _print_books(report)
    return 0


def doctor(server: Server, args: Namespace) -> int:
    """Every figure worked out anew and compared."""
    faults = examine_server(server, tenant=args.tenant)
    for fault in faults:
        print(f"WRONG: {fault}")
    if not faults:
        print("Every figure follows from postings and journals.")
    return FAULTS_EXIT if faults else 0


def jobs(server: Server, args: Namespace) -> int:
    """Points die, tiers are reviewed, doubles are found; for every tenant."""
    del args
    codes = server.database.read(codes_of_tenants)
    for tenant, done in run_all_jobs(server).items():
        print(
            f"{codes[tenant]}: points died for {done.expired} members, money on {done.gifts} gift cards, "
            f"bonuses in {done.wallets} wallets, "
            f"{done.reviewed} were reviewed anew, {done.merged} were somebody else already, "
            f"{done.issued} vouchers fell due, {done.drawn} receipts were drawn, "
            f"{done.posted} events that had waited after a restore were posted"
        )
    return 0


def export_arguments(parser: ArgumentParser) -> None:
    """A till, one of its lives, a file."""
    parser.add_argument("--till", required=True, metavar="CODE")
    parser.add_argument("--incarnation", type=int, metavar="N", help="which life; left out: the newest")
    parser.add_argument("file", type=Path, help="where the journal goes")


def export(server: Server, args: Namespace) -> int:
    """A journal for an auditor."""
    lines = export_journal(server, tenant=args.tenant, till=args.till, incarnation=args.incarnation)
    with args.file.open("wb") as file:
        for line in lines:
            file.write(line + b"\n")
    print(f"Wrote {args.file}. Anybody can check it: main.py verify-journal {args.file}")
    return 0


def role_arguments(parser: ArgumentParser) -> None:
    """A role of PostgreSQL."""
    parser.add_argument("--role", required=True, help="the role that the server will run as")


def grant_role(server: Server, args: Namespace) -> int:
    """Write everywhere, change nothing that is append-only."""
    server.database.write(lambda connection: grant_server_role(connection, args.role))
    print(f"{args.role} may do what the server does. Run this again after every upgrade.")
    return 0


def _print_books(report: BooksReport) -> None:
    def line(*words: str, points: int, money: int) -> None:
        named = "".join(f"{word:<16}" for word in words)
        figures = f"{format_whole(points, language='en'):>14} points{format_whole(money, language='en'):>18}"
        print(f"{named}{figures} {report.currency}")

    print("Owed to members, by the month with which points die and the store that gave them:")
    for each in report.liabilities:
        line(each.month, each.store, points=each.points, money=each.money)
    print("Taken in payment: issued by the first store, taken by the second:")
    for due in report.dues:
        line(due.issuing, due.redeeming, points=due.points, money=due.money)
    if report.opened:
        opened = format_whole(report.opened, language="en")
        print(f"Brought along as opening balances, ever: {opened} points")
    for store, points, money in report.losses:
        line("house loss", store, points=points, money=money)
    for over in report.too_often:
        cost = f"{format_whole(over.money, language='en')} {report.currency}"
        print(f"house loss      {over.store:<16}{_KINDS[over.kind]}: {over.times}, {cost}")
    for held in report.prepaid:
        _print_prepaid(held, report.currency)
    print_months(report.partners, report.currency)


_KINDS = {
    "voucher": "vouchers used twice",
    "stock": "of a day's stock beyond it",
    "rule": "offers beyond their limit",
    "first-purchase": "offers for a first purchase",
    "benefit": "benefits used beyond their limit",
}


def _print_prepaid(held: PrepaidBooks, currency: str) -> None:
    def line(*words: str, money: int) -> None:
        named = "".join(f"{word:<16}" for word in words)
        print(f"{named}{format_whole(money, language='en'):>18} {currency}")

    print(f"Held by {held.account}, by the month with which it dies and the store that was paid:")
    for month, store, money in held.liabilities:
        line(month, store, money=money)
    print(f"Paid with {held.account}: sold by the first store, taken by the second:")
    for issuing, redeeming, money in held.dues:
        line(issuing, redeeming, money=money)
    for store, money in held.losses:
        line("house loss", store, money=money)
    if held.opened:
        line("opening balances brought along, ever", money=held.opened)
