"""What the commands of the rules share: files given by name, and what goes to the console.

Nothing here knows a rule. Faults are told on standard error, one sentence each, in the language that was
asked for or the console's; those of programs are in English.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from loyalty.figures import Language
from loyalty.misread import Misread, told
from loyalty.program import Program, ProgramRefused, parse_program
from loyalty.sentences import say

DONE = 0
REFUSED = 2


class Faulty(Exception):
    """What was given does not hold; `faults` are the sentences to print."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(*faults)
        self.faults = tuple(faults)


def program_argument(parser: ArgumentParser) -> None:
    """The option that names the program file."""
    parser.add_argument("--program", metavar="FILE", required=True, help="the program file, as TOML")


def read_program(path: str) -> Program:
    """The program of a file.

    Raises:
        Faulty: it cannot be read, or does not hold.
    """
    try:
        return parse_program(read_text(path), name=path)
    except ProgramRefused as refused:
        raise Faulty([str(fault) for fault in refused.faults]) from refused


def open_given(path: str) -> BinaryIO:
    """Opens a file for its bytes; `-` is standard input.

    Raises:
        Faulty: it cannot be opened.
    """
    if path == "-":
        return open(sys.stdin.fileno(), "rb", closefd=False)
    try:
        return Path(path).open("rb")
    except (OSError, ValueError) as fault:
        raise _unreadable(path, fault) from fault


def read_text(path: str) -> str:
    """The text of a file.

    Raises:
        Faulty: it cannot be read, or is no UTF-8.
    """
    with open_given(path) as file:
        try:
            return decoded(file.read(), path)
        except OSError as fault:
            raise _unreadable(path, fault) from fault


def decoded(written: bytes, what: str = "") -> str:
    """The text that bytes say; `what` names the file, where it is a whole one.

    Raises:
        Faulty: they are no UTF-8.
    """
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Faulty([Misread(what, say("fault-not-utf8", byte=fault.start))]) from fault


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines from 1, without the empty ones that a file may end with."""
    empty: list[tuple[int, bytes]] = []
    for number, line in enumerate(lines, start=1):
        empty.append((number, line))
        if line.strip():
            yield from empty
            empty.clear()


def _unreadable(path: str, fault: Exception) -> Faulty:
    why = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
    return Faulty([Misread(path, say("fault-unreadable", why=why))])


def refuse(faults: Iterable[str], language: Language = "en") -> int:
    """Prints one sentence a line on standard error; the exit code."""
    for fault in faults:
        print(told(fault, language), file=sys.stderr)
    return REFUSED


def on_line(number: int, faults: Iterable[str]) -> list[str]:
    """Faults of one line of a file, with its number."""
    return [Misread("", say("fault-line", line=number), fault) for fault in faults]


def print_line(text: str) -> None:
    """Prints a line at once, so that whoever feeds the baskets one by one gets each answer."""
    encoding = sys.stdout.encoding
    print(text.encode(encoding, "backslashreplace").decode(encoding), flush=True)


def is_narrow() -> bool:
    """Whether standard output can only be trusted with ASCII."""
    return sys.stdout.encoding.lower().replace("-", "") != "utf8"


def language_of_console() -> Language:
    """The language that people at this console read."""
    return "vi" if os.environ.get("LANG", "").startswith("vi") else "en"
