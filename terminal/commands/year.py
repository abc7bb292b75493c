"""`year`: walks a member's year under a program, and says after each step what it came to and how they stand.

A step that expects other figures than come out is told on standard error, and the exit code is 2: the same
file is a story to read and a test of the program.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from loyalty.account.read_year import parse_year
from loyalty.account.year import After, Year, walk
from loyalty.figures import LANGUAGES, Language
from loyalty.program import Program
from loyalty.program.faults import YearRefused
from terminal.commands.given import (
    DONE,
    Faulty,
    language_of_console,
    print_line,
    program_argument,
    read_program,
    read_text,
    refuse,
)


def add_arguments(parser: ArgumentParser) -> None:
    """What `year` takes."""
    program_argument(parser)
    parser.add_argument("--year", metavar="FILE", required=True, help="the steps of a member's year, as TOML")
    parser.add_argument("--language", choices=LANGUAGES, help="what is said is in this language")


def run(args: Namespace) -> int:
    """Prints each step of a year; what is not as the file expects goes to standard error."""
    try:
        program = read_program(args.program)
        year = _read_year(program, args.year)
    except Faulty as faulty:
        return refuse(faulty.faults)
    language: Language = args.language or language_of_console()
    wrong: list[str] = []
    for after in walk(program, year):
        print_line("\n".join(_told(program, year, after, language)))
        wrong += [
            f"{args.year}:{after.step.line}: {each.figure} is {each.actual!r}, expected {each.expected!r}"
            for each in after.mismatches
        ]
    return refuse(wrong) if wrong else DONE


def _read_year(program: Program, path: str) -> Year:
    try:
        return parse_year(program, read_text(path), name=path)
    except YearRefused as refused:
        raise Faulty([str(fault) for fault in refused.faults]) from refused


def _told(program: Program, year: Year, after: After, language: Language) -> Iterator[str]:
    step = after.step
    who = f" {step.member}" if len(year.members) > 1 else ""
    yield f"{step.at.astimezone(program.zone):%Y-%m-%d %H:%M}{who}  {step.note}".rstrip()
    yield from (f"    {sentence.text(language)}" for sentence in (*after.from_others, *after.news))
    if not after.news and after.figures["refused"]:
        yield f"    {after.figures['refused']}"
    yield from (f"  · {sentence.text(language)}" for sentence in after.told)
