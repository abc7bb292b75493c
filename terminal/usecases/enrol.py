"""Making somebody a member with a phone number and a name, also without a network.

A wrong number makes a ghost member, so a number that is one slip away from somebody's is asked about first.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.identity.codes import cleaned
from loyalty.identity.names import fold, masked_name
from loyalty.identity.phones import Phone, masked, parse
from terminal.clock import timestamp, to_the_millisecond
from terminal.in_force import in_force_now
from terminal.membership import AttachedMember
from terminal.session import Session
from terminal.standing import new_standing
from terminal.till import Till
from terminal.usecases.decided import write_decided
from terminal.usecases.members import read_member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from terminal.pricing_memory import InForce
    from terminal.store.books import Reading, Unit
    from terminal.store.members import MemberRecord

LONGEST_NAME: Final = 100
_MOST_NEAR: Final = 50
_COUNTRY_DIGITS: Final = 3
"""How many of the first characters (`+84`) are not typed by anybody and so not mistyped."""


def enrol_member(
    till: Till,
    session: Session,
    *,
    phone_text: str,
    name: str,
    accept_warning: bool = False,
    referrer_text: str = "",
) -> AttachedMember:
    """The new member; `referrer_text` is the card or the number of whoever recommended the program.

    Raises:
        Refused: `phone-…` (it cannot be one), `name-missing`, `name-too-long`, `phone-taken` (member, name);
            unless `accept_warning`: `phone-unusual`; did you mean: `phone-near-miss` (member, name, phone) of
            somebody of that name, `phone-near` of anybody, whose name and number are masked;
            `referrer-unknown` (text): nobody here, or several, have that card or number.
        Unavailable: `member-not-saved` (it was looked up: doing it again is right), `store-…`.
    """
    full_name = cleaned(name)
    if not full_name:
        raise Refused("name-missing")
    if len(full_name) > LONGEST_NAME:
        raise Refused("name-too-long", limit=LONGEST_NAME)
    force = in_force_now(till)
    phone = parse(phone_text, force.settings.phone_region)
    referrer = _referrer(till, referrer_text)
    operation = till.new_id()

    def write(unit: "Unit") -> AttachedMember:
        _check_free(unit, phone)
        if not accept_warning:
            _check_likely(unit, phone, full_name)
        member = till.new_id()
        named = {"referrer": referrer} if referrer else {}
        body = {"v": 1, "member": member, "card": None, **named}
        unit.journal.append("member_enrolled", body, session.operator, operation)
        unit.persons.add(member=member, name=full_name, phone=phone.e164, phone_text=phone.text)
        unit.members.add(
            member=member,
            name=full_name,
            e164=phone.e164,
            phone_text=phone.text,
            standing={
                **new_standing(timestamp(till.clock.now()), _first_tier(force)),
                **_recommended(referrer, to_the_millisecond(till.clock.now())),
            },
        )
        return read_member(till, unit, member)

    enrolled = write_decided(till, operation, write, not_saved="member-not-saved")
    till.nudge_sync()
    return enrolled


def takes_referrer(till: Till) -> bool:
    """Whether the program gives something for recommending it."""
    program = in_force_now(till).program
    return program is not None and program.referral is not None


def _referrer(till: Till, text: str) -> str:
    """The member of that card or number; nobody where nothing was given, or the program gives nothing."""
    if not cleaned(text) or not takes_referrer(till):
        return ""
    from terminal.usecases.find import find_members
    from terminal.usecases.found import MemberFound

    found = find_members(till, cleaned(text))
    if not isinstance(found, MemberFound):
        raise Refused("referrer-unknown", text=cleaned(text))
    return found.member.member


def _recommended(referrer: str, at: datetime) -> dict[str, object]:
    """What the new member's row says of it until the server's own word comes."""
    if not referrer:
        return {}
    from loyalty.account import Account
    from loyalty.account.kept_json import kept_to_json
    from loyalty.account.recommended import Recommendation

    return {"keeping": kept_to_json(Account(recommendation=Recommendation(by=referrer, at=at)))}


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
