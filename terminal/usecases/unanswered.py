"""What a till asked the server to give and heard no answer about: asked again, it is the same deed.

Only what would be given twice is kept (`GIVEN_EACH_TIME`), in the till's file, before it is sent: a till that
was switched off asks under the same id. Who asks, with whose word and in which words, makes it no other deed.
It is over once it stands in the journal, whether the answer said so or the member's file.
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import GIVEN_EACH_TIME, MemberDeed
from terminal.till import Till

if TYPE_CHECKING:
    from terminal.store.books import Reading, Unit


def begin_asking(till: Till, deed: MemberDeed) -> MemberDeed:
    """Keep it before it is sent; the deed under the id by which it was asked for before, or as it is.

    Raises:
        Unavailable: as `Store.write`; it may not be sent.
    """
    if deed.kind not in GIVEN_EACH_TIME:
        return deed
    with till.store.write() as unit:
        begun = _under_its_id(unit, deed)
        unit.deeds_asked.add(begun)
    return begun


def begun_before(till: Till, deed: MemberDeed) -> MemberDeed:
    """The deed under the id by which the server was asked for it, or as it is. Raises as `Store.read`."""
    with till.store.read() as reading:
        return _under_its_id(reading, deed)


def write_down(unit: "Unit", deed: MemberDeed) -> None:
    """The server has done it: that is in the journal once, by whichever answer it is heard of.

    Raises:
        Refused: as `Journal.append`: who did it, or gave their word, may no more.
    """
    if not unit.journal.has_operation(deed.deed):
        unit.journal.append("member_changed", _body(deed), deed.operator, deed.deed)
    unit.deeds_asked.drop(deed.deed)


def hear_of(unit: "Unit", done: Collection[str]) -> None:
    """Write down what the server is seen to have done; what the journal does not take (any more) stays."""
    for deed in unit.deeds_asked.all():
        if deed.deed in done:
            with suppress(Refused):  # raised before anything is written
                write_down(unit, deed)


def _under_its_id(reading: "Reading", deed: MemberDeed) -> MemberDeed:
    asked = (each.deed for each in reading.deeds_asked.all() if _wish(each) == _wish(deed))
    return replace(deed, deed=next(asked, deed.deed))


def _wish(deed: MemberDeed) -> tuple[object, ...]:
    return deed.kind, deed.member, deed.points, deed.reason, deed.voucher


def _body(deed: MemberDeed) -> JsonObject:
    how_many: JsonObject = {"points": deed.points, "reason": deed.reason} if deed.kind == "adjust" else {}
    word: JsonObject = {} if deed.approver is None else {"approver": deed.approver}
    return {"v": 1, "member": deed.member, "deed": deed.deed, "what": deed.kind, **how_many, **word}
