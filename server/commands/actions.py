"""The actions of `admin`: for each what it takes and which use case it calls."""

import getpass
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from loyalty.errors import Refused
from loyalty.figures import format_whole
from loyalty.wire.cash import PAID_OUT_ALONE
from loyalty.wire.feed import Bank, StoreSettings
from server.commands import (
    adjusting,
    asides,
    closes,
    draws,
    gifts,
    ledger,
    old_cards,
    opening,
    partners,
    people,
    restoring,
)
from server.context import Server, read_program
from server.store.reclaims import Reclaim
from server.usecases.admin.import_members import COLUMNS as MEMBER_COLUMNS
from server.usecases.admin.import_members import import_members
from server.usecases.admin.import_products import COLUMNS as PRODUCT_COLUMNS
from server.usecases.admin.import_products import import_products
from server.usecases.admin.publish import publish_program
from server.usecases.admin.reclaim import (
    Exposure,
    exposures,
    reclaim_by_two,
    reclaims_of,
    revoke_till,
)
from server.usecases.admin.setup import (
    add_store,
    add_tenant,
    add_till,
    make_pairing_code,
    set_operator,
    settle_alarm,
)
from server.usecases.admin.show import Holdings, show

FAULTS_EXIT = 1


@dataclass(frozen=True, slots=True)
class Action:
    """One action: a line about it, its options, and what it does; gives the exit code."""

    summary: str
    arguments: Callable[[ArgumentParser], None]
    act: Callable[[Server, Namespace], int]


def _tenant_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--code", required=True, help="what the tenant is called in commands, like than-thiet"
    )
    parser.add_argument("--name", required=True, help="what people call it")


def _tenant(server: Server, args: Namespace) -> int:
    add_tenant(server, code=args.code, name=args.name)
    print(f"Tenant {args.code} is there. Next: a store.")
    return 0


def _store_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--code", required=True, help="what the store is called in commands, like q1")
    parser.add_argument("--name", required=True, help="as it stands on receipts")
    parser.add_argument("--address", default="", help="as it stands on receipts")
    parser.add_argument("--footer", default="", help="the last line of receipts")
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    parser.add_argument("--currency", default="VND")
    parser.add_argument("--timezone", default="Asia/Ho_Chi_Minh")
    parser.add_argument("--phone-region", default="VN", metavar="CC")
    parser.add_argument(
        "--cash-rounding", type=int, default=500, help="cash is rounded to this; 0: never (%(default)s)"
    )
    parser.add_argument(
        "--paid-out-alone",
        type=int,
        default=PAID_OUT_ALONE,
        metavar="AMOUNT",
        help="what a cashier pays out of the drawer without a second person (%(default)s)",
    )
    parser.add_argument("--bank-bin", metavar="BIN", help="the bank's six digits, for transfers by QR")
    parser.add_argument("--bank-account", metavar="NUMBER")
    parser.add_argument("--bank-name", default="", metavar="NAME")


def _store(server: Server, args: Namespace) -> int:
    has_bank = args.bank_bin is not None or args.bank_account is not None
    bank = Bank(args.bank_bin or "", args.bank_account or "", args.bank_name) if has_bank else None
    settings = StoreSettings(
        store_name=args.name,
        address=args.address,
        language=args.language,
        bank=bank,
        cash_rounding=args.cash_rounding,
        receipt_footer=args.footer,
        currency=args.currency,
        timezone=args.timezone,
        phone_region=args.phone_region,
        paid_out_alone=args.paid_out_alone,
    )
    add_store(server, tenant=args.tenant, code=args.code, settings=settings)
    print(f"Store {args.code} is there. Next: a till.")
    return 0


def _till_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--store", required=True, metavar="CODE", help="where it stands")
    parser.add_argument("--code", required=True, help="how its receipts begin, like Q2")
    parser.add_argument("--name", required=True, help="what people call it")


def _till(server: Server, args: Namespace) -> int:
    till = add_till(server, tenant=args.tenant, store=args.store, code=args.code, name=args.name)
    print(f"Till {till.code} is there, number {till.number}. Next: a pairing code for it.")
    return 0


def _one_till_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--till", required=True, metavar="CODE")


def _pairing_code(server: Server, args: Namespace) -> int:
    print(make_pairing_code(server, tenant=args.tenant, till=args.till))
    return 0


def _revoke(server: Server, args: Namespace) -> int:
    held = revoke_till(server, tenant=args.tenant, till=args.till)
    print(f"Till {args.till} is revoked: nothing it sends is believed any more.")
    if held:
        _print_exposures(held)
        print(f"It was lent so much. Give it back to the members: admin reclaim --till {args.till}")
    return 0


def _settle_alarm(server: Server, args: Namespace) -> int:
    settled = settle_alarm(server, tenant=args.tenant, till=args.till)
    print(f"Till {args.till}: {settled} new lives are looked into; it is lent points again.")
    return 0


def _reclaim_arguments(parser: ArgumentParser) -> None:
    _one_till_arguments(parser)
    parser.add_argument("--yes", action="store_true", help="do it; left out: only show what is exposed")
    parser.add_argument("--by", metavar="CODE", help="with --yes: the operator who does it")
    parser.add_argument("--approved-by", metavar="CODE", help="with --yes: a manager who is somebody else")


def _reclaim(server: Server, args: Namespace) -> int:
    held = _reclaimed(server, args) if args.yes else exposures(server, tenant=args.tenant, till=args.till)
    _print_exposures(held)
    total = format_whole(sum(each.points for each in held if each.account == "points"), language="en")
    if args.yes:
        print(f"{total} points are the members' again. What {args.till} spent of them is the house's loss.")
    else:
        _print_reclaims(reclaims_of(server, tenant=args.tenant, till=args.till))
        print(f"{total} points are exposed: at most so many may have been spent there and not been told.")
        print("Run it again with --yes, --by and --approved-by to give them back to the members.")
    return 0


def _print_reclaims(done: Iterable[Reclaim]) -> None:
    for each in done:
        print(
            f"Taken back {each.at:%Y-%m-%d %H:%M} UTC by {each.by}, approved by {each.approved_by}: "
            f"{each.points:,} points, {each.money:,} of money, {each.leases} leases"
        )


def _reclaimed(server: Server, args: Namespace) -> tuple[Exposure, ...]:
    """Two people's word: each is asked for their PIN.

    Raises:
        Refused: `reclaim-needs-two`, as `reclaim_by_two`.
    """
    if not args.by or not args.approved_by:
        raise Refused("reclaim-needs-two", till=args.till)
    does, approves = (adjusting.asked(code) for code in (args.by, args.approved_by))
    return reclaim_by_two(server, tenant=args.tenant, till=args.till, does=does, approves=approves)


def _print_exposures(held: Iterable[Exposure]) -> None:
    for each in held:
        of = (
            f"points of member {each.member}"
            if each.account == "points"
            else f"on {each.account} {each.member}"
        )
        print(f"{each.lease}  {each.state:<7} {each.points:>12,} {of}")


def _operator_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--code", required=True, help="what the operator is called in commands")
    parser.add_argument("--name", required=True, help="as it stands on the sign-in screen")
    parser.add_argument("--role", required=True, choices=("cashier", "supervisor", "manager", "auditor"))
    parser.add_argument("--pin", help="4 to 8 digits; left out: asked for")
    parser.add_argument("--blocked", action="store_true", help="may not sign in any more")


def _operator(server: Server, args: Namespace) -> int:
    set_operator(
        server,
        tenant=args.tenant,
        code=args.code,
        name=args.name,
        role=args.role,
        pin=args.pin if args.pin is not None else _asked_pin(),
        blocked=args.blocked,
    )
    print(f"Operator {args.code} is {'blocked' if args.blocked else 'there'}.")
    return 0


def _asked_pin() -> str:
    return getpass.getpass("PIN: ") if sys.stdin.isatty() else sys.stdin.readline().strip()


def _file_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def _publish_arguments(parser: ArgumentParser) -> None:
    _file_arguments(parser)
    parser.add_argument(
        "--from",
        dest="day",
        type=closes.day_argument,
        metavar="YYYY-MM-DD",
        help="the day with which it begins, by the program's own time zone; left out: at once",
    )


def _publish(server: Server, args: Namespace) -> int:
    published = publish_program(
        server, tenant=args.tenant, text=_text(args.file), name=str(args.file), day=args.day
    )
    day = published.valid_from.astimezone(read_program(published.text).zone).date()
    when = "is in force" if published.valid_from <= server.clock.now() else f"will be in force from {day}"
    print(f"Program “{published.name}” {when} as version {published.version}.")
    return 0


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise Refused("file-not-utf8", path=str(file)) from error


def _products(server: Server, args: Namespace) -> int:
    changed = import_products(server, tenant=args.tenant, data=args.file.read_bytes(), file=str(args.file))
    print(f"{format_whole(changed, language='en')} products are new or different.")
    return 0


def _members(server: Server, args: Namespace) -> int:
    imported = import_members(server, tenant=args.tenant, data=args.file.read_bytes(), file=str(args.file))
    for line in imported.unusual_phones:
        print(f"{args.file}: line {line}: phone: no carrier is known to have this number; kept as it is")
    print(f"{format_whole(imported.members, language='en')} members are enrolled.")
    return 0


def _show_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for programs")


def _show(server: Server, args: Namespace) -> int:
    holdings = show(server, tenant=args.tenant)
    if args.json:
        print(json.dumps(holdings.to_json(), ensure_ascii=False, indent=2))
    else:
        _print_holdings(holdings)
    return FAULTS_EXIT if holdings.faults else 0


def _print_holdings(holdings: Holdings) -> None:
    points = {f"points {name}": value for name, value in holdings.points.to_json().items()}
    figures = holdings.counts | points
    for name, value in figures.items():
        print(f"{name:<22}{format_whole(value, language='en'):>18}")
    for alarm in holdings.alarms:
        print(f"LOOK: {alarm}")
    for fault in holdings.faults:
        print(f"WRONG: {fault}")
    if not holdings.faults:
        print("Postings, balances, leases and journals agree.")


_CSV = "a CSV file with the columns"

ACTIONS: Mapping[str, Action] = {
    "open-shop": Action("open a whole shop on a new server", opening.arguments, opening.act),
    "tenant": Action("add a tenant: a company with its program and members", _tenant_arguments, _tenant),
    "store": Action("add a store", _store_arguments, _store),
    "till": Action("add a till to a store", _till_arguments, _till),
    "pairing-code": Action("make a one-time code that pairs a till", _one_till_arguments, _pairing_code),
    "revoke-till": Action("believe nothing that a till signs from now on", _one_till_arguments, _revoke),
    "reclaim": Action("take back what a till was lent", _reclaim_arguments, _reclaim),
    "books": Action(
        "what is owed to members, between stores and partners", ledger.json_arguments, ledger.books
    ),
    "partner-movements": Action(
        "a month's movements between partners, as settle-partners reads them",
        partners.movements_arguments,
        partners.movements,
    ),
    "partner-payment": Action(
        "write down that a partner has paid another for a month",
        partners.payment_arguments,
        partners.payment,
    ),
    "doctor": Action("work every figure out anew", people.no_arguments, ledger.doctor),
    "run-jobs": Action("what days bring: expiry, tiers, doubles", people.no_arguments, ledger.jobs),
    "adjust-points": Action("give or take points by hand", adjusting.adjust_arguments, adjusting.adjust),
    "apologise": Action("give a voucher after a complaint", adjusting.apology_arguments, adjusting.apology),
    "close-day": Action("close a store's day, signed", closes.close_arguments, closes.close),
    "export-journal": Action("a till's journal as a file to check", ledger.export_arguments, ledger.export),
    "grant-role": Action(
        "give a role of PostgreSQL what the server needs", ledger.role_arguments, ledger.grant_role
    ),
    "merge-members": Action("make two members one", people.merge_arguments, people.merge),
    "unmerge": Action("part a member from whom it was merged into", people.who_arguments, people.unmerge),
    "block-member": Action("let a member earn and burn no more", people.block_arguments, people.block),
    "block-card": Action("block a lost card, or replace it", people.card_arguments, people.block_card),
    "old-cards": Action(
        "which numbers are cards that customers had before", old_cards.arguments, old_cards.act
    ),
    "erase-member": Action("forget who a member was", people.erase_arguments, people.erase),
    "erasures": Action("which tills have forgotten whom", people.no_arguments, people.show_erasures),
    "wallet": Action("what is in a member's wallet", people.who_arguments, people.wallet),
    "gift-cards": Action("make numbers of gift cards to print", gifts.make_arguments, gifts.make),
    "gift-card": Action("what is on a gift card", gifts.one_arguments, gifts.look),
    "block-gift-card": Action("block a lost gift card, or replace it", gifts.block_arguments, gifts.block),
    "gift-rules": Action("how a store sells gift cards", gifts.rules_arguments, gifts.rules),
    "open-draw": Action(
        "publish the seed of a draw that is over, and draw its receipts", draws.open_arguments, draws.open_one
    ),
    "draws": Action("what draws came to", ledger.json_arguments, draws.show),
    "settle-alarm": Action("a till's disks were looked into", _one_till_arguments, _settle_alarm),
    "asides": Action("events that were put aside, and why", asides.list_arguments, asides.show),
    "settle-aside": Action(
        "post an event that was put aside, or leave it for good", asides.settle_arguments, asides.settle
    ),
    "after-restore": Action(
        "the server was put back to an earlier moment: hear the tills again",
        restoring.arguments,
        restoring.act,
    ),
    "operator": Action("add or change someone who may sign in", _operator_arguments, _operator),
    "publish-program": Action(
        "check a program file and put it in force, at once or from a day", _publish_arguments, _publish
    ),
    "import-products": Action(f"{_CSV} {', '.join(PRODUCT_COLUMNS)}", _file_arguments, _products),
    "import-members": Action(f"{_CSV} {', '.join(MEMBER_COLUMNS)}", _file_arguments, _members),
    "show": Action("what the server holds, and whether it adds up", _show_arguments, _show),
}
