"""The server was put back to an earlier moment: what this till holds is over, what is missing is sent again.

All in the transaction that hears of it. The journal has everything but the name and the number of who was
enrolled, which go beside it and are put together again with the birthday that is known by now; what the
server had put aside is told anew. A basket in front of a customer keeps its goods and its member.
"""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from loyalty.errors import Refused
from loyalty.wire.chain import GENESIS, Event
from loyalty.wire.messages import Person
from terminal.store.books import Unit
from terminal.store.claim_intake import end_claim
from terminal.store.journal import Head
from terminal.store.lease_tending import end_idle
from terminal.store.tables.journal import quarantined
from terminal.store.tables.lending import leases
from terminal.store.tables.members import members, persons_out
from terminal.sync.core import Intake

_NOBODY = ""
"""The operator of what the till does by itself."""
_WHY = "taken-back"
_SAY_WHY = update(leases).where(leases.c.lease == bindparam("id")).values(why=_WHY)
_TOLD_ANEW = delete(quarantined).where(
    quarantined.c.till == bindparam("of_till"),
    quarantined.c.incarnation == bindparam("of_incarnation"),
    quarantined.c.seq > bindparam("acked"),
)
_PERSON = select(*(members.c[name] for name in ("name", "e164", "phone_text", "birthday"))).where(
    members.c.member == bindparam("who"), members.c.state != "erased"
)
_SEND = insert(persons_out).on_conflict_do_nothing()


def take_up(unit: Unit, intake: Intake) -> None:
    """End all that the till was lent, and go back in the journal to where the server's ends now.

    Raises:
        Refused: `journal-forked`: the server holds another journal of this till up to there.
    """
    head = unit.journal.head()
    _check_hash(unit, head, intake)
    since = unit.journal.walk(till=head.till, incarnation=head.incarnation, seq=intake.acked_seq)
    enrolled = tuple(enrolled_by(since))
    _end_all(unit)
    send_persons(unit.connection, enrolled)
    place = {"of_till": head.till, "of_incarnation": head.incarnation, "acked": intake.acked_seq}
    unit.connection.execute(_TOLD_ANEW, place)
    unit.state.take_up(intake.restored)


def send_persons(connection: Connection, enrolled: Iterable[str]) -> None:
    """Have the server told again who these are, beside the events by which they were enrolled."""
    for member in enrolled:
        person = person_of(connection, member)
        if person is not None:
            told = {"name": person.name, "phone": person.phone, "phone_text": person.phone_text}
            more = {"birthday": person.birthday, "consents": "[]"}
            connection.execute(_SEND, {"member": member} | told | more)


def _check_hash(unit: Unit, head: Head, intake: Intake) -> None:
    held = unit.journal.at_seq(till=head.till, incarnation=head.incarnation, seq=intake.acked_seq)
    digest = GENESIS if held is None and intake.acked_seq == 0 else held and held.hash
    if digest != intake.acked_hash:
        raise Refused("journal-forked", seq=intake.acked_seq)


def person_of(connection: Connection, member: str) -> Person | None:
    """Who a member is as far as this till knows; None where they were forgotten."""
    row = connection.execute(_PERSON, {"who": member}).first()
    if row is None:
        return None
    return Person(
        member=member, name=row.name, phone=row.e164, phone_text=row.phone_text, birthday=row.birthday
    )


def enrolled_by(events: Iterable[Event]) -> Iterator[str]:
    """Who was enrolled by these events."""
    for event in events:
        kind, member = event.kind, event.body.get("member")
        if kind == "event_rehomed":
            inner = event.body.get("body")
            kind = str(event.body.get("kind"))
            member = inner.get("member") if isinstance(inner, Mapping) else None
        if kind == "member_enrolled" and isinstance(member, str):
            yield member


def _end_all(unit: Unit) -> None:
    """What was only wished for is forgotten; all else is closed by an event: nothing stays reserved."""
    for held, _ in unit.leases.live():
        if not unit.leases.forget_unsent(held.lease):
            end_idle(unit, held)
            unit.connection.execute(_SAY_WHY, {"id": held.lease})
    for claim, _ in unit.claims.live():
        if not unit.claims.forget_unsent(claim.claim):
            end_claim(unit, _NOBODY, claim.claim, member=claim.member, used=False, why=_WHY)
