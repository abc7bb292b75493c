"""The actions of `admin` about closes: make one, write them as a file, check a file without any server."""

import base64
import hashlib
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from loyalty.errors import Refused, Unavailable
from loyalty.figures import format_whole
from loyalty.wire.canonical import MAX_INT, WireRefused
from loyalty.wire.closing import DayClose, DayFigures, close_hash, close_lines, verify_closes
from server.context import Server
from server.usecases.admin.close_day import close_day

FAULTS_EXIT = 1


def close_arguments(parser: ArgumentParser) -> None:
    """A store, a day that is over, a file."""
    parser.add_argument("--store", required=True, metavar="CODE")
    parser.add_argument(
        "--day", required=True, type=day_argument, metavar="YYYY-MM-DD", help="a local day that is over"
    )
    parser.add_argument("file", type=Path, nargs="?", help="where all closes of the store go, for an auditor")


def close(server: Server, args: Namespace) -> int:
    """Close a day, or show the close that it has."""
    signed = close_day(server, tenant=args.tenant, store=args.store, day=args.day)
    if args.file is not None:
        with args.file.open("wb") as file:
            for line in close_lines(server.keys.public_key(), signed):
                file.write(line + b"\n")
        print(f"Wrote {args.file}. Anybody can check it: main.py admin verify-close {args.file}")
    _print_close(next(each.close for each in signed if each.close.day == args.day.isoformat()))
    return 0


def verify_arguments(parser: ArgumentParser) -> None:
    """A file, and perhaps the key it should be signed by."""
    parser.add_argument("file", type=Path, help="as `admin close-day` writes it")
    parser.add_argument("--key", metavar="BASE64", help="the server's public key, known from elsewhere")


def verify(args: Namespace) -> int:
    """Whether a file of closes is what a server signed; needs no server and no database.

    Raises:
        Refused: `closes-file-unreadable`.
        Unavailable: `file-unreadable`.
    """
    try:
        with args.file.open("rb") as lines:
            verdict = verify_closes(lines, confirms=_confirms)
    except OSError as error:
        raise Unavailable(
            "file-unreadable", retry=False, path=str(args.file), why=error.strerror or str(error)
        ) from error
    except WireRefused as fault:
        raise Refused("closes-file-unreadable", path=str(args.file), why=fault.why) from fault
    key, faults = verdict.header.server_key, list(verdict.faults)
    if args.key is not None and args.key != base64.b64encode(key).decode():
        faults.append("it is signed by another key than the one given")
    print(f"Key       {base64.b64encode(key).decode()} (SHA-256 {hashlib.sha256(key).hexdigest()[:16]}…)")
    if verdict.closes:
        _print_close(verdict.closes[-1])
    for each in faults:
        print(f"WRONG: {each}")
    if not faults:
        print(f"{len(verdict.closes)} closes, none missing, none changed, none put in between.")
    return FAULTS_EXIT if faults else 0


def _confirms(public_key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _print_close(close: DayClose) -> None:
    print(
        f"Close     {close.number} of store {close.store_code}, {close.day}, hash {close_hash(close).hex()}"
    )
    _print_figures(close.figures, close.currency)
    for late in close.late:
        print(f"Late, of {late.day}:")
        _print_figures(late, close.currency)
    print(f"Expired   {_said(close.points_expired)} points")
    owed = f"{_said(close.liability_points)} points, {_said(close.liability_money)} {close.currency}"
    print(f"Owed      {owed}")
    for head in close.heads:
        print(f"Journal   {head.till_code}/{head.incarnation} up to {head.seq}, {head.hash.hex()}")


def _print_figures(figures: DayFigures, currency: str) -> None:
    print(f"Sales     {_said(figures.sales)} for {_said(figures.sold)} {currency}")
    print(f"Refunds   {_said(figures.refunds)} for {_said(figures.refunded)} {currency}")
    print(f"Points    {_said(figures.points_earned)} earned, {_said(figures.points_burned)} burned,")
    back = f"{_said(figures.points_taken_back)} taken back, {_said(figures.points_given_back)} given back"
    print(f"          {back}")


def _said(figure: int) -> str:
    """A figure of a close; what is as great as a message holds may be greater."""
    whole = format_whole(figure, language="en")
    return whole if abs(figure) < MAX_INT else f"{whole} or more"


def day_argument(text: str) -> date:
    """A day of an option; what is none is refused by the command's own sentence."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is no day like 2026-11-25") from error
