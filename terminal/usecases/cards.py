"""A member's cards: a blank one becomes theirs by a scan, a lost one is blocked, or replaced by another.

Blank cards are numbers that hold and belong to nobody; whoever scans one for a member makes it theirs. A
member has as many as they like, all good. No till gives a blocked card back: one that is found again is
replaced, or unblocked at the server.
"""

from typing import TYPE_CHECKING, Final, Literal

from loyalty.errors import Refused
from loyalty.identity.codes import MemberCard, classify
from loyalty.wire.feed import CardRow
from loyalty.wire.journal import CardBlocked
from terminal.households import persons_of
from terminal.in_force import in_force
from terminal.returned import Approval
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.members import read_member

if TYPE_CHECKING:
    from terminal.store.books import Reading, Unit

Why = Literal["lost", "broken", "other"]
MOST_CARDS: Final = 20
"""So many cards that can be used may one member have."""


def cards_of(till: Till, member: str) -> tuple[CardRow, ...]:
    """The member's cards, those that can be used first; of a household those of each who shares it."""
    with till.store.read() as reading:
        return tuple(
            card for each in (member, *_sharing(reading, member)) for card in reading.members.cards_of(each)
        )


def carriers_of(till: Till, member: str) -> dict[str, str]:
    """The names of those who share a household with the member, by id; nobody's for one of their own."""
    with till.store.read() as reading:
        sharing = _sharing(reading, member)
        found = reading.members.by_ids((member, *sharing)) if sharing else ()
        return {each.member: each.name for each in found if each.state == "person"}


def _sharing(reading: "Reading", member: str) -> tuple[str, ...]:
    """The others of the household that a person, or its pool, stands for."""
    known = reading.members.by_id(member)
    if known is not None and known.state == "person" and known.alias_of is not None:
        known = reading.members.by_id(known.alias_of)
    return () if known is None else tuple(each for each in persons_of(known) if each != member)


def link_card(till: Till, session: Session, *, member: str, text: str) -> str:
    """Make a blank card the member's; its number. One that is theirs already stays theirs.

    Raises:
        Refused: `card-not-ours` (no card of ours, or a wrong digit), `card-taken` (name), `card-dead`,
            `cards-too-many`, `member-…`.
    """
    with till.store.write() as unit:
        known = read_member(till, unit, member)
        number = _link(till, unit, session, known.holder, text)
    till.nudge_sync()
    return number


def block_card(
    till: Till, session: Session, *, card: str, why: Why, approval: Approval | None = None
) -> None:
    """Let nobody use a card any more; one that is blocked already stays so.

    Raises:
        Refused: `card-nobodys`, `managers-word-needed`, `approver-…`.
    """
    with till.store.write() as unit:
        block_in(unit, session, card, why, approval)
    till.nudge_sync()


def replace_card(
    till: Till, session: Session, *, card: str, text: str, why: Why, approval: Approval | None = None
) -> str:
    """Block a card and make a blank one its holder's instead, both or neither; the new number.

    Raises:
        Refused: as `link_card` and `block_card`.
    """
    with till.store.write() as unit:
        holder = block_in(unit, session, card, why, approval)
        number = _link(till, unit, session, read_member(till, unit, holder).holder, text)
    till.nudge_sync()
    return number


def _link(till: Till, unit: "Unit", session: Session, member: str, text: str) -> str:
    rules = in_force(till, unit).settings.card_rules
    shape = classify(text.strip(), old_cards=rules)
    if not isinstance(shape, MemberCard) or not shape.holds:
        raise Refused("card-not-ours", card=text[:20])
    held = unit.members.by_card(shape.number)
    if held is not None:
        record, is_good = held
        if not is_good:
            raise Refused("card-dead", tail=shape.number[-4:])
        owner = record.alias_of if record.state == "alias" else None
        if (owner or record.member) != member:
            raise Refused("card-taken", name=record.name)
        return shape.number
    if sum(each.state == "active" for each in unit.members.cards_of(member)) >= MOST_CARDS:
        raise Refused("cards-too-many", limit=MOST_CARDS)
    unit.journal.append("card_linked", {"v": 1, "member": member, "card": shape.number}, session.operator)
    unit.members.put_cards((CardRow(shape.number, member, "active"),))
    return shape.number


def block_in(unit: "Unit", session: Session, card: str, why: Why, approval: Approval | None) -> str:
    """The same within a transaction; gives whose it was."""
    held = unit.members.by_card(card)
    if held is None:
        raise Refused("card-nobodys", tail=card[-4:])
    record, is_good = held
    if is_good:
        approver = None if approval is None else approval.operator
        said = CardBlocked(record.member, card, why, approver).to_json()
        unit.journal.append("card_blocked", {"v": 1, **said}, session.operator)
        unit.members.put_cards((CardRow(card, record.member, "blocked", why),))
    return record.member
