"""What a till asks the server to give, under one id until it is known what came of it.

Only what would be given twice is kept (`GIVEN_EACH_TIME`), in the till's file, before it is sent: a till that
was switched off asks under the same id. Who asks, with whose word and in which words, makes it no other wish:
a server that did it before says so, and by whom, and whoever wants it once more asks once more. It is over
with the answer that it is done, with the member's page that shows it, or after `KEPT`; no refusal ends it: an
earlier try of the same request may have arrived, and a wish that was never done gives nothing wrong.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused, Unavailable
from loyalty.identity.codes import cleaned
from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import ASKED_FIRST, GIVEN_EACH_TIME, DeedRow, MemberDeed, MemberDeedDone
from terminal.clock import timestamp
from terminal.till import Till

if TYPE_CHECKING:
    from terminal.store.books import Reading, Unit

KEPT: Final = timedelta(days=30)
"""After so long nobody asks for the same any more: it would be another wish."""
SAME_VISIT: Final = timedelta(hours=8)
"""After so long an apology is another one: done here, one under the old id could give nothing."""


def ask_once(
    till: Till, deed: MemberDeed, have_done: Callable[[MemberDeed], MemberDeedDone]
) -> MemberDeedDone:
    """What `have_done` makes of the deed, under the id by which the server was asked for it before.

    Raises:
        Refused: `member-erased`; as `have_done`.
        Unavailable: as `Store.write`, and nothing was sent; as `have_done`.
    """
    if deed.kind not in GIVEN_EACH_TIME:
        return have_done(deed)
    asked = _begin(till, deed)
    done = have_done(asked)
    end_asking(till, [asked.deed])
    return done


def begun_before(till: Till, deed: MemberDeed) -> MemberDeed:
    """The deed under the id by which the server was asked for it, or as it is. Raises as `Store.read`."""
    with till.store.read() as reading:
        return _under_its_id(till, reading, deed)


def end_asking(till: Till, deeds: Iterable[str]) -> None:
    """It is written down what came of these. Not before: who asks again meanwhile has to find the id.

    A disk that fails leaves them: asked for again, the server says that they were done.
    """
    with suppress(Unavailable), till.store.write() as unit:
        for deed in deeds:
            unit.deeds_asked.drop(deed)


def write_down(unit: "Unit", deed: MemberDeed, earlier: DeedRow | None) -> None:
    """The server has done it, now or `earlier`: that is in the journal once, as of who did it.

    The server's own record alone has it where the journal does not take it (any more) of who did it or gave
    their word, and where an earlier life of this till may have written it down.
    """
    asked = unit.deeds_asked.find(deed.deed)
    is_ours = earlier is None or asked is None or asked.life == unit.journal.head().incarnation
    if not is_ours or unit.journal.has_operation(deed.deed):
        return
    by = _as_done(deed, earlier)
    with suppress(Refused):  # raised before anything is written
        unit.journal.append("member_changed", _body(by), by.operator, by.deed)


def hear_of(unit: "Unit", shown: Iterable[DeedRow]) -> tuple[str, ...]:
    """Write down what the server is seen to have done of what was asked for; the ids, for `end_asking`."""
    done = {each.deed: each for each in shown}
    heard = tuple(each.deed for each in unit.deeds_asked.all() if each.deed.deed in done)
    for deed in heard:
        write_down(unit, deed, done[deed.deed])
    return tuple(each.deed for each in heard)


def _begin(till: Till, deed: MemberDeed) -> MemberDeed:
    """Keep it before it is sent: under its id, in letters that the line takes."""
    now = till.clock.now()
    with till.store.write() as unit:
        unit.deeds_asked.drop_older(timestamp(now - KEPT))
        member = unit.members.by_id(deed.member)
        if member is not None and member.state == "erased":
            raise Refused("member-erased")
        asked = replace(_under_its_id(till, unit, deed), text=cleaned(deed.text))
        life = unit.journal.head().incarnation
        unit.deeds_asked.put(replace(asked, at=timestamp(now)), life=life)
    return asked


def _under_its_id(till: Till, reading: "Reading", deed: MemberDeed) -> MemberDeed:
    since = timestamp(till.clock.now() - SAME_VISIT) if deed.kind in ASKED_FIRST else ""
    asked = (each.deed for each in reading.deeds_asked.all() if _wish(each.deed) == _wish(deed))
    return replace(deed, deed=next((each.deed for each in asked if (each.at or "") >= since), deed.deed))


def _wish(deed: MemberDeed) -> tuple[object, ...]:
    return deed.kind, deed.member, deed.points, deed.reason, deed.voucher


def _as_done(deed: MemberDeed, earlier: DeedRow | None) -> MemberDeed:
    if earlier is None or earlier.operator is None:  # a server of an earlier version does not say it
        return deed
    return replace(deed, operator=earlier.operator, approver=earlier.approver)


def _body(deed: MemberDeed) -> JsonObject:
    how_many: JsonObject = {"points": deed.points, "reason": deed.reason} if deed.kind == "adjust" else {}
    word: JsonObject = {} if deed.approver is None else {"approver": deed.approver}
    return {"v": 1, "member": deed.member, "deed": deed.deed, "what": deed.kind, **how_many, **word}
