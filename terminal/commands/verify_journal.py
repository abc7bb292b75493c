"""`verify-journal`: whether a file is the journal that a till signed; needs no server and no database."""

import base64
import hashlib
from argparse import ArgumentParser, Namespace
from pathlib import Path

from loyalty.errors import Refused, Unavailable

CHANGED_EXIT = 1


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("file", type=Path, help="as `admin export-journal` writes it")
    parser.add_argument("--key", metavar="BASE64", help="the till's public key, known from elsewhere")
    parser.add_argument(
        "--receipt", metavar="LABEL", default="", help="a receipt to look for, like Q1-000123"
    )


def run(args: Namespace) -> int:
    """Check the whole file; 1 where it is not what a till signed.

    Raises:
        Refused: `journal-file-unreadable`: it is no journal at all.
        Unavailable: `file-unreadable`.
    """
    from loyalty.wire.canonical import WireRefused
    from loyalty.wire.export import verify_lines
    from terminal.sync.keys import confirms_by

    try:
        with args.file.open("rb") as lines:
            verdict = verify_lines(lines, confirms=confirms_by, receipt=args.receipt)
    except OSError as error:
        raise Unavailable(
            "file-unreadable", retry=False, path=str(args.file), why=error.strerror or str(error)
        ) from error
    except WireRefused as fault:
        raise Refused("journal-file-unreadable", path=str(args.file), why=fault.why) from fault
    key = verdict.header.public_key
    faults = list(verdict.faults)
    if args.key is not None and args.key != base64.b64encode(key).decode():
        faults.append("it is signed by another key than the one given")
    if args.receipt and verdict.found is None:
        faults.append(f"receipt {args.receipt} is not in it")
    print(f"Journal of till {verdict.header.till_code}, life {verdict.header.incarnation}")
    print(f"Key       {base64.b64encode(key).decode()} (SHA-256 {hashlib.sha256(key).hexdigest()[:16]}…)")
    print(f"Events    {verdict.events:,}, the last with hash {verdict.last_hash.hex()}")
    print(f"Signed    up to event {verdict.signed_up_to:,}, by {verdict.signatures:,} signatures")
    if verdict.found is not None:
        print(f"Receipt   {args.receipt} is event {verdict.found[0]:,}, marked {verdict.found[1]}")
    for each in faults:
        print(f"WRONG: {each}")
    if not faults:
        print("Nothing is missing, nothing was changed, nothing was put in between.")
    return CHANGED_EXIT if faults else 0
