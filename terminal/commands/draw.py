"""The command `check-draw`: what a receipt drew, worked out again by anyone who has the program and the seed.

The seed is published once the draw is over; that it is the one committed to is the first thing checked.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from loyalty.drawing import Drawn, draw_receipt
from loyalty.errors import Refused
from loyalty.figures import LANGUAGES, Language
from loyalty.misread import Misread
from loyalty.program import Program
from loyalty.program.draws import Draw
from loyalty.program.faults import nearest
from loyalty.sentences import say
from terminal.commands.given import (
    DONE,
    Faulty,
    is_narrow,
    language_of_console,
    print_line,
    program_argument,
    read_program,
    refuse,
)

_OPTIONS = {"draw-receipt": "--receipt"}
"""The option that a refusal is about; of all others it is the seed."""


def check_draw_arguments(parser: ArgumentParser) -> None:
    """What `check-draw` takes."""
    program_argument(parser)
    parser.add_argument("--draw", metavar="ID", required=True, help="the id of the draw in the program")
    parser.add_argument(
        "--seed", metavar="HEX", required=True, help="the published seed, as hexadecimal digits"
    )
    parser.add_argument("--receipt", metavar="DIGITS", required=True, help="the digits under the bar code")
    parser.add_argument("--json", action="store_true", help="one object instead of sentences")
    parser.add_argument("--language", choices=LANGUAGES, help="of the sentences; left out, the console's")


def run_check_draw(args: Namespace) -> int:
    """Prints what the receipt drew."""
    language: Language = args.language or language_of_console()
    try:
        program = read_program(args.program)
        draw = _find(program, args.draw)
        seed = _read_seed(args.seed)
        drawn = draw_receipt(draw, seed=seed, receipt="".join(args.receipt.split()))
    except Faulty as faulty:
        return refuse(faulty.faults, language)
    except Refused as refused:
        what = say(refused.code, **refused.params)
        return refuse([Misread(_OPTIONS.get(refused.code, "--seed"), what)], language)
    if args.json:
        print_line(json.dumps(_as_json(drawn), ensure_ascii=is_narrow()))
        return DONE
    for line in _told(program, drawn, language):
        print_line(line)
    return DONE


def _find(program: Program, draw_id: str) -> Draw:
    draw = program.draw(draw_id)
    if draw is None:
        ids = [each.id for each in program.draws]
        what = say("fault-no-draws", draw=draw_id)
        if ids:
            what = say("fault-no-draw", draw=draw_id, near=nearest(draw_id, ids))
        raise Faulty([Misread("--draw", what)])
    if not draw.commitment:
        raise Faulty([Misread("--draw", say("fault-no-commitment", draw=draw_id))])
    return draw


def _read_seed(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as fault:
        raise Faulty([Misread("--seed", say("fault-seed-hex"))]) from fault


def _as_json(drawn: Drawn) -> dict[str, object]:
    prize = drawn.prize
    return {
        "draw": drawn.draw.id,
        "receipt": drawn.receipt,
        "commitment": drawn.draw.commitment,
        "number": drawn.number,
        "of": drawn.draw.of,
        "prize": prize and prize.id,
    }


def _told(program: Program, drawn: Drawn, language: Language) -> Iterator[str]:
    draw, prize = drawn.draw, drawn.prize
    yield say("drawn-seed-holds", commitment=draw.commitment).text(language)
    yield say("drawn-how", receipt=drawn.receipt, of=draw.of, number=drawn.number).text(language)
    yield say("drawn-prizes", ranges=tuple(_ranges(program, draw, language))).text(language)
    if prize is None:
        yield say("drawn-nothing", name=draw.name, number=drawn.number).text(language)
    else:
        yield say("drawn-prize", name=draw.name, number=drawn.number, prize=prize.name).text(language)


def _ranges(program: Program, draw: Draw, language: Language) -> Iterator[str]:
    """The numbers of each prize, lowest first."""
    first = 0
    for prize in draw.prizes:
        last = first + prize.wins - 1
        numbers = f"{first}" if first == last else f"{first}-{last}"
        what = prize.voucher or say("draw-worth-points", points=prize.points, unit=program.points.unit).text(
            language
        )
        yield f"{numbers} {prize.name} ({what})"
        first = last + 1
