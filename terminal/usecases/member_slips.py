"""What a member takes along on paper: a card for the time being, their vouchers, what they agreed to.

A card that is printed is one of theirs: the one they have, or a fresh one, which is told the server like any
other. Printing a voucher changes nothing of it: its number is good once, on however many slips it stands.
"""

import secrets
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.wire.feed import CardRow
from terminal.clock import from_timestamp
from terminal.in_force import in_force
from terminal.receipts.facts import CardSlip, ConsentSlip, Origin, VoucherSlip
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.cards import block_in
from terminal.usecases.members import read_member
from terminal.usecases.printer import need_printer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from loyalty.wire.canonical import JsonObject
    from terminal.membership import AttachedMember
    from terminal.returned import Approval
    from terminal.store.books import Unit
    from terminal.usecases.cards import Why

_SERIALS = 10**13


def print_card(till: Till, session: Session, *, member: str) -> str:
    """Queue a temporary card; its number.

    Raises:
        Refused: `member-…`: nobody such is here.
        Unavailable: `store-…`.
    """
    with till.store.write() as unit:
        known = read_member(till, unit, member)
        number = unit.members.card_of(known.holder) or _fresh_card(unit, session, known.holder)
        _queue_card(till, unit, session, known, number)
    till.nudge_printer()
    till.nudge_sync()
    return number


def replace_by_printed(
    till: Till, session: Session, *, card: str, why: "Why", approval: "Approval | None" = None
) -> str:
    """Block a card, and print a fresh one for its holder: both or neither, with no blank card at hand.

    Raises:
        Refused: `no-printer`; `member-…`; as `cards.block_card`.
        Unavailable: `store-…`.
    """
    need_printer(till)
    with till.store.write() as unit:
        known = read_member(till, unit, block_in(unit, session, card, why, approval))
        number = _fresh_card(unit, session, known.holder)
        _queue_card(till, unit, session, known, number)
    till.nudge_printer()
    till.nudge_sync()
    return number


def print_vouchers(
    till: Till, session: Session, *, member: str, codes: "Collection[str] | None" = None
) -> int:
    """Queue a slip for each voucher that the member can use now, or for those named; how many.

    Raises:
        Refused: `member-…`; `vouchers-none`: there is none.
        Unavailable: `store-…`.
    """
    with till.store.write() as unit:
        slips = tuple(
            each
            for each in _vouchers(till, unit, session, read_member(till, unit, member))
            if codes is None or each.digits in codes
        )
        if not slips:
            raise Refused("vouchers-none")
        settings = in_force(till, unit).settings
        for slip in slips:
            unit.print_jobs.add("voucher", till.paper.voucher(slip, settings), at=till.clock.now())
    till.nudge_printer()
    return len(slips)


def print_consent(till: Till, session: Session, *, member: str, said: "JsonObject", copy: bool) -> None:
    """Queue what the member agreed to or withdrew, as it was recorded, for them to take along.

    A `copy` is marked as one, and says when, where and before whom it was said.

    Raises:
        Refused: `member-…`.
        Unavailable: `store-…`.
    """
    with till.store.write() as unit:
        known = read_member(till, unit, member)
        slip = ConsentSlip(
            origin=_said_there(till, unit, said) if copy else _origin(till, unit, session),
            member_name=known.name,
            phone_tail=known.phone_tail,
            text=str(said["text"]),
            text_version=str(said["text_version"]),
            language="en" if said["language"] == "en" else "vi",
            given=said["given"] is True,
        )
        document = till.paper.consent(slip, in_force(till, unit).settings, copy=copy)
        unit.print_jobs.add("card", document, at=till.clock.now())
    till.nudge_printer()


def _queue_card(till: Till, unit: "Unit", session: Session, known: "AttachedMember", number: str) -> None:
    slip = CardSlip(
        origin=_origin(till, unit, session),
        digits=number,
        member_name=known.name,
        tier_name=known.tier_name,
    )
    document = till.paper.card(slip, in_force(till, unit).settings)
    unit.print_jobs.add("card", document, at=till.clock.now())


def _fresh_card(unit: "Unit", session: Session, member: str) -> str:
    """A number that nobody has, given to the member in the journal and here."""
    number = card_number(secrets.randbelow(_SERIALS))
    while unit.members.card_is_known(number):
        number = card_number(secrets.randbelow(_SERIALS))
    unit.journal.append("card_linked", {"v": 1, "member": member, "card": number}, session.operator)
    unit.members.put_cards((CardRow(number, member, "active"),))
    return number


def _vouchers(
    till: Till, unit: "Unit", session: Session, member: "AttachedMember"
) -> "Iterator[VoucherSlip]":
    details = {each.code: each for each in (() if member.kept is None else member.kept.vouchers)}
    program = in_force(till, unit).program
    names = {} if program is None else {each.id: each.name for each in program.promotions}
    for code, promotion in sorted(member.vouchers.items()):
        known = details.get(code)
        yield VoucherSlip(
            origin=_origin(till, unit, session),
            digits=code,
            worth=names.get(promotion, "") if known is None else known.name,
            valid_from=None if known is None else known.starts_at,
            valid_until=None if known is None else known.ends_at,
            to_name=member.name,
        )


def _said_there(till: Till, unit: "Unit", said: "JsonObject") -> Origin:
    """Whence the first slip was: this till, where the server has not told yet which one."""
    by = str(said.get("by", ""))
    operator = unit.operators.by_id(by)
    return Origin(
        label="",
        at=from_timestamp(str(said["at"])),
        operator_name=by if operator is None else operator.name,
        till_name=str(said.get("till") or in_force(till, unit).identity.name),
    )


def _origin(till: Till, unit: "Unit", session: Session) -> Origin:
    return Origin(
        label="",
        at=till.clock.now(),
        operator_name=session.name,
        till_name=in_force(till, unit).identity.name,
    )
