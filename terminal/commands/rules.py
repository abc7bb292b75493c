"""The commands that need nothing but the rules: `quote`, `refund` and `check-program`.

They read files and print; everything they say is worked out in `loyalty`. Exit code 0, or 2 when anything was
refused, with one sentence for each fault on standard error: in English, but for what is explained to people.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable

from loyalty.basket_json import basket_from_json
from loyalty.figures import LANGUAGES, Language
from loyalty.json_fields import NotJson, read_json
from loyalty.misread import Misread, told
from loyalty.program import Program
from loyalty.program.contents import contents
from loyalty.quote import BasketRefused, BurnRefused, Quote, quote, quote_to_json
from loyalty.quote.explain import explain
from loyalty.refund_json import account_notes, kept_sale, refunds_to_json, sale_from_json
from loyalty.refusals import SentenceRefused
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
    read_text,
    refuse,
)


def quote_arguments(parser: ArgumentParser) -> None:
    """What `quote` takes."""
    program_argument(parser)
    baskets = parser.add_mutually_exclusive_group(required=True)
    baskets.add_argument("--basket", metavar="FILE", help="one basket as JSON; - is standard input")
    baskets.add_argument("--baskets", metavar="FILE", help="one basket a line; - is standard input")
    parser.add_argument(
        "--explain", action="store_true", help="for people: what applied, what did not, and why"
    )
    parser.add_argument("--language", choices=LANGUAGES, help="of the reasons; left out, JSON has both")


def run_quote(args: Namespace) -> int:
    """Prints the quote of one basket, or of one basket a line."""
    language = _language_of_faults(args)
    try:
        program = read_program(args.program)
        if args.basket is not None:
            _print_quote(_price(program, read_text(args.basket), language), args)
            return DONE
        with open_given(args.baskets) as lines:
            return _quote_lines(program, lines, args)
    except Faulty as faulty:
        return refuse(faulty.faults, language)


def refund_arguments(parser: ArgumentParser) -> None:
    """What `refund` takes."""
    program_argument(parser)
    parser.add_argument("--sale", metavar="FILE", required=True, help="a basket and its returns as JSON")


def run_refund(args: Namespace) -> int:
    """Prints what each refund of a sale comes to, as a JSON list."""
    try:
        program = read_program(args.program)
        refunds = _refunds(program, read_text(args.sale))
    except Faulty as faulty:
        return refuse(faulty.faults)
    print_line(json.dumps(refunds, ensure_ascii=is_narrow()))
    errors = [f"refund {number}: {each['error']}" for number, each in enumerate(refunds) if "error" in each]
    return refuse(errors) if errors else DONE


def check_program_arguments(parser: ArgumentParser) -> None:
    """What `check-program` takes."""
    parser.add_argument("program", metavar="FILE", help="a program file, as TOML")


def run_check_program(args: Namespace) -> int:
    """Prints every fault of a program file, or that it holds."""
    try:
        program = read_program(args.program)
    except Faulty as faulty:
        return refuse(faulty.faults)
    counted = ", ".join(f"{section} {count}" for section, count in contents(program))
    print_line(f"{args.program}: holds. {program.name}: {counted}.")
    print_line(f"SHA-256 {program.fingerprint}")
    return DONE


def _language_of_faults(args: Namespace) -> Language:
    """What is told to people is refused in their language, too; programs are told in English."""
    return args.language or language_of_console() if args.explain else "en"


def _price(program: Program, text: str, language: Language) -> Quote:
    """The quote of a basket given as a JSON text; what a rule forbids is told in this language."""
    try:
        return quote(program, basket_from_json(read_json(text), program=program))
    except NotJson as fault:
        raise Faulty([Misread("", fault.sentence)]) from fault
    except BasketRefused as refused:
        raise Faulty(refused.faults) from refused
    except BurnRefused as refused:
        raise Faulty([f"burn_points: {refused.sentence.text(language)}"]) from refused
    except SentenceRefused as refused:
        raise Faulty([refused.sentence.text(language)]) from refused


def _refunds(program: Program, text: str) -> list[dict[str, object]]:
    try:
        sale = sale_from_json(read_json(text), program=program)
        priced = quote(program, sale.basket)
        return list(refunds_to_json(kept_sale(priced), sale.returns, account_notes(priced)))
    except NotJson as fault:
        raise Faulty([str(fault)]) from fault
    except BasketRefused as refused:
        raise Faulty(refused.faults) from refused
    except BurnRefused as refused:
        raise Faulty([f"basket.burn_points: {refused.sentence.text('en')}"]) from refused
    except SentenceRefused as refused:
        raise Faulty([f"basket: {refused.sentence.text('en')}"]) from refused


def _quote_lines(program: Program, lines: Iterable[bytes], args: Namespace) -> int:
    """Prints one quote a line; a bad basket has its error there, and the rest go on."""
    code, language = DONE, _language_of_faults(args)
    for number, line in numbered(lines):
        try:
            _print_quote(_price(program, decoded(line), language), args)
        except Faulty as faulty:
            print_line(
                json.dumps(
                    {"error": "; ".join(told(each, language) for each in faulty.faults)},
                    ensure_ascii=is_narrow(),
                )
            )
            code = refuse(on_line(number, faulty.faults), language)
    return code


def _print_quote(priced: Quote, args: Namespace) -> None:
    if args.explain:
        print_line("\n".join(explain(priced, args.language or language_of_console())))
    else:
        print_line(json.dumps(quote_to_json(priced, args.language), ensure_ascii=is_narrow()))
