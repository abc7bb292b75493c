"""`pair`: make a data folder a till of a store, and read the store's data for the first time.

With `--again` a till that its server has forgotten, since that was put back to a copy, is known to it again.
"""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from loyalty.errors import Refused, Unavailable
from resources.catalogue import Catalogue
from terminal.data_folder import default_data_dir


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--server", metavar="URL", help="such as https://till.example.vn:8443")
    parser.add_argument(
        "--again",
        action="store_true",
        help="this is a till already, and its server was put back to a copy that does not know it",
    )
    parser.add_argument("--code", required=True, help="the one-time code that the server made for this till")
    parser.add_argument(
        "--data", type=Path, default=default_data_dir(), metavar="DIR", help="data folder (%(default)s)"
    )
    parser.add_argument(
        "--ca", type=Path, metavar="FILE", help="the server's ca.pem, if its authority is its own"
    )
    parser.add_argument(
        "--keys",
        choices=("auto", "system", "file"),
        default="auto",
        help="where the keys are kept: in the system's key store, in a file, or what works (%(default)s)",
    )


def run(args: Namespace) -> int:
    """Pair, then read; a pairing that succeeded stays, whatever becomes of the reading.

    Raises:
        Refused, Unavailable: as `terminal.bootstrap.pairing.pair`, `pair_again` and `first_sync`.
        Refused: `pairing-without-server`.
        Unavailable: `first-reading-broke-off`: the server was there for the one and not for the other.
    """
    from terminal.bootstrap.pairing import first_sync, pair, pair_again

    texts = Catalogue.load("vi" if os.environ.get("LANG", "").startswith("vi") else "en")
    if args.again:
        known = pair_again(args.data, server_url=args.server, code=args.code)
        print(texts.text("sync.paired-again", code=known.code, name=known.name))
        return 0
    if args.server is None:
        raise Refused("pairing-without-server")
    print(texts.text("sync.asking", server=args.server), flush=True)
    identity = pair(args.data, server_url=args.server, code=args.code, ca_file=args.ca, key_store=args.keys)
    print(texts.text("sync.paired", code=identity.code, name=identity.name), flush=True)
    live = sys.stdout.isatty()

    def tell(rows: int) -> None:
        line = texts.text("sync.rows-so-far", rows=rows)
        print(f"\r{line}" if live else line, end="" if live else "\n", flush=True)

    try:
        rows = first_sync(args.data, tell)
    except Unavailable as trouble:
        if not trouble.code.startswith("server-"):
            raise
        why = str(trouble.params.get("why", trouble.params.get("status", "")))
        raise Unavailable("first-reading-broke-off", retry=True, why=why) from trouble
    print("\n" * live + texts.text("sync.ready", rows=rows))
    return 0
