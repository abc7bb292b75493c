"""The action of `admin` after the server was put back to an earlier moment."""

from argparse import ArgumentParser, Namespace

from loyalty.errors import Refused
from server.commands import adjusting
from server.context import Server
from server.usecases.admin.after_restore import (
    AfterRestore,
    after_restore,
    declare_restore,
    stop_waiting,
)


def arguments(parser: ArgumentParser) -> None:
    """What is to be done, and at whose two words."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--begin", action="store_true", help="let the tills send again what the server has lost"
    )
    what.add_argument("--end", action="store_true", help="wait no longer for the tills that are missing")
    parser.add_argument("--by", metavar="CODE", help="with --begin or --end: the operator who does it")
    parser.add_argument("--approved-by", metavar="CODE", help="with them: a manager who is somebody else")


def act(server: Server, args: Namespace) -> int:
    """Do it, or only say how it stands."""
    if not (args.begin or args.end):
        _print(after_restore(server, tenant=args.tenant))
        return 0
    if not args.by or not args.approved_by:
        raise Refused("restore-needs-two")
    does, approves = (adjusting.asked(code) for code in (args.by, args.approved_by))
    do = declare_restore if args.begin else stop_waiting
    _print(do(server, tenant=args.tenant, does=does, approves=approves))
    return 0


def _print(held: AfterRestore) -> None:
    if held.restore is None:
        print("This server was never said to have been put back to an earlier moment.")
        print("If it was: admin after-restore --begin --by CODE --approved-by CODE")
        return
    print(f"Put back to an earlier moment, as was said {held.restore.at:%Y-%m-%d %H:%M} UTC.")
    if held.missing:
        print(f"Not heard since: {', '.join(held.missing)}. They send by themselves, once online.")
        if held.speaking:
            print(f"Online, and have not taken it up: {', '.join(held.speaking)}.")
            print("If that stays so for some minutes, their version is too old for it: upgrade them.")
    else:
        print("Every till has sent again what the server had lost.")
    if held.is_open and not held.missing:
        print(
            "Nothing is lent until what had to wait for another till is posted: admin run-jobs does it now."
        )
    elif held.is_open:
        print(
            "Until all are heard nothing is lent: tills sell and earn, and burn no points and no card money."
        )
        print("A till that never comes back: revoke it, or end the waiting with --end.")
