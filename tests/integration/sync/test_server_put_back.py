"""What a till's file holds once it has heard that the server was put back to an earlier moment."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from loyalty.errors import Refused
from loyalty.wire.messages import Outcome
from terminal.clock import SystemClock
from terminal.store.tables.members import members
from terminal.sync.core import Intake
from tests.sync_model.sql_till import SqlTill
from tests.unit.terminal.till_kit import member_state

PHONE = "+84912345678"


@pytest.fixture
def till(tmp_path: Path) -> Iterator[SqlTill]:
    till = SqlTill(tmp_path / "till.db", SystemClock())
    yield till
    till.close_file()


def intake(till: SqlTill, acked: int, *, hash_: bytes | None = None, restored: str = "") -> Intake:
    """An answer that brings nothing but how far the server has the journal."""
    position = till.outbox.read_outgoing().position
    with till.store.read() as reading:
        event = reading.journal.at_seq(till=position.till, incarnation=position.incarnation, seq=acked)
    assert event is not None
    return Intake(
        acked_seq=acked,
        acked_hash=event.hash if hash_ is None else hash_,
        feed_epoch=position.feed_epoch,
        feed_cursor=position.feed_cursor,
        restored=restored,
    )


def enrol(till: SqlTill, member: str) -> None:
    with till.store.write() as unit:
        unit.journal.append("member_enrolled", {"v": 1, "member": member, "card": None}, "lan")
        unit.persons.add(member=member, name=member.title(), phone=PHONE, phone_text="0912345678")
        unit.members.add(member=member, name=member.title(), e164=PHONE, phone_text="0912345678", standing={})


def all_central(till: SqlTill) -> None:
    """All that waits is with the server."""
    outgoing = till.outbox.read_outgoing()
    taken = intake(till, outgoing.end[0])
    aside = (Outcome(1, "quarantined", "member-unknown"), Outcome(2, "quarantined", "member-unknown"))
    till.outbox.apply(replace(taken, persons=outgoing.persons, quarantined=aside))


def test_it_sends_again_what_the_server_lost_and_who_was_enrolled_by_it(till: SqlTill) -> None:
    enrol(till, "anh")
    enrol(till, "binh")
    with till.store.write() as unit:
        unit.leases.want(lease="l1", member="anh", sale="s1")
        unit.claims.want(claim="c1", member="anh", thing="rule:one", sale="s1")
    all_central(till)
    assert till.outbox.waiting().quarantined == 2
    put_back = intake(till, 1, restored="r1")
    with till.store.write() as unit:
        unit.leases.want(lease="never sent", member="binh", sale="s2")
    till.outbox.apply(put_back)
    outgoing = till.outbox.read_outgoing()
    assert outgoing.position.restored == "r1"
    assert [event.kind for event in outgoing.events] == ["member_enrolled", "lease_closed", "claim_closed"]
    assert [(each.member, each.name, each.phone) for each in outgoing.persons] == [("binh", "Binh", PHONE)]
    assert till.outbox.waiting().quarantined == 1
    assert (outgoing.asks, outgoing.claims) == ((), ())


def test_a_server_with_another_journal_up_to_there_is_not_believed(till: SqlTill) -> None:
    enrol(till, "anh")
    enrol(till, "binh")
    all_central(till)
    with pytest.raises(Refused, match="journal-forked"):
        till.outbox.apply(intake(till, 1, hash_=bytes(32), restored="r1"))
    assert till.outbox.read_outgoing().position.acked_seq == 2


def test_who_was_forgotten_here_is_nobody_whatever_a_restored_server_says(till: SqlTill) -> None:
    enrol(till, "anh")
    with till.store.write() as unit:
        unit.members.forget_person("anh")
        unit.members.forget_revisions()
        unit.members.put([member_state("anh", "Anh", PHONE)])
    with till.store.read() as reading:
        assert reading.connection.execute(select(members.c.state, members.c.name)).all() == [("erased", "")]


def test_who_was_erased_since_is_not_named_again(till: SqlTill) -> None:
    enrol(till, "anh")
    enrol(till, "binh")
    all_central(till)
    with till.store.write() as unit:
        unit.members.forget_person("binh")
    till.outbox.apply(intake(till, 1, restored="r1"))
    assert till.outbox.read_outgoing().persons == ()


def test_a_birthday_that_the_server_told_goes_back_to_it(till: SqlTill) -> None:
    """The server's own row is gone with what it lost, and the new feed would take the till's away as well."""
    enrol(till, "anh")
    enrol(till, "binh")
    all_central(till)
    person = {"name": "Binh", "phone": PHONE, "phone_text": "", "birthday": "1990-11-21"}
    with till.store.write() as unit:
        unit.members.put([member_state("binh", "Binh", PHONE, person=person)])
    till.outbox.apply(intake(till, 1, restored="r1"))
    (told,) = till.outbox.read_outgoing().persons
    assert (told.member, told.birthday) == ("binh", "1990-11-21")
