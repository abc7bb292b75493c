"""Loyaltill's one program: a command runs without a window, no command opens the till.

Nothing is imported but what the command named needs. Trouble that can be expected (a wrong file, a silent
server) is one sentence on standard error and exit code 2; a traceback is always a bug of ours.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from resources.version import VERSION

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from loyalty.errors import LoyaltillError

EXIT_REFUSED = 2
EXIT_INTERRUPTED = 130


class Command(NamedTuple):
    """One command: what it does, in a line, and the module that does it."""

    name: str
    summary: str
    module: str
    """Has `add_arguments(parser)` and `run(args) -> int`; `module:what`: `what_arguments` and `run_what`."""

    def functions(self) -> tuple["_AddArguments", "_Run"]:
        """What describes the command's options, and what does it; imports the module."""
        name, _, what = self.module.partition(":")
        module = importlib.import_module(name)
        names = (f"{what}_arguments", f"run_{what}") if what else ("add_arguments", "run")
        return getattr(module, names[0]), getattr(module, names[1])


class _AddArguments(Protocol):
    def __call__(self, parser: "ArgumentParser", /) -> None: ...


class _Run(Protocol):
    def __call__(self, args: "Namespace", /) -> int: ...


WINDOW = Command("", "the till's window", "ui.application")

GROUPS: dict[str, tuple[Command, ...]] = {
    "The rules, without a till": (
        Command("quote", "price a basket by a program file", "terminal.commands.rules:quote"),
        Command("refund", "what partial returns of a sale give back", "terminal.commands.rules:refund"),
        Command("replay", "what a draft would have changed in past sales", "terminal.commands.replay:replay"),
        Command("check-program", "every fault of a program file", "terminal.commands.rules:check_program"),
        Command(
            "check-draw", "what a receipt drew, by the published seed", "terminal.commands.draw:check_draw"
        ),
        Command(
            "settle-partners", "what partners owe each other", "terminal.commands.partners:settle_partners"
        ),
        Command("year", "a member's year under a program, step by step", "terminal.commands.year"),
    ),
    "The till": (
        Command("pair", "make this a till of a store, by a code from its server", "terminal.commands.pair"),
        Command("trust", "believe another authority of the server's", "terminal.commands.trust"),
        Command("restore", "the copies of a till, and one of them put back", "terminal.commands.restore"),
        Command("doctor", "what is plugged in, the database, the server", "terminal.commands.doctor"),
        Command(
            "import", "a file of members or goods, checked or written", "terminal.commands.sheets:import"
        ),
        Command("export", "members, cards, balances or goods as a file", "terminal.commands.sheets:export"),
        Command("verify-journal", "whether a file is what a till signed", "terminal.commands.verify_journal"),
        Command("device", "list, test and watch printers, scanners and displays", "ui.commands.device"),
        Command("slip", "the receipt of a sale as a PDF, a picture or an e-mail", "ui.commands.slip"),
        Command(
            "licences", "what the program is made of, and by which licences", "terminal.commands.licences"
        ),
        Command("demo", "a server, a paired till, sample goods and members", "ui.demo.command"),
    ),
    "The server": (
        Command("server", "the central server of one store or many", "server.commands.serve"),
        Command("admin", "stores, tills, operators, programs, goods, members", "server.commands.admin"),
    ),
}

EXAMPLES = (
    ("main.py", "open the till"),
    ("main.py quote --program than-thiet.toml --basket basket.json", "one quote, as JSON"),
    ("main.py server --database postgresql://shop@127.0.0.1/loyaltill", "a server on PostgreSQL"),
    ("main.py doctor --server", "its books worked out anew"),
    ("main.py pair --server https://till.example.vn --code 4K7P-92QX", "pair this till"),
)


def main(arguments: Sequence[str]) -> int:
    """Do what was typed after `main.py`; returns the exit code."""
    first = arguments[0] if arguments else ""
    if first in {"-h", "--help", "help"}:
        print(help_text())
        return 0
    if first in {"-V", "--version"}:
        print(f"Loyaltill {VERSION}")
        return 0
    if not first or first.startswith("-"):
        return _guarded(WINDOW, arguments)
    known = {command.name: command for group in GROUPS.values() for command in group}
    if first not in known:
        return _refuse(_unknown(first, list(known)))
    rest = arguments[1:]
    if first == "doctor" and "--server" in rest:
        return _guarded(known["admin"], ["doctor", *(each for each in rest if each != "--server")])
    return _guarded(known[first], rest)


def help_text() -> str:
    """What `--help` prints: each command in one line, by group, and examples."""
    width = max(len(command.name) for group in GROUPS.values() for command in group)
    lines = [f"Loyaltill {VERSION}: the loyalty terminal of a shop", ""]
    lines += ["python main.py                  open the till's window (--data DIR: another data folder)"]
    lines += ["python main.py COMMAND --help   what a command takes", ""]
    for title, commands in GROUPS.items():
        lines += [f"{title}:", *(f"  {one.name:<{width}}  {one.summary}" for one in commands), ""]
    wide = max(len(typed) for typed, _ in EXAMPLES)
    lines += ["Examples:", *(f"  python {typed:<{wide}}  {what}" for typed, what in EXAMPLES)]
    return "\n".join(lines)


def _guarded(command: Command, arguments: Sequence[str]) -> int:
    """Run a command; what it could expect to go wrong comes out as a sentence."""
    from loyalty.errors import Cancelled, LoyaltillError

    try:
        return _run(command, arguments)
    except Cancelled:
        return EXIT_INTERRUPTED
    except LoyaltillError as error:
        return _refuse(_sentence(error))
    except BrokenPipeError:
        # Whoever read our output has left (`| head`); Python would complain again as it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _refuse(f"{error.filename or 'The system'}: {error.strerror or error}.")
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _run(command: Command, arguments: Sequence[str]) -> int:
    if command is WINDOW and not arguments:
        from ui.application import Plain, run  # argparse would take a tenth of the time to the first screen

        return run(Plain())
    from argparse import ArgumentParser

    add_arguments, run_command = command.functions()
    prog = f"main.py {command.name}".rstrip()
    parser = ArgumentParser(prog=prog, description=_as_sentence(command.summary))
    add_arguments(parser)
    return run_command(parser.parse_args(arguments))


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return EXIT_REFUSED


def _sentence(error: "LoyaltillError") -> str:
    """The error's text from the catalogue, in the language of the console."""
    from resources.catalogue import Catalogue

    catalogue = Catalogue.load("vi" if os.environ.get("LANG", "").startswith("vi") else "en")
    return catalogue.text(f"error.{error.code}", **error.params)


def _as_sentence(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."


def _unknown(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    advice = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."
    return f"There is no command {name!r}. {advice} See: python main.py --help"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
