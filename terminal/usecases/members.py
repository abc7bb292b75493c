"""A member as the counter shows one, from any of the ways a member is found."""

from dataclasses import replace
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from terminal.households import met_as, persons_of
from terminal.in_force import in_force
from terminal.membership import AttachedMember
from terminal.notes_here import notes_with
from terminal.standing import attached_member
from terminal.till import Till

if TYPE_CHECKING:
    from collections.abc import Collection

    from terminal.pricing_memory import InForce
    from terminal.store.books import Reading
    from terminal.store.members import MemberRecord
    from terminal.store.sales import UnsyncedSale, UnsyncedVoid


def member_by_id(till: Till, member: str) -> AttachedMember:
    """The member of that id; an alias gives the member it was merged into.

    Raises:
        Refused: `member-unknown`, `member-blocked`, `member-erased`.
    """
    with till.store.read() as reading:
        return read_member(till, reading, member)


def erased_of(till: Till, members: "Collection[str]") -> frozenset[str]:
    """Those of them who were erased, by themselves or as who they were merged into."""
    with till.store.read() as reading:
        records = reading.members.by_ids(list(members))
        return frozenset(
            record.member for record in records if _past_alias(reading, record).state == "erased"
        )


def read_member(till: Till, reading: "Reading", member: str) -> AttachedMember:
    """The same within a transaction."""
    record = reading.members.by_id(member)
    if record is None:
        raise Refused("member-unknown")
    return read_record(till, reading, record)


def read_record(till: Till, reading: "Reading", record: "MemberRecord") -> AttachedMember:
    """The member of a record that was found.

    Raises:
        Refused: `member-blocked`, `member-erased`, `member-unknown` (an alias of nobody).
    """
    held = _past_alias(reading, record)
    if held.state != "active":
        raise Refused("member-unknown" if held.state in {"alias", "person"} else f"member-{held.state}")
    force, at = in_force(till, reading), till.clock.now()
    attached = attached_member(
        replace(held, card=record.card),
        own_sales(reading, held.member),
        force=force,
        at=at,
        refunds=reading.returns.unsynced(held.member),
        uses=reading.benefit_uses.unsynced(held.member) if promises_benefits(force) else (),
    )
    sharing = persons_of(held)
    if sharing:
        persons = reading.members.by_ids(sharing)
        attached = met_as(attached, held, persons, found=record, at=at, zone=force.zone)
    return _with_own_notes(reading, attached)


def _with_own_notes(reading: "Reading", attached: AttachedMember) -> AttachedMember:
    kept = (each for each in reading.deeds_out.aside_of(attached.holder) if each.kind == "note")
    deeds = (*reading.deeds_out.of_member(attached.holder), *kept)
    if not deeds:
        return attached

    def name_of(operator: str) -> str:
        known = reading.operators.by_id(operator)
        return operator if known is None else known.name

    return replace(attached, notes=notes_with(attached.notes, deeds, name_of))


def promises_benefits(force: "InForce") -> bool:
    """Whether there can be uses of benefits to look for."""
    return force.program is not None and bool(force.program.benefits)


def own_sales(reading: "Reading", member: str) -> "tuple[tuple[UnsyncedSale, ...], tuple[UnsyncedVoid, ...]]":
    """What this till did for a member that the server's figures do not have in them."""
    sold, voided = reading.sales.unsynced(member)
    return (*sold, *reading.returns.claimed(member)), voided


def _past_alias(reading: "Reading", record: "MemberRecord") -> "MemberRecord":
    """Who an alias stands for; one step, since the server keeps no alias of an alias."""
    if record.state not in {"alias", "person"} or record.alias_of is None:
        return record
    return reading.members.by_id(record.alias_of) or record
