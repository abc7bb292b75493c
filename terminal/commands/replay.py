"""The command `replay`: past sales priced again under a draft, told to a manager or as JSON.

Reads sale by sale, so that a year of them needs no more memory than its members and receipts. Nothing that
was sold is touched.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable

from loyalty.figures import LANGUAGES, Language
from loyalty.json_fields import NotJson, read_json
from loyalty.misread import Misread
from loyalty.program import Program
from loyalty.refusals import BasketRefused
from loyalty.replay import Difference, Summary, compare, past_sale_from_json
from loyalty.replay.replay_json import difference_to_json, summary_to_json
from loyalty.replay.report import report
from loyalty.replay.teller import Teller
from loyalty.sentences import say
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
    read_program,
    refuse,
)


def replay_arguments(parser: ArgumentParser) -> None:
    """What `replay` takes."""
    parser.add_argument("--program", metavar="DRAFT", required=True, help="the draft, as TOML")
    parser.add_argument("--sales", metavar="FILE", required=True, help="one sale a line; - is standard input")
    parser.add_argument(
        "--against", metavar="PROGRAM", help="compare with this program, not with what was kept"
    )
    parser.add_argument("--json", action="store_true", help="one object a sale, then the summary")
    parser.add_argument("--language", choices=LANGUAGES, help="of the report; left out, the console's")


def run_replay(args: Namespace) -> int:
    """Prints what the draft would have changed."""
    language: Language = args.language or language_of_console()
    try:
        draft = read_program(args.program)
        against = None if args.against is None else read_program(args.against)
        _refuse_other_currency(draft, against)
        with open_given(args.sales) as lines:
            return _Replay(draft, against, args).run(lines)
    except Faulty as faulty:
        return refuse(faulty.faults, language)


def _refuse_other_currency(draft: Program, against: Program | None) -> None:
    if against is not None and against.currency != draft.currency:
        what = say("fault-other-currency", other=against.currency, draft=draft.currency)
        raise Faulty([Misread("--against", what)])


class _Replay:
    """One replay while it runs."""

    def __init__(self, draft: Program, against: Program | None, args: Namespace) -> None:
        self._draft = draft
        self._against = against
        self._args = args
        self._language: Language = args.language or language_of_console()
        self._summary = Summary()
        self._lines_by_receipt: dict[str, int] = {}
        self._left_out = 0

    def run(self, lines: Iterable[bytes]) -> int:
        """Goes through the sales and prints; the exit code."""
        for number, line in numbered(lines):
            try:
                difference = self._difference(number, line)
            except Faulty as faulty:
                self._tell_faults(number, faulty)
            else:
                self._summary.add(difference)
                if self._args.json:
                    _print_json(difference_to_json(difference))
        self._print_summary()
        return refuse([]) if self._left_out else DONE

    def _difference(self, number: int, line: bytes) -> Difference:
        try:
            value = read_json(decoded(line))
            sale = past_sale_from_json(
                value, currency=self._draft.currency, needs_quote=self._against is None
            )
            difference = compare(sale, draft=self._draft, against=self._against)
        except NotJson as fault:
            raise Faulty([Misread("", fault.sentence)]) from fault
        except BasketRefused as refused:
            raise Faulty(refused.faults) from refused
        before = self._lines_by_receipt.setdefault(sale.receipt, number)
        if before != number:
            raise Faulty([Misread("receipt", say("fault-receipt-twice", receipt=sale.receipt, line=before))])
        return difference

    def _tell_faults(self, number: int, faulty: Faulty) -> None:
        self._left_out += 1
        refuse(on_line(number, faulty.faults), self._language)
        if self._args.json:
            _print_json({"error": "; ".join(faulty.faults)})

    def _print_summary(self) -> None:
        worth = self._draft.points.worth
        if self._args.json:
            summary = summary_to_json(self._summary, worth=worth, left_out=self._left_out)
            _print_json({"summary": summary})
            return
        teller = Teller(self._draft, self._against, self._language)
        for line in report(self._summary, teller, left_out=self._left_out):
            print_line(line)


def _print_json(value: dict[str, object]) -> None:
    print_line(json.dumps(value, ensure_ascii=is_narrow()))
