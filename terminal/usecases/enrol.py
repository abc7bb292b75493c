"""Making somebody a member with a phone number and a name, also without a network.

A wrong number makes a ghost member, so a number that is one slip away from somebody's is asked about first.
"""

from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.identity.codes import cleaned
from loyalty.identity.names import fold, masked_name
from loyalty.identity.phones import Phone, masked, parse
from terminal.clock import timestamp
from terminal.in_force import in_force_now
from terminal.membership import AttachedMember
from terminal.session import Session
from terminal.standing import new_standing
from terminal.till import Till
from terminal.usecases.members import read_member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from terminal.pricing_memory import InForce
    from terminal.store.books import Reading
    from terminal.store.members import MemberRecord

LONGEST_NAME: Final = 100
_MOST_NEAR: Final = 50
_COUNTRY_DIGITS: Final = 3
"""How many of the first characters (`+84`) are not typed by anybody and so not mistyped."""


def enrol_member(
    till: Till, session: Session, *, phone_text: str, name: str, accept_warning: bool = False
) -> AttachedMember:
    """The new member.

    Raises:
        Refused: `phone-…` (it cannot be one), `name-missing`, `name-too-long`, `phone-taken` (member, name);
            unless `accept_warning`: `phone-unusual`; did you mean: `phone-near-miss` (member, name, phone) of
            somebody of that name, `phone-near` of anybody, whose name and number are masked.
    """
    full_name = cleaned(name)
    if not full_name:
        raise Refused("name-missing")
    if len(full_name) > LONGEST_NAME:
        raise Refused("name-too-long", limit=LONGEST_NAME)
    force = in_force_now(till)
    phone = parse(phone_text, force.settings.phone_region)
    with till.store.write() as unit:
        _check_free(unit, phone)
        if not accept_warning:
            _check_likely(unit, phone, full_name)
        member = till.new_id()
        unit.journal.append("member_enrolled", {"v": 1, "member": member, "card": None}, session.operator)
        unit.persons.add(member=member, name=full_name, phone=phone.e164, phone_text=phone.text)
        unit.members.add(
            member=member,
            name=full_name,
            e164=phone.e164,
            phone_text=phone.text,
            standing=new_standing(timestamp(till.clock.now()), _first_tier(force)),
        )
        enrolled = read_member(till, unit, member)
    till.nudge_sync()
    return enrolled


def _check_free(reading: "Reading", phone: Phone) -> None:
    for holder in reading.members.by_phone(phone.e164, most=1):
        raise Refused("phone-taken", member=holder.member, name=holder.name)


def _check_likely(reading: "Reading", phone: Phone, name: str) -> None:
    if phone.warning is not None:
        raise Refused(phone.warning)
    near = near_misses(reading, phone.e164, most=_MOST_NEAR)
    for holder in near:
        if fold(holder.name) == fold(name):
            raise Refused("phone-near-miss", member=holder.member, name=holder.name, phone=holder.e164 or "")
    for holder in near:
        asked = masked_name(holder.name)
        raise Refused("phone-near", member=holder.member, name=asked, phone=masked(holder.e164 or ""))


def near_misses(reading: "Reading", e164: str, *, most: int) -> "tuple[MemberRecord, ...]":
    """Whose number is one wrong digit, or one swap of neighbours, away."""
    return reading.members.by_phones(tuple(_slips(e164)), most=most)


def _slips(e164: str) -> "Iterator[str]":
    """Every number that is one wrong digit, or one swap of neighbours, away."""
    for place in range(_COUNTRY_DIGITS, len(e164)):
        before, digit, after = e164[:place], e164[place], e164[place + 1 :]
        yield from (before + other + after for other in "0123456789" if other != digit)
        if after and after[0] != digit:
            yield before + after[0] + digit + after[1:]


def _first_tier(force: "InForce") -> str:
    return "" if force.program is None else force.program.tiers[0].id
