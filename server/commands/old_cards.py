"""The action of `admin` about cards that customers had before."""

from argparse import ArgumentParser, Namespace

from server.context import Server
from server.usecases.admin.old_cards import read_old_cards, set_old_cards


def arguments(parser: ArgumentParser) -> None:
    """Which numbers they are."""
    parser.add_argument(
        "--rule",
        action="append",
        metavar="PREFIX:LENGTH",
        help="numbers of so many digits that begin so, like 29:13; may be given again: these and no other",
    )
    parser.add_argument("--none", action="store_true", help="no other cards than our own any more")


def act(server: Server, args: Namespace) -> int:
    """Set the rules, or say which there are."""
    if args.none or args.rule:
        rules = set_old_cards(server, tenant=args.tenant, rules=() if args.none else args.rule)
    else:
        rules = read_old_cards(server, tenant=args.tenant)
    said = ", ".join(rule.written for rule in rules.rules)
    print(f"Cards that customers had before: {said or 'none'}.")
    return 0
