"""A till that began a new life, and a server that was put back to a time before: it is told life by life."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loyalty.errors import Refused, Unavailable
from loyalty.wire.chain import GENESIS, Event
from loyalty.wire.feed import LookUpAnswer
from loyalty.wire.messages import FeedPage, Outcome, SyncAnswer, SyncRequest
from loyalty.wire.rehoming import (
    EventRehomed,
    LifeHeld,
    RehomeAnswer,
    RehomeRequest,
    is_as_written,
)
from loyalty.wire.signing import ack_bytes
from terminal.clock import SystemClock
from terminal.store.past_lives import past_lives
from terminal.sync.core import Intake
from terminal.sync.keys import ServerKey, TillKey, new_till_key
from terminal.sync.session import SyncSession
from tests.sync_model.sql_till import SqlTill

NAMES = {"anh": "+84912345678", "binh": "+84912345679", "chi": "+84912345670"}


@dataclass
class PutBackServer:
    """A server that was put back: it knows the first life up to its first event, and says so."""

    held: list[tuple[int, int]] = field(default_factory=lambda: [(1, 1)])
    """Life and seq of every event."""
    hashes: dict[tuple[int, int], bytes] = field(default_factory=dict[tuple[int, int], bytes])
    named: list[str] = field(default_factory=list[str])
    life: int = 1
    takes_nothing: bool = False
    is_stranger: bool = False
    gives: int = 0
    """A life that is not the one asked for."""
    forked: int = 0
    """A life that another disk had written too: nothing of it is taken."""
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    def sync(self, request: SyncRequest) -> SyncAnswer:
        if request.incarnation > self.life:
            raise Refused("life-forgotten")
        if request.incarnation < self.life:
            raise Refused("till-replaced")
        life = request.incarnation
        if life == self.forked:
            raise Refused("journal-forked", problem="journal-forked")
        acked = max((seq for each, seq in self.held if each == life), default=0)
        fresh = [each for each in request.events if each.seq > acked]
        if request.first_seq == acked + 1 and not self.takes_nothing:
            self.held += [(life, each.seq) for each in fresh]
            self.hashes |= {(life, each.seq): each.hash for each in request.events}
            acked += len(fresh)
            self.named += [person.member for person in request.persons]
        hash_ = self.hashes.get((life, acked), GENESIS)
        statement = ack_bytes(till=request.till, incarnation=life, seq=acked, hash_=hash_)
        return SyncAnswer(
            version=1,
            ack_seq=acked,
            ack_hash=hash_,
            signature=bytes(64) if self.is_stranger else self.key.sign(statement),
            outcomes=tuple(Outcome(each.seq, "applied") for each in request.events),
            leases=(),
            refused=(),
            members=(),
            feed=FeedPage(epoch=request.feed.epoch, rows=(), cursor=request.feed.cursor, more=False),
            server_time="",
            nonce="n",
            policy_version=0,
            restored="r1" if request.first_seq > acked + 1 else "",
        )

    def rehome(self, request: RehomeRequest) -> RehomeAnswer:
        if request.incarnation > self.life:
            raise Refused("life-forgotten")
        if request.given and request.given <= self.life:
            raise Refused("till-replaced")
        self.life = self.gives or request.given or self.life + 1
        return RehomeAnswer(1, self.life, False, 0, "2026-11-25T03:00:00.000Z", "n")

    def look_up(self, *, card: str = "", phone: str = "") -> LookUpAnswer | None:
        raise AssertionError((card, phone))


@pytest.fixture
def till(tmp_path: Path) -> Iterator[SqlTill]:
    """Three were enrolled in the first life, the last of them by what the server had not acknowledged."""
    till = SqlTill(tmp_path / "till.db", SystemClock())
    for member in NAMES:
        enrol(till, member)
    acknowledge(till, 2)
    new_life(till, 2)
    yield till
    till.close_file()


@pytest.fixture
def server(till: SqlTill) -> PutBackServer:
    server = PutBackServer()
    server.hashes[1, 1] = hash_at(till, 1, 1)
    return server


def enrol(till: SqlTill, member: str) -> None:
    with till.store.write() as unit:
        unit.journal.append("member_enrolled", {"v": 1, "member": member, "card": None}, "lan")
        unit.members.add(member=member, name=member.title(), e164=NAMES[member], phone_text="", standing={})


def hash_at(till: SqlTill, life: int, seq: int) -> bytes:
    with till.store.read() as reading:
        event = reading.journal.at_seq(till="till-1", incarnation=life, seq=seq)
    assert event is not None
    return event.hash


def acknowledge(till: SqlTill, seq: int) -> None:
    position = till.outbox.read_outgoing().position
    hash_ = hash_at(till, position.incarnation, seq)
    till.outbox.apply(Intake(acked_seq=seq, acked_hash=hash_, feed_epoch="epoch-1", feed_cursor=0))


def new_life(till: SqlTill, life: int) -> None:
    till.outbox.begin_rehoming("database-behind")
    till.outbox.rehome(RehomeAnswer(1, life, False, 0, "2026-11-25T03:00:00.000Z", "n"))


def session_of(till: SqlTill, server: PutBackServer) -> SyncSession:
    confirms = ServerKey(server.key.public_key().public_bytes_raw()).confirms
    return SyncSession(till.outbox, server, TillKey(new_till_key()).sign, confirms)


def settle(till: SqlTill, server: PutBackServer) -> None:
    session = session_of(till, server)
    while session.exchange().again:
        pass


def test_what_was_acknowledged_of_a_life_comes_before_the_next_one_begins(
    till: SqlTill, server: PutBackServer
) -> None:
    acknowledge(till, 1)
    settle(till, server)
    assert server.held == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert server.named == ["binh", "chi"], "each with the life in which they were enrolled"
    assert till.outbox.read_outgoing().position.restored == "r1"
    assert till.outbox.waiting().events == 0


def test_each_of_several_lives_is_told_and_one_that_the_server_knows_is_passed_over(
    till: SqlTill, server: PutBackServer
) -> None:
    acknowledge(till, 2)
    new_life(till, 4)
    settle(till, server)
    assert [life for life, _ in server.held] == [1, 1, 2, 2, 4]
    server.life, server.held = 2, [each for each in server.held if each[0] < 3]
    settle(till, server)
    assert [life for life, _ in server.held] == [1, 1, 2, 2, 4]


def test_a_server_in_a_life_of_another_disk_is_told_on_from_the_life_before_it(
    till: SqlTill, server: PutBackServer
) -> None:
    """It knows of lives 1, 2 and 5; the server is in the third, which another disk had begun."""
    acknowledge(till, 2)
    new_life(till, 5)
    server.life, server.held = 3, []
    settle(till, server)
    assert (server.life, server.held) == (5, [(5, 1)])
    assert till.outbox.waiting().events == 0


def test_a_life_that_two_disks_had_written_is_over_and_the_next_one_begins(
    till: SqlTill, server: PutBackServer
) -> None:
    acknowledge(till, 2)
    server.forked = 1
    settle(till, server)
    assert (server.life, [life for life, _ in server.held]) == (2, [1, 2, 2])


def test_what_a_server_lacks_of_lives_that_are_over_is_said_again_in_the_next_one(
    till: SqlTill,
) -> None:
    """It held two of life 1 and all of life 2; of 1 it is the first event now, and of 2 it never heard."""
    acknowledge(till, 2)
    till.outbox.begin_rehoming("incarnation-retired")
    held = (LifeHeld(1, 1), LifeHeld(3, 4))
    till.outbox.rehome(RehomeAnswer(1, 4, True, 0, "2026-11-25T03:00:00.000Z", "n", held))
    said = [EventRehomed.from_json(each.body) for each in journal_of(till, 4)[1:]]
    assert [(each.incarnation, each.seq, each.kind) for each in said] == [
        (1, 2, "member_enrolled"),
        (2, 1, "till_rehomed"),
        (1, 3, "member_enrolled"),
    ]
    assert all(is_as_written(each, till="till-1") for each in said)
    assert {person.member for person in till.outbox.read_outgoing().persons} == {"binh", "chi"}
    with till.store.read() as reading:
        assert [(each.incarnation, each.acked_seq) for each in past_lives(reading)] == [(1, 2), (2, 2)]


def journal_of(till: SqlTill, life: int) -> list[Event]:
    with till.store.read() as reading:
        return list(reading.journal.walk(till="till-1", incarnation=life))


def test_a_till_that_waits_for_its_next_life_says_todays_first(till: SqlTill, server: PutBackServer) -> None:
    acknowledge(till, 2)
    till.outbox.begin_rehoming("counter-behind")
    settle(till, server)
    assert [life for life, _ in server.held] == [1, 1, 2, 2, 3]
    assert server.life == 3


def test_a_server_with_another_journal_of_an_earlier_life_is_told_nothing(
    till: SqlTill, server: PutBackServer
) -> None:
    server.hashes[1, 1] = bytes(32)
    with pytest.raises(Refused, match="journal-forked"):
        session_of(till, server).exchange()
    assert server.held == [(1, 1)]
    with till.store.read() as reading:
        assert reading.rehomings.open() is None, "this life is what it was"


def test_a_server_that_takes_nothing_or_is_another_one_is_not_asked_for_ever(
    till: SqlTill, server: PutBackServer
) -> None:
    server.takes_nothing = True
    with pytest.raises(Unavailable, match="server-nonsense"):
        session_of(till, server).exchange()
    server.is_stranger = True
    with pytest.raises(Unavailable, match="server-nonsense"):
        session_of(till, server).exchange()


def test_a_life_that_the_server_gives_otherwise_is_not_taken(till: SqlTill, server: PutBackServer) -> None:
    server.gives = 7
    with pytest.raises(Refused, match="till-replaced"):
        session_of(till, server).exchange()
