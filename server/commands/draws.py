"""The actions of `admin` about draws: open one with its seed, and what those that were opened came to."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable

from loyalty.figures import format_whole
from server.context import Server
from server.usecases.admin.draws import DrawReport, open_and_draw, report_draws


def open_arguments(parser: ArgumentParser) -> None:
    """A draw and its seed."""
    parser.add_argument("--draw", required=True, metavar="ID", help="the id of the draw in the program")
    parser.add_argument("--seed", required=True, metavar="HEX", help="its seed, as it will be published")


def open_one(server: Server, args: Namespace) -> int:
    """Draw every receipt that took part."""
    _print([open_and_draw(server, tenant=args.tenant, draw=args.draw, seed=args.seed)])
    return 0


def show(server: Server, args: Namespace) -> int:
    """Every draw that was opened."""
    reports = report_draws(server, tenant=args.tenant)
    if args.json:
        print(json.dumps([each.to_json() for each in reports], ensure_ascii=False, indent=2))
    elif reports:
        _print(reports)
    else:
        print("No draw was opened yet.")
    return 0


def _print(reports: Iterable[DrawReport]) -> None:
    for each in reports:
        by = f" by {each.opened_by}" if each.opened_by else ""
        print(f"{each.name} ({each.draw}), opened {each.opened_at:%Y-%m-%d %H:%M} UTC{by}, seed {each.seed}")
        print(f"  {_whole(each.receipts)} receipts took part")
        for prize in each.prizes:
            points = f", {_whole(prize.points)} points" if prize.points else ""
            print(f"  {prize.name}: drawn {_whole(prize.drawn)}, given {_whole(prize.given)}{points}")
            if prize.drawn > prize.given:
                print("    What was not given is no member's that is known: give it by hand, by the receipt.")
        if each.late:
            print(f"  {_whole(each.late)} receipts came in when the seed was known, and take no part")


def _whole(figure: int) -> str:
    return format_whole(figure, language="en")
