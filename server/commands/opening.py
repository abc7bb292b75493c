"""The action of `admin` that opens a whole shop; what it is told comes as JSON on standard input.

Not as options: a PIN on a command line is everybody's on the machine who lists processes.
"""

import json
import sys
from argparse import ArgumentParser, Namespace

from loyalty.errors import Refused
from loyalty.wire.canonical import WireRefused
from loyalty.wire.feed import StoreSettings
from server.context import Server
from server.usecases.admin.open_shop import TILL, NewShop, open_shop


def arguments(parser: ArgumentParser) -> None:
    """Nothing: all of it comes on standard input."""
    parser.epilog = (
        'Standard input: {"settings": {"store_name": …}, "till_name": …, "manager": …, "pin": …,'
        ' "program": the text of a program file, "other_goods": the name of what is sold as an amount}'
    )


def act(server: Server, args: Namespace) -> int:
    """Open it."""
    del args
    open_shop(server, _read(sys.stdin.buffer.read()))
    print(f"The shop is open. Next: a pairing code for till {TILL}.")
    return 0


def _read(data: bytes) -> NewShop:
    try:
        told = json.loads(data)
        return NewShop(
            settings=StoreSettings.from_json(told["settings"]),
            **{name: str(told[name]) for name in ("till_name", "manager", "pin", "program")},
            other_goods=str(told.get("other_goods", "")),
        )
    except WireRefused as fault:
        raise Refused("store-settings", path=fault.path, why=fault.why) from None
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("shop-unreadable", why=repr(error)) from None
