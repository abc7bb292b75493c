"""The command `admin`: set up tenants, stores, tills, people, programs and goods, straight in the database.

Who can run it has the database and the master key, so it asks for no password. A file that does not hold is
refused whole, with every fault in a line of its own. The actions are in `actions`.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from loyalty.program import ProgramRefused
from server.authority import make_authority, renew_certificate
from server.commands import closes
from server.commands.actions import ACTIONS
from server.settings import add_place_arguments, check_is_there, open_server
from server.usecases.admin.sheet import SheetRefused

REFUSED_EXIT = 2
FIRST: Final = frozenset({"grant-role", "tenant", "open-shop"})
"""The actions that a new server begins with: where there is none yet, they make one."""


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the actions and their options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", title="actions")
    for name, action in ACTIONS.items():
        one = actions.add_parser(name, help=action.summary, description=f"{action.summary}.")
        add_place_arguments(one)
        if name not in {"tenant", "open-shop"}:
            one.add_argument("--tenant", metavar="CODE", help="whose; left out: the only one there is")
        action.arguments(one)
    check = actions.add_parser("verify-close", help="whether a file of closes is what a server signed")
    closes.verify_arguments(check)
    make_ca = actions.add_parser("make-ca", help="make an authority and a certificate for the server")
    make_ca.add_argument("folder", type=Path, help="where ca.pem, ca.key, server.pem and server.key go")
    renew = actions.add_parser("renew-certificate", help="a new certificate for the server, by its authority")
    renew.add_argument("folder", type=Path, help="where ca.pem and ca.key are, and the new ones go")
    for one in (make_ca, renew):
        one.add_argument("--host", nargs="+", required=True, help="the names and addresses tills will use")


def run(args: Namespace) -> int:
    """Do one action; 0, or 2 where a file was refused.

    Raises:
        Refused, Unavailable: as the use case, as `check_is_there` and `open_server`; nothing was changed.
    """
    if args.action == "make-ca":
        make_authority(args.folder, args.host)
        print(f"Wrote ca.pem, ca.key, server.pem and server.key into {args.folder}. Keep ca.key elsewhere.")
        return 0
    if args.action == "renew-certificate":
        renew_certificate(args.folder, args.host)
        print(f"Wrote server.pem and server.key into {args.folder}. The server takes them at its next start.")
        return 0
    if args.action == "verify-close":
        return closes.verify(args)
    if args.action not in FIRST:
        check_is_there(args)
    server = open_server(args)
    try:
        return ACTIONS[args.action].act(server, args)
    except ProgramRefused as refusal:
        return _refuse([str(fault) for fault in refusal.faults], args.file)
    except SheetRefused as refusal:
        return _refuse([f"{args.file}: {fault}" for fault in refusal.faults], args.file)
    finally:
        server.database.close()


def _refuse(faults: list[str], file: Path) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    print(f"{file} has {count}. Nothing was changed. Mend it and run this again.", file=sys.stderr)
    return REFUSED_EXIT
