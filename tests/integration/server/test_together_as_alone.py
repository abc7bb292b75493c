"""Whatever several tills say at once: together in one transaction it comes to what it comes to one by one.

Twin databases, one clock, the same batches. On the one side those who may go together do, and the others are
taken alone; on the other each has a transaction of its own, in the order in which they were taken on the
first. Then every table has the same rows, and every till was told the same. But for two things:

- The places in the feed within one round: who goes together is told of in any order, and what two of them
  have touched once. Which things were touched is the same.
- What an answer tells of the feed: who goes together is told of what the others did, who is alone of what was
  done before.

Lots are compared in any order, as they are told by either.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from loyalty.errors import Refused
from loyalty.wire.chain import Event, next_hash
from loyalty.wire.journal import SaleSettled
from loyalty.wire.messages import LeaseAsk, OpenLease, SyncAnswer, SyncRequest
from server import ids
from server.context import Server
from server.keys import ServerKeys
from server.model import TillAccount
from server.store.database import Database, open_database
from server.store.feed import SHARD
from server.store.tables.base import metadata
from server.store.tables.feed import feed, feed_shards
from server.store.tills import find_till
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.people import Who, erase_member, set_blocked
from server.usecases.admin.show import show
from server.usecases.company import company
from server.usecases.merging import merge
from server.usecases.sync import answer_of, check_request, sync, take_together
from server.usecases.taking_in import Forked
from tests.integration.server.conftest import (
    KEEPING,
    PROGRAM,
    FakeClock,
    House,
    make_house,
    one_more_till,
    postgres_only,
)
from tests.integration.server.returned_goods import event_of
from tests.integration.server.tills import FakeTill, burn_of, sale_body
from tests.postgres import Postgres

ROUNDS, SOAK_ROUNDS = 40, 80
TILLS, SPARE_TILLS = 6, 2
MEMBERS = tuple(f"member-{number}" for number in range(9))
ALIAS, BLOCKED, ERASED, UNKNOWN = MEMBERS[5:]
NONCE = "nonce"
Said = SyncAnswer | Forked | tuple[str, str]
"""What a till was told; of a refusal its code and what it said."""


@dataclass
class Twins:
    """Two servers that were one, the tills that speak to both, and what they have said so far."""

    house: House
    together: Server
    alone: Server
    tills: list[FakeTill]
    spare: list[FakeTill]
    chance: random.Random
    leases: dict[str, list[OpenLease]] = field(default_factory=dict[str, list[OpenLease]])
    sold: dict[str, list[SaleSettled]] = field(default_factory=dict[str, list[SaleSettled]])
    went: Counter[str] = field(default_factory=Counter[str])
    places: tuple[int, int] = (0, 0)
    numbers: int = 0

    def round(self) -> None:
        """Some tills say something at once; both sides come to the same."""
        batches = self.batches()
        told, order = self.take_together(batches)
        for which in order:
            till, request = batches[which]
            expected = self.take_alone(till, request)
            assert comparable(told[which]) == comparable(expected), request
        for which, (till, _) in enumerate(batches):
            self.hear(till, told[which])
        self.compare_feeds()

    def take_together(
        self, batches: Sequence[tuple[FakeTill, SyncRequest]]
    ) -> tuple[dict[int, Said], list[int]]:
        """What each till was told, and in which order they were taken."""
        asked = [(account(self.together, till), request) for till, request in batches]
        able = [each for each in asked if is_in_order(self.together, *each)]
        along = company(able)
        committed = dict(zip(map(id, along), take_together(self.together, along), strict=True))
        told: dict[int, Said] = {}
        for which, each in enumerate(asked):
            done = committed.get(id(each))
            if done is not None:
                told[which] = answer_of(self.together, *each, done, nonce=NONCE)
                self.went["together"] += 1
                self.went.update(event.kind for event in each[1].events)
                self.went["burned"] += any(event.body.get("burn") for event in each[1].events)
            elif id(each) in committed:
                self.went["put out"] += 1
            else:
                self.went["no company"] += 1
        order = [*told, *(which for which in range(len(batches)) if which not in told)]
        for which in order[len(told) :]:
            told[which] = said(self.together, *asked[which])
        return told, order

    def take_alone(self, till: FakeTill, request: SyncRequest) -> Said:
        """What a till is told on the other side."""
        return said(self.alone, account(self.alone, till), request)

    def hear(self, till: FakeTill, told: Said) -> None:
        """A till goes on from what it was told."""
        if isinstance(told, SyncAnswer):
            till.acked, till.cursor = max(till.acked, told.ack_seq), told.feed.cursor
            self.leases[till.paired.till] = [each for each in told.leases if each.slices]

    def batches(self) -> list[tuple[FakeTill, SyncRequest]]:
        """What two to six tills say at once; now and then one says it twice."""
        chance = self.chance
        tills = chance.sample(self.tills, chance.randint(2, TILLS))
        if self.spare and chance.random() < 0.05:
            return [*((till, self.batch(till)) for till in tills), self.fork(self.spare.pop())]
        batches = [(till, self.batch(till)) for till in tills]
        if chance.random() < 0.15:
            batches.insert(chance.randrange(len(batches)), chance.choice(batches))
        return batches

    def batch(self, till: FakeTill) -> SyncRequest:
        """One batch, mostly about one member."""
        chance = self.chance
        asks: list[LeaseAsk] = []
        member, often = chance.choice(MEMBERS), chance.random()
        held = self.leases.get(till.paired.till, [])
        if held and often < 0.5:
            self.burn(till, self.name(), chance.choice(held))
        elif often < 0.65:
            asks = [LeaseAsk(f"lease-{self.name()}", member, chance.randint(1, 20))]
        elif often < 0.85:
            self.sell_to(till, member)
        else:
            for _ in range(chance.randint(0, 3)):
                asks += self.deed(till, chance.choice((member, member, chance.choice(MEMBERS))))
        limit = chance.choice((0, 0, 0, 100))
        if chance.random() < 0.06 and till.acked:
            return till.request(after=chance.randrange(till.acked), asks=asks, feed_limit=limit)
        if chance.random() < 0.03 and len(till.journal) > till.acked + 1:
            return till.request(after=till.acked + 1, asks=asks, feed_limit=limit)
        return till.request(asks=asks, feed_limit=limit)

    def deed(self, till: FakeTill, member: str) -> list[LeaseAsk]:
        """Something happens at a till; gives what it asks for."""
        chance, name = self.chance, self.name()
        what = chance.choices(
            ("sale", "member's sale", "burn", "lease", "void", "refund", "quiet", "odd", "enrol"),
            (3, 3, 3, 1, 2, 2, 3, 3, 1),
        )[0]
        held = [each for each in self.leases.get(till.paired.till, ()) if each.amount]
        if what == "burn" and held:
            self.burn(till, name, chance.choice(held))
        elif what in {"burn", "lease"}:
            return [LeaseAsk(f"lease-{name}", member, chance.randint(1, 20))]
        elif what == "sale":
            self.sell(till, sale_body(f"sale-{name}", None, fingerprint=till.fingerprint))
        elif what == "member's sale":
            self.sell_to(till, member)
        elif what in {"void", "refund"} and self.sold.get(till.paired.till):
            sold = self.sold[till.paired.till]
            sale = sold.pop(chance.randrange(len(sold)))
            if what == "void":
                till.void(sale)
            else:
                till.record("sale_refunded", event_of(sale, {0: chance.choice((1_000, 2_000))}))
        elif what == "odd":
            self.say_what_is_odd(till, member, name)
        elif what == "enrol":
            till.enrol(f"fresh-{name}")
        else:
            till.record(chance.choice(("receipt_reprinted", "drawer_opened", "note_written")), {"why": name})
        return []

    def sell_to(self, till: FakeTill, member: str) -> None:
        """A sale of a member's."""
        net, earned = self.chance.choice(((1_000_000, 100), (50_000, 5), (3_000_000, 0)))
        body = sale_body(
            f"sale-{self.name()}",
            member,
            fingerprint=till.fingerprint,
            net=net,
            earned=earned,
            rules=self.chance.choice(((), (), ("welcome",))),
        )
        self.sell(till, body)

    def burn(self, till: FakeTill, name: str, lease: OpenLease) -> None:
        """A sale that is paid out of a lease, which is closed; now and then only closed."""
        points = self.chance.randint(0, lease.amount)
        if points:
            body = sale_body(
                f"sale-{name}",
                lease.member,
                fingerprint=till.fingerprint,
                earned=self.chance.choice((0, 7)),
                burn=burn_of(lease, points),
            )
            self.sell(till, body)
        till.close(lease.lease, lease.member, spent=points)
        self.leases[till.paired.till].remove(lease)

    def sell(self, till: FakeTill, body: SaleSettled) -> None:
        """A sale that may come back."""
        till.record("sale_settled", body)
        self.sold.setdefault(till.paired.till, []).append(body)

    def say_what_is_odd(self, till: FakeTill, member: str, name: str) -> None:
        """What is put aside, or cannot be read."""
        body = sale_body(f"sale-{name}", member, fingerprint=till.fingerprint)
        which = self.chance.randrange(8)
        if which == 0:
            till.record("sale_settled", {"sale": 5, "member": member})
        elif which == 1:
            till.record("never_heard_of", {"member": member})
        elif which == 2:
            till.record("sale_settled", replace(body, total=1))
        elif which == 3:
            till.record("lease_closed", {"lease": "none", "member": member, "spent": 3})
        elif which == 4:
            till.record("sale_settled", body, operation=till.journal[0].operation_id)
        elif which == 5:
            till.record("sale_settled", body, operator="nobody-we-know")
        elif which == 6:
            till.record("sale_settled", body, at="2020-01-01T00:00:00.000Z")
        else:
            till.record("sale_settled", sale_body("said-twice", member, fingerprint=till.fingerprint))

    def fork(self, till: FakeTill) -> tuple[FakeTill, SyncRequest]:
        """A till says something else than it has said before."""
        last = till.journal.pop()
        fields = {"operation_id": "forked", "kind": last.kind, "at": last.at, "operator": last.operator}
        origin = {"till": last.till, "incarnation": last.incarnation, "seq": last.seq}
        hash_ = next_hash(till.hash_of(last.seq - 1), **origin, body=last.body, **fields)  # type: ignore[arg-type]
        forked = Event(**origin, **fields, body=last.body, hash=hash_)  # type: ignore[arg-type]
        return till, till.request_of([forked], after=last.seq - 1)

    def name(self) -> str:
        self.numbers += 1
        return str(self.numbers)

    def compare_feeds(self) -> None:
        """The same things were touched in this round."""
        (last, touched), (other_last, other_touched) = (
            each.database.read(partial(touched_since, tenant=self.house.tenant, place=place))
            for each, place in zip((self.together, self.alone), self.places, strict=True)
        )
        assert touched == other_touched
        assert last - self.places[0] <= other_last - self.places[1], "a thing of two is touched once"
        self.went["feed places"] += last - self.places[0]
        self.places = (last, other_last)

    def compare(self) -> None:
        """The same rows in every table, the same told to a till that reads all, and nothing wrong."""
        for table in metadata.sorted_tables:
            if table in (feed, feed_shards):
                continue
            rows, others = (
                each.database.read(lambda connection: sorted(map(repr, connection.execute(select(table)))))  # noqa: B023
                for each in (self.together, self.alone)
            )
            assert rows == others, table.name
            self.went[f"rows of {table.name}"] = len(rows)
        assert everything_told(self.together, self.tills[0]) == everything_told(self.alone, self.tills[0])
        for each in (self.together, self.alone):
            assert show(each, tenant=self.house.code).faults == ()
            assert examine_server(each, tenant=self.house.code) == ()


def account(server: Server, till: FakeTill) -> TillAccount:
    """The till as that server has it."""
    found = server.database.read(lambda connection: find_till(connection, till.paired.till))
    assert found is not None
    return found


def is_in_order(server: Server, till: TillAccount, request: SyncRequest) -> bool:
    """Whether a batch may be taken in at all, as far as that is seen before."""
    try:
        check_request(server, till, request)
    except Refused:
        return False
    return True


def said(server: Server, till: TillAccount, request: SyncRequest) -> Said:
    """What a till is told that goes alone."""
    try:
        return sync(server, till, request, nonce=NONCE)
    except Refused as refused:
        return refused.code, str(refused)


def comparable(told: Said) -> object:
    """Without what of the feed is told."""
    if not isinstance(told, SyncAnswer):
        return told
    members = [lots_sorted(each.to_json()) for each in told.members]
    return {**told.to_json(), "feed": None, "members": members}


def lots_sorted(body: Mapping[str, Any]) -> object:
    """A member's lots are told as the database finds them, which depends on its statistics."""
    return {**body, "lots": sorted(map(repr, body["lots"]))} if "lots" in body else body


def touched_since(connection: Connection, *, tenant: str, place: int) -> tuple[int, list[tuple[str, str]]]:
    """The last place of the feed, and what stands behind another."""
    mine = (feed.c.tenant == tenant) & (feed.c.shard == SHARD)
    rows = connection.execute(select(feed.c.kind, feed.c.key).where(mine, feed.c.seq > place))
    touched = sorted((row.kind, row.key) for row in rows)
    query = select(feed_shards.c.last_seq).where(feed_shards.c.tenant == tenant, feed_shards.c.shard == SHARD)
    return connection.execute(query).scalar_one(), touched


def everything_told(server: Server, till: FakeTill) -> dict[tuple[str, str], object]:
    """The whole feed, as a till reads it that begins."""
    told: dict[tuple[str, str], object] = {}
    reader, more = replace(till, cursor=0), True
    while more:
        request = reader.request(after=reader.acked, until=reader.acked, feed_limit=100)
        answer = sync(server, account(server, till), request, nonce=NONCE)
        assert isinstance(answer, SyncAnswer)
        told |= {(row.kind, row.key): lots_sorted(row.body) for row in answer.feed.rows}
        reader.cursor, more = answer.feed.cursor, answer.feed.more
    return told


def alike(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids that the servers make come from here on as they came the last time."""
    monkeypatch.setattr(ids, "randomness", random.Random(seed).randbytes)


@pytest.fixture(params=["points", "kept things"])
def twins(
    request: pytest.FixtureRequest,
    postgres: Postgres,
    own_postgres_database: Database,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Twins]:
    """A house with some tills at several stores and some members, and the same house once more."""
    server = Server(database=own_postgres_database, keys=ServerKeys(b"k" * 32), clock=clock)
    house = make_house(server, clock, PROGRAM + (KEEPING if request.param == "kept things" else ""))
    stores = ("q1", "q1", "q2", "q3", "q1", "q4")
    tills = [house.q1, house.q2, *(one_more_till(house, f"T{n}", store=at) for n, at in enumerate(stores))]
    for member in MEMBERS[:-1]:
        house.q1.enrol(member)
        house.q1.sell(f"opening-{member}", member, earned=200)
    for till in tills:
        till.record("drawer_opened", {})
        till.sync()
    name = server.database.engine.url.database
    assert name is not None
    server.database.close()
    with closing(open_database(postgres.url(postgres.new_database(template=name)), Path())) as other:
        alone = replace(server, database=other)
        twins = Twins(house, server, alone, tills[:TILLS], tills[TILLS:], random.Random(0))
        for each in (server, alone):
            alike(1, monkeypatch)
            merge(each, house.tenant, alias=ALIAS, survivor=MEMBERS[0], by="manager")
            set_blocked(each, tenant=house.code, who=Who(member=BLOCKED), blocked=True)
            erase_member(each, tenant=house.code, who=Who(member=ERASED))
        yield twins


@postgres_only
def test_no_tenant_is_told_what_anothers_tills_did(server: Server, clock: FakeClock) -> None:
    houses = [make_house(server, clock) for _ in range(2)]
    batches = [(house.q1.account, house.q1.request()) for house in houses]
    with pytest.raises(AssertionError, match="tenant"):
        take_together(server, batches)


@postgres_only
def test_a_till_that_has_forked_is_told_so_alone(house: House) -> None:
    for till in (house.q1, house.q2):
        till.record("drawer_opened", {})
        till.sync()
    other_disk = replace(house.q1, journal=[], acked=0)
    other_disk.record("drawer_opened", {"why": "another disk"})
    assert isinstance(other_disk.send(other_disk.request()), Forked)
    house.q2.record("drawer_opened", {})
    forked, taken = take_together(
        house.server, [(till.account, till.request()) for till in (house.q1, house.q2)]
    )
    assert forked is None
    assert taken is not None
    assert taken.taken.chain.ack_seq == 2
    assert isinstance(house.q1.send(house.q1.request()), Forked)


def test_what_goes_together_comes_to_what_it_comes_to_alone(
    twins: Twins, clock: FakeClock, soak_rounds: int | None
) -> None:
    for seed in range(soak_rounds or 1):
        twins.chance = random.Random(seed)
        for number in range(SOAK_ROUNDS if soak_rounds else ROUNDS):
            clock.move(seconds=20)
            twins.round()
            if number % 10 == 9:
                twins.compare()
        twins.compare()
    went = twins.went
    assert went["put out"] > 0
    assert went["together"] > 50
    assert min(went["burned"], went["lease_closed"]) > 15
