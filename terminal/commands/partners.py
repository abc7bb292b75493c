"""The command `settle-partners`: what the partners of a pool owe each other for a span of time."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator

from loyalty.figures import LANGUAGES, Language
from loyalty.json_fields import NotJson, read_json
from loyalty.misread import Misread
from loyalty.refusals import BasketRefused
from loyalty.settlement import Burned, Earned, settle
from loyalty.settlement_json import movement_from_json, settlement_to_json, told_settlement
from terminal.commands.given import (
    DONE,
    Faulty,
    decoded,
    is_narrow,
    language_of_console,
    numbered,
    on_line,
    open_given,
    print_line,
    program_argument,
    read_program,
    refuse,
)


def settle_partners_arguments(parser: ArgumentParser) -> None:
    """What `settle-partners` takes."""
    program_argument(parser)
    parser.add_argument("--movements", metavar="FILE", required=True, help="one a line; - is standard input")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    parser.add_argument("--language", choices=LANGUAGES, help="of the table; left out, the console's")


def run_settle_partners(args: Namespace) -> int:
    """Prints the settlement; a movement that does not hold is told, and then nothing is settled."""
    faults: list[str] = []
    language: Language = args.language or language_of_console()
    try:
        program = read_program(args.program)
        with open_given(args.movements) as lines:
            settlement = settle(program, _movements(lines, faults))
    except Faulty as faulty:
        return refuse(faulty.faults, language)
    if faults:
        return refuse(faults, language)
    if args.json:
        print_line(json.dumps(settlement_to_json(settlement), ensure_ascii=is_narrow()))
        return DONE
    for line in told_settlement(program, settlement, language):
        print_line(line)
    return DONE


def _movements(lines: Iterable[bytes], faults: list[str]) -> Iterator[Earned | Burned]:
    """The movements, one a line; what is wrong goes to the faults."""
    for number, line in numbered(lines):
        try:
            yield movement_from_json(read_json(decoded(line)))
        except NotJson as fault:
            faults += on_line(number, [Misread("", fault.sentence)])
        except (BasketRefused, Faulty) as faulty:
            faults += on_line(number, faulty.faults)
