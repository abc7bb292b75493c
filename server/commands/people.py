"""The actions of `admin` about members and their cards: merge, part, block, replace, erase."""

from argparse import ArgumentParser, Namespace
from typing import Literal

from loyalty.figures import format_whole
from server.context import Server
from server.usecases.admin.erasures import erasures
from server.usecases.admin.people import (
    Who,
    erase_member,
    merge_members,
    replace_card,
    set_blocked,
    set_card,
    unmerge_member,
)
from server.usecases.admin.wallets import show_wallet


def who_arguments(parser: ArgumentParser) -> None:
    """Three ways to name a member."""
    named = parser.add_mutually_exclusive_group(required=True)
    named.add_argument("--member", metavar="ID")
    named.add_argument("--card", metavar="NUMBER")
    named.add_argument("--phone", metavar="NUMBER")


def merge_arguments(parser: ArgumentParser) -> None:
    """Two members by their ids."""
    parser.add_argument("one", metavar="ID")
    parser.add_argument("other", metavar="ID")


def card_arguments(parser: ArgumentParser) -> None:
    """A card, and what is to become of it."""
    parser.add_argument("card", metavar="NUMBER")
    parser.add_argument("--unblock", action="store_true", help="it may be used again")
    parser.add_argument("--new", metavar="NUMBER", help="the card its member has from now on")


def block_arguments(parser: ArgumentParser) -> None:
    """A member, and whether it is the end of a block."""
    who_arguments(parser)
    parser.add_argument("--unblock", action="store_true", help="may earn and burn again")


def erase_arguments(parser: ArgumentParser) -> None:
    """A member, and whether the money in the wallet goes too."""
    who_arguments(parser)
    parser.add_argument(
        "--forfeit-wallet", action="store_true", help="the money in the wallet is given up; else: pay it back"
    )


def wallet(server: Server, args: Namespace) -> int:
    """What is in a member's wallet."""
    held = show_wallet(server, tenant=args.tenant, who=_who(args))
    balance, bonus, lent = (
        format_whole(each, language="en") for each in (held.state.balance, held.state.bonus, held.lent)
    )
    print(f"In the wallet of member {held.member} is {balance}, {bonus} of it bonus;")
    print(f"of it tills were lent {lent}. What of the bonus dies first dies {held.state.dies_at or 'never'}.")
    for each in held.state.top_ups:
        left, out = (format_whole(figure, language="en") for figure in (each.paid, each.money))
        print(f"  paid in by sale {each.sale}: {left} is left; brought back it pays out {out}")
    return 0


def merge(server: Server, args: Namespace) -> int:
    """Two members become one."""
    alias, survivor = merge_members(
        server, tenant=args.tenant, one=Who(member=args.one), other=Who(member=args.other)
    )
    print(f"{alias} is an alias of {survivor}, who was here before: cards, points and history are there now.")
    print(f"If that was wrong: unmerge --member {alias}")
    return 0


def unmerge(server: Server, args: Namespace) -> int:
    """And two again."""
    alias, survivor = unmerge_member(server, tenant=args.tenant, who=_who(args))
    print(f"{alias} and {survivor} are two again; what was spent meanwhile stays spent.")
    return 0


def block(server: Server, args: Namespace) -> int:
    """A member who may not earn or burn."""
    member = set_blocked(server, tenant=args.tenant, who=_who(args), blocked=not args.unblock)
    print(f"Member {member} is {'free' if args.unblock else 'blocked'}.")
    return 0


def block_card(server: Server, args: Namespace) -> int:
    """A card that was lost, or found, or exchanged for another."""
    if args.new is not None:
        member = replace_card(server, tenant=args.tenant, old=args.card, new=args.new)
        print(f"Card {args.card} is blocked; {args.new} is the card of member {member}.")
        return 0
    state: Literal["active", "blocked"] = "active" if args.unblock else "blocked"
    member = set_card(server, tenant=args.tenant, number=args.card, state=state)
    print(f"Card {args.card} of member {member} is {state}.")
    return 0


def erase(server: Server, args: Namespace) -> int:
    """A person who wants to be forgotten."""
    erased = erase_member(server, tenant=args.tenant, who=_who(args), forfeit_wallet=args.forfeit_wallet)
    for member in erased:
        print(f"Member {member} is nobody any more. The tills forget within their next exchange.")
    return 0


def show_erasures(server: Server, args: Namespace) -> int:
    """Who was erased, and which tills have not said yet that they forgot."""
    erased = erasures(server, tenant=args.tenant)
    if not erased:
        print("Nobody was erased.")
    for each in erased:
        waiting = ", ".join(each.behind)
        state = f"not yet acknowledged by {waiting}" if each.behind else "acknowledged by every till"
        print(f"{each.member}  erased {each.at:%Y-%m-%d %H:%M}  {state}")
    return 0


def no_arguments(parser: ArgumentParser) -> None:
    """Nothing has to be said."""
    del parser


def _who(args: Namespace) -> Who:
    return Who(member=args.member, card=args.card, phone=args.phone)
