"""Members by what is shown or typed: a card, a phone number or its end, words of a name."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.identity import phones
from loyalty.identity.codes import MemberCard, PhoneDigits
from loyalty.identity.names import masked_name
from loyalty.units import Points
from terminal.in_force import in_force
from terminal.membership import MemberRow
from terminal.standing import member_row
from terminal.till import Till
from terminal.usecases.enrol import near_misses
from terminal.usecases.found import Kind, MemberFound, MembersFound, NothingFound
from terminal.usecases.members import read_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from terminal.store.books import Reading
    from terminal.store.members import MemberRecord

MOST_ROWS: Final = 20
MOST_NEAR: Final = 3
"""So many may be asked about where a number is nobody's."""


def by_card(till: Till, reading: "Reading", card: MemberCard) -> MemberFound | NothingFound:
    """The holder of a card."""
    number = card.number
    if not card.holds:
        return NothingFound(kind="card", code="check-digit-wrong", text=number, suggestion="scan-again")
    found = reading.members.by_card(number)
    if found is None:
        return NothingFound(
            kind="card", code="card-unknown", text=number, suggestion="ask-server", value=number
        )
    record, active = found
    if not active:
        return NothingFound(kind="card", code="card-blocked", text=number)
    try:
        return MemberFound(member=read_record(till, reading, record))
    except Refused as refused:
        return NothingFound(kind="card", code=refused.code, text=number)


def by_phone(
    till: Till, reading: "Reading", digits: PhoneDigits
) -> MemberFound | MembersFound | NothingFound:
    """Who has a whole phone number; several only until the server has merged them."""
    try:
        phone = phones.parse(digits.text, in_force(till, reading).settings.phone_region)
    except Refused as refused:
        return NothingFound(kind="phone", code=refused.code, text=digits.text)
    records = reading.members.by_phone(phone.e164, most=MOST_ROWS)
    match records:
        case ():
            return NothingFound(
                kind="phone",
                code="phone-unknown",
                text=digits.text,
                suggestion="enrol",
                value=digits.text,
                near=_near(till, reading, phone.e164),
            )
        case (record,):
            return MemberFound(member=read_record(till, reading, record))
        case _:
            return MembersFound(rows=_rows(till, reading, records))


def _near(till: Till, reading: "Reading", e164: str) -> tuple[MemberRow, ...]:
    """Who may have been meant: no more of anybody than is needed to ask them."""
    rows = _rows(till, reading, near_misses(reading, e164, most=MOST_NEAR))
    return tuple(replace(row, name=masked_name(row.name), tier_name="", points=Points(0)) for row in rows)


def by_phone_tail(till: Till, reading: "Reading", digits: str) -> tuple[MemberRow, ...]:
    """Whose phone number ends in those digits."""
    return _rows(till, reading, reading.members.by_phone_tail(digits, most=MOST_ROWS))


def by_name(till: Till, reading: "Reading", text: str) -> tuple[MemberRow, ...]:
    """Whose name has those words, best first."""
    return _rows(till, reading, reading.names.by_name(text, most=MOST_ROWS))


def some_or_nothing(rows: tuple[MemberRow, ...], *, kind: Kind, text: str) -> MembersFound | NothingFound:
    """The rows, or that there are none."""
    if rows:
        return MembersFound(rows=rows)
    return NothingFound(kind=kind, code="member-not-found", text=text)


def _rows(till: Till, reading: "Reading", records: "Sequence[MemberRecord]") -> tuple[MemberRow, ...]:
    return tuple(member_row(read_record(till, reading, record)) for record in records)
