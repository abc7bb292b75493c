"""The commands that need nothing but the rules: `quote`, `refund` and `check-program`.

They read files and print; everything they say is worked out in `loyalty`. Exit code 0, or 2 when anything was
refused, with one sentence for each fault on standard error. Faults are told in English.
"""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from loyalty.basket_json import basket_from_json
from loyalty.figures import LANGUAGES, Language
from loyalty.json_fields import NotJson, read_json
from loyalty.program import Program, ProgramRefused, parse_program
from loyalty.quote import BasketRefused, BurnRefused, Quote, quote, quote_to_json
from loyalty.quote.explain import explain
from loyalty.refund_json import kept_sale, refunds_to_json, sale_from_json

DONE = 0
REFUSED = 2


class _Faulty(Exception):
    """What was given does not hold; `faults` are the sentences to print."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(*faults)
        self.faults = tuple(faults)


def quote_arguments(parser: ArgumentParser) -> None:
    """What `quote` takes."""
    _program_argument(parser)
    baskets = parser.add_mutually_exclusive_group(required=True)
    baskets.add_argument("--basket", metavar="FILE", help="one basket as JSON; - is standard input")
    baskets.add_argument("--baskets", metavar="FILE", help="one basket a line; - is standard input")
    parser.add_argument(
        "--explain", action="store_true", help="for people: what applied, what did not, and why"
    )
    parser.add_argument("--language", choices=LANGUAGES, help="of the reasons; left out, JSON has both")


def run_quote(args: Namespace) -> int:
    """Prints the quote of one basket, or of one basket a line."""
    try:
        program = _read_program(args.program)
        if args.basket is not None:
            _print_quote(_price(program, _read_text(args.basket)), args)
            return DONE
        with _open(args.baskets) as lines:
            return _quote_lines(program, lines, args)
    except _Faulty as faulty:
        return _refuse(faulty.faults)


def refund_arguments(parser: ArgumentParser) -> None:
    """What `refund` takes."""
    _program_argument(parser)
    parser.add_argument("--sale", metavar="FILE", required=True, help="a basket and its returns as JSON")


def run_refund(args: Namespace) -> int:
    """Prints what each refund of a sale comes to, as a JSON list."""
    try:
        program = _read_program(args.program)
        refunds = _refunds(program, _read_text(args.sale))
    except _Faulty as faulty:
        return _refuse(faulty.faults)
    _print(json.dumps(refunds, ensure_ascii=_is_narrow()))
    errors = [f"refund {number}: {each['error']}" for number, each in enumerate(refunds) if "error" in each]
    return _refuse(errors) if errors else DONE


def check_program_arguments(parser: ArgumentParser) -> None:
    """What `check-program` takes."""
    parser.add_argument("program", metavar="FILE", help="a program file, as TOML")


def run_check_program(args: Namespace) -> int:
    """Prints every fault of a program file, or that it holds."""
    try:
        program = _read_program(args.program)
    except _Faulty as faulty:
        return _refuse(faulty.faults)
    tiers, promotions = len(program.tiers), len(program.promotions)
    _print(f"{args.program}: holds. {program.name}: tiers {tiers}, promotions {promotions}.")
    _print(f"SHA-256 {program.fingerprint}")
    return DONE


def _program_argument(parser: ArgumentParser) -> None:
    parser.add_argument("--program", metavar="FILE", required=True, help="the program file, as TOML")


def _read_program(path: str) -> Program:
    try:
        return parse_program(_read_text(path), name=path)
    except ProgramRefused as refused:
        raise _Faulty([str(fault) for fault in refused.faults]) from refused


def _price(program: Program, text: str) -> Quote:
    """The quote of a basket given as a JSON text."""
    try:
        return quote(program, basket_from_json(read_json(text), program=program))
    except NotJson as fault:
        raise _Faulty([str(fault)]) from fault
    except BasketRefused as refused:
        raise _Faulty(refused.faults) from refused
    except BurnRefused as refused:
        raise _Faulty([f"burn_points: {refused.sentence.text('en')}"]) from refused


def _refunds(program: Program, text: str) -> list[dict[str, object]]:
    try:
        sale = sale_from_json(read_json(text), program=program)
        return list(refunds_to_json(kept_sale(quote(program, sale.basket)), sale.returns))
    except NotJson as fault:
        raise _Faulty([str(fault)]) from fault
    except BasketRefused as refused:
        raise _Faulty(refused.faults) from refused
    except BurnRefused as refused:
        raise _Faulty([f"basket.burn_points: {refused.sentence.text('en')}"]) from refused


def _quote_lines(program: Program, lines: Iterable[bytes], args: Namespace) -> int:
    """Prints one quote a line; a bad basket has its error there, and the rest go on."""
    code = DONE
    for number, line in _numbered(lines):
        try:
            _print_quote(_price(program, _decoded(line, "the line")), args)
        except _Faulty as faulty:
            _print(json.dumps({"error": "; ".join(faulty.faults)}, ensure_ascii=_is_narrow()))
            code = _refuse([f"line {number}: {fault}" for fault in faulty.faults])
    return code


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines from 1, without the empty ones that a file may end with."""
    empty: list[tuple[int, bytes]] = []
    for number, line in enumerate(lines, start=1):
        empty.append((number, line))
        if line.strip():
            yield from empty
            empty.clear()


def _print_quote(priced: Quote, args: Namespace) -> None:
    if args.explain:
        _print("\n".join(explain(priced, args.language or _language_of_console())))
    else:
        _print(json.dumps(quote_to_json(priced, args.language), ensure_ascii=_is_narrow()))


def _open(path: str) -> BinaryIO:
    if path == "-":
        return open(sys.stdin.fileno(), "rb", closefd=False)
    try:
        return Path(path).open("rb")
    except (OSError, ValueError) as fault:
        raise _unreadable(path, fault) from fault


def _read_text(path: str) -> str:
    with _open(path) as file:
        try:
            return _decoded(file.read(), path)
        except OSError as fault:
            raise _unreadable(path, fault) from fault


def _decoded(written: bytes, what: str) -> str:
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _Faulty([f"{what}: byte {fault.start} is not UTF-8; save the file as UTF-8"]) from fault


def _unreadable(path: str, fault: Exception) -> _Faulty:
    why = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
    return _Faulty([f"{path}: cannot be read: {why}"])


def _refuse(faults: Iterable[str]) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    return REFUSED


def _print(text: str) -> None:
    """Prints a line at once, so that whoever feeds the baskets one by one gets each answer."""
    encoding = sys.stdout.encoding
    print(text.encode(encoding, "backslashreplace").decode(encoding), flush=True)


def _is_narrow() -> bool:
    """Whether standard output can only be trusted with ASCII."""
    return sys.stdout.encoding.lower().replace("-", "") != "utf8"


def _language_of_console() -> Language:
    return "vi" if os.environ.get("LANG", "").startswith("vi") else "en"
