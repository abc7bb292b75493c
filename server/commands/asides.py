"""The actions of `admin` about events that were put aside: which there are, and what becomes of one."""

from argparse import ArgumentParser, Namespace

from loyalty.errors import Refused
from server.commands import adjusting
from server.context import Server
from server.usecases.admin.aside_words import described
from server.usecases.admin.settle_aside import Place, leave_for_good, list_asides, post_aside


def list_arguments(parser: ArgumentParser) -> None:
    """Which of them."""
    parser.add_argument("--all", action="store_true", help="also those that somebody has settled")


def show(server: Server, args: Namespace) -> int:
    """One line each, and below it what can be done."""
    rows = list_asides(server, tenant=args.tenant, settled=args.all)
    for row in rows:
        print(described(row))
    if not rows:
        print("No event is put aside.")
    elif any(row.aside.is_open for row in rows):
        print("Once its cause is gone: admin settle-aside --till CODE --seq N --by CODE --approved-by CODE")
        print("To let it count for nothing: the same with --leave --note WHY; the note names nobody")
    return 0


def settle_arguments(parser: ArgumentParser) -> None:
    """Which event, what becomes of it, and whose words it takes."""
    parser.add_argument("--till", required=True, metavar="CODE")
    parser.add_argument("--seq", required=True, type=int, metavar="N", help="its place, as admin asides says")
    parser.add_argument("--life", type=int, metavar="N", help="of which life; left out: the till's newest")
    parser.add_argument("--leave", action="store_true", help="let it count for nothing, for good")
    parser.add_argument("--note", default="", help="with --leave: why; it names nobody")
    parser.add_argument("--by", metavar="CODE", required=True, help="the operator who does it")
    parser.add_argument("--approved-by", metavar="CODE", required=True, help="a manager, somebody else")


def settle(server: Server, args: Namespace) -> int:
    """Post it, or leave it."""
    if args.leave and not args.note.strip():
        raise Refused("aside-note")
    does, approves = (adjusting.asked(code) for code in (args.by, args.approved_by))
    place = Place(args.till, args.seq, args.life)
    if args.leave:
        leave_for_good(server, place, tenant=args.tenant, note=args.note, does=does, approves=approves)
        print(f"Event {args.seq} of till {args.till} counts for nothing. The till is told.")
        return 0
    post_aside(server, place, tenant=args.tenant, does=does, approves=approves)
    print(f"Event {args.seq} of till {args.till} is posted: it counts from now on. The till is told.")
    return 0
