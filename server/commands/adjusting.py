"""The actions of `admin` that give something by hand, points or a voucher: two people, each by their PIN."""

import getpass
import sys
from argparse import ArgumentParser, Namespace

from loyalty.figures import format_whole
from loyalty.units import Points
from server.commands import people
from server.context import Server
from server.usecases.admin.adjust import Wish, adjust_points, new_adjustment
from server.usecases.admin.apology import Apology, give_apology
from server.usecases.admin.four_eyes import Person
from server.usecases.admin.people import Who


def adjust_arguments(parser: ArgumentParser) -> None:
    """Who, how many, why, and the two people."""
    people.who_arguments(parser)
    parser.add_argument("--points", type=int, required=True, metavar="N", help="given; below 0: taken")
    parser.add_argument("--reason", required=True, help="what it is for; kept until the member is erased")
    parser.add_argument("--by", required=True, metavar="CODE", help="the operator who does it")
    parser.add_argument("--approved-by", metavar="CODE", help="a manager who is somebody else")


def adjust(server: Server, args: Namespace) -> int:
    """Ask each for their PIN, then do it."""
    does = asked(args.by)
    approves = asked(args.approved_by) if args.approved_by else None
    wish = Wish(
        adjustment=new_adjustment(server),
        who=Who(member=args.member, card=args.card, phone=args.phone),
        points=Points(args.points),
        reason=args.reason,
    )
    done = adjust_points(server, tenant=args.tenant, wish=wish, does=does, approves=approves)
    points = format_whole(abs(done.points), language="en")
    print(f"Member {done.member} was {'given' if done.points > 0 else 'taken'} {points} points.")
    return 0


def apology_arguments(parser: ArgumentParser) -> None:
    """Who, which voucher, and the two people."""
    people.who_arguments(parser)
    parser.add_argument("--voucher", required=True, metavar="ID", help="a [[voucher]] with issue = apology")
    parser.add_argument("--by", required=True, metavar="CODE", help="the operator who does it")
    parser.add_argument("--approved-by", metavar="CODE", help="a manager who is somebody else")


def apology(server: Server, args: Namespace) -> int:
    """Ask each for their PIN, then give the voucher."""
    does = asked(args.by)
    approves = asked(args.approved_by) if args.approved_by else None
    wish = Apology(who=Who(member=args.member, card=args.card, phone=args.phone), voucher=args.voucher)
    member = give_apology(server, tenant=args.tenant, wish=wish, does=does, approves=approves)
    print(f"Member {member} was given the voucher {args.voucher}.")
    return 0


def asked(code: str) -> Person:
    """The operator of that code, with the PIN that is typed now, or is the next line of the input."""
    return Person(code, _pin(code))


def _pin(code: str) -> str:
    return getpass.getpass(f"PIN of {code}: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
