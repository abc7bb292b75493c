"""The actions of `admin` about gift cards: numbers for the printer, one card, blocking, a store's rules."""

from argparse import ArgumentParser, Namespace

from loyalty.figures import format_whole
from loyalty.wire.feed import GiftRules
from server.context import Server
from server.usecases.admin.gifts import (
    gift_card,
    make_gift_cards,
    replace_gift_card,
    set_gift_blocked,
    set_gift_rules,
)


def make_arguments(parser: ArgumentParser) -> None:
    """How many, and whether each has a PIN."""
    parser.add_argument("--count", type=int, required=True, metavar="N", help="how many numbers")
    parser.add_argument("--pin", action="store_true", help="each with a PIN, which is told here only")


def make(server: Server, args: Namespace) -> int:
    """Numbers as CSV, for whoever prints the cards."""
    made = make_gift_cards(server, tenant=args.tenant, count=args.count, with_pin=args.pin)
    print("number,pin" if args.pin else "number")
    for each in made:
        print(f"{each.card},{each.pin}" if args.pin else each.card)
    return 0


def one_arguments(parser: ArgumentParser) -> None:
    """One card."""
    parser.add_argument("card", metavar="NUMBER", help="the 16 digits, beginning with 95")


def look(server: Server, args: Namespace) -> int:
    """What a card is and what is on it."""
    held = gift_card(server, tenant=args.tenant, card=args.card)
    successor = f" by {held.replaced_by}" if held.replaced_by else ""
    print(
        f"Card {held.card} is {held.state}{successor}; on it is {format_whole(held.balance, language='en')},"
    )
    lent = format_whole(held.balance - held.available, language="en")
    print(f"of which tills were lent {lent}. What dies first dies {held.dies_at or 'never'}.")
    return 0


def block_arguments(parser: ArgumentParser) -> None:
    """A card, and what is to become of it."""
    one_arguments(parser)
    parser.add_argument("--unblock", action="store_true", help="it may be used again")
    parser.add_argument("--new", metavar="NUMBER", help="the card that has the money from now on")


def block(server: Server, args: Namespace) -> int:
    """A card that was lost, or found, or exchanged for another."""
    if args.new is not None:
        replace_gift_card(server, tenant=args.tenant, card=args.card, new=args.new)
        print(f"Card {args.card} is over; what was on it is on {args.new}.")
        return 0
    set_gift_blocked(server, tenant=args.tenant, card=args.card, blocked=not args.unblock)
    print(f"Card {args.card} is {'free' if args.unblock else 'blocked'}.")
    return 0


def rules_arguments(parser: ArgumentParser) -> None:
    """A store and how it sells cards."""
    usual = GiftRules()
    parser.add_argument("--store", required=True, metavar="CODE")
    parser.add_argument(
        "--months",
        type=int,
        default=usual.months,
        metavar="N",
        help="what is on a card dies with the month, N months on; 0: never (%(default)s)",
    )
    parser.add_argument(
        "--least", type=int, default=usual.least, metavar="AMOUNT", help="at once, on one card"
    )
    parser.add_argument("--most", type=int, default=usual.most, metavar="AMOUNT", help="at once, on one card")
    parser.add_argument(
        "--amounts", type=int, nargs="*", default=(), metavar="AMOUNT", help="these and no other"
    )
    parser.add_argument("--none", action="store_true", help="sell none any more")


def rules(server: Server, args: Namespace) -> int:
    """What the tills of a store may sell from now on."""
    wanted = GiftRules(args.months, args.least, args.most, tuple(sorted(set(args.amounts))))
    set_gift_rules(server, tenant=args.tenant, store=args.store, rules=None if args.none else wanted)
    print(f"Store {args.store} sells {'no' if args.none else 'these'} gift cards from now on.")
    return 0
