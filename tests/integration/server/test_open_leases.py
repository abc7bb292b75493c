"""Households, merges and reviews of tiers while tills hold leases and are heard late: against a plain count.

The count keeps no books and no files: what each sale gave and took, when its points die, and which spends
were heard after a manager had taken their lease back.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.journal import SaleBurn
from loyalty.wire.member_desk import DeedKind
from loyalty.wire.messages import LeaseAsk
from loyalty.wire.sold import BurnSlice
from server.books.model import HOUSE_LOSS
from server.context import Server
from server.keys import ServerKeys
from server.store.database import Database
from server.store.tables.ledger import lots, postings
from server.store.tables.members import members
from server.usecases.admin.books import report_books
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.reclaim import reclaim
from server.usecases.jobs import JobsDone, run_jobs
from server.usecases.merging import merge, unmerge
from tests.integration.server.conftest import FakeClock, House, make_house
from tests.integration.server.households import AN, BINH, CHI, do
from tests.integration.server.tills import sale_body

PEOPLE = (AN, BINH, CHI)
SILVER_FROM = 5_000_000
QUICK_SEEDS, STEPS = 3, 40
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def house(sqlite_database: Database, clock: FakeClock) -> House:
    """Three people who have bought nothing yet."""
    house = make_house(Server(database=sqlite_database, keys=ServerKeys(b"k" * 32), clock=clock), clock)
    for member in PEOPLE:
        house.q1.enrol(member)
    house.q1.sync()
    return house


@dataclass
class Held:
    """A lease as its till knows it: what is left of it by lot, and the moment with which each lot dies.

    `pool` is the household that it is of, if it is one's.
    """

    member: str
    pool: str | None
    left: dict[str, int]
    dies_at: dict[str, datetime | None]
    spent: int = 0


@dataclass
class Said:
    """A sale that was paid with points, which the server has not heard of."""

    lease: str
    held: Held
    dies_at: datetime | None
    points: int
    money: int


class Days:
    """What happens, and what there is to be for it."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.chance = house, Random(seed)
        self.tills = {"Q1": house.q1, "Q2": house.q2}
        self.there, self.bought = Counter[datetime | None](), Counter[str]()
        self.held: dict[str, dict[str, Held]] = {"Q1": {}, "Q2": {}}
        self.said: dict[str, list[Said]] = {"Q1": [], "Q2": []}
        self.taken_back = set[str]()
        self.lost, self.freed, self.number = 0, 0, 0
        self.done: list[str] = []

    def step(self) -> None:
        """One deed; what a person would be refused changes nothing."""
        self.number += 1
        code, who, other = self.chance.choice(("Q1", "Q2")), *self.chance.sample(PEOPLE, 2)
        deeds: tuple[Callable[[str, str, str], None], ...] = (
            *(self.earns, self.earns, self.is_lent, self.is_lent, self.spends, self.spends, self.ends),
            *(self.speaks, self.takes_back, self.joins, self.leaves, self.heads, self.merges, self.parts),
            *(self.waits, self.reviews_twice),
        )
        deed = self.chance.choice(deeds)
        self.done.append(f"{deed.__name__} {code} {who} {other}")
        deed(code, who, other)

    def earns(self, code: str, who: str, _: str) -> None:
        points, days = self.chance.randint(1, 90), self.chance.choice((None, 2, 5, 30))
        dies_at = None if days is None else self.house.clock.now() + timedelta(days=days)
        self.tills[code].sell(f"e{self.number}", who, earned=points, dies_at=dies_at)
        self.speaks(code, who, who)
        self.there[dies_at] += points
        self.bought[who] += 1_000_000

    def is_lent(self, code: str, who: str, _: str) -> None:
        """The till may sell by it long after this, whatever becomes of the member meanwhile."""
        till, name = self.tills[code], f"l{self.number}"
        answer = till.sync(asks=[LeaseAsk(name, who, self.chance.choice((0, 10, 40)))])
        self.is_heard(code)
        lease = next((each for each in answer.leases if each.lease == name), None)
        if lease is None:
            return
        known = {row["lot"]: row["dies_at"] for row in self.house.rows(lots)}
        dies_at = {part.lot: known[part.lot] for part in lease.slices}
        now = self.house.clock.now()
        assert all(each is None or now < each for each in dies_at.values()), self.done
        left = {part.lot: int(part.points) for part in lease.slices}
        self.held[code][name] = Held(who, self._household_of(who), left, dies_at)

    def spends(self, code: str, _: str, __: str) -> None:
        """It sells by a lease that it holds, and says nothing yet."""
        name = self._one_of(code)
        if name is None:
            return
        held = self.held[code][name]
        lot = next((each for each, left in held.left.items() if left), None)
        if lot is None:
            return
        taken = self.chance.randint(1, held.left[lot])
        held.left[lot] -= taken
        held.spent += taken
        burn = SaleBurn(taken, taken * 500, name, (BurnSlice(lot, taken),))
        till = self.tills[code]
        body = sale_body(f"b{self.number}", held.member, fingerprint=till.fingerprint, earned=0, burn=burn)
        till.record("sale_settled", body)
        self.said[code].append(Said(name, held, held.dies_at[lot], taken, body.total))

    def ends(self, code: str, _: str, __: str) -> None:
        name = self._one_of(code)
        if name is not None:
            held = self.held[code].pop(name)
            self.tills[code].close(name, held.member, spent=held.spent)

    def speaks(self, code: str, _: str, __: str) -> None:
        assert {each.why for each in self.tills[code].sync().outcomes} <= {""}, self.done
        self.is_heard(code)

    def is_heard(self, code: str) -> None:
        """What the till has said counts: by its lease, or as the house's where that was taken back."""
        for each in self.said[code]:
            if each.lease in self.taken_back:
                self.lost += each.points
            else:
                self.there[each.dies_at] -= each.points
            whose = each.held.member
            if each.held.pool is not None and self._stands_for(whose) != each.held.pool:
                whose = each.held.pool  # they have left since, and it was the household's lease
            self.bought[whose] += each.money
        self.said[code].clear()

    def takes_back(self, code: str, _: str, __: str) -> None:
        """A manager gives back all that a till holds; the till hears nothing of it."""
        freed = reclaim(self.house.server, tenant=self.house.code, till=code)
        self.freed += sum(each.points for each in freed)
        self.taken_back |= {each.lease for each in freed}

    def joins(self, _: str, who: str, other: str) -> None:
        self._tried("household-join", who, other)

    def leaves(self, _: str, who: str, __: str) -> None:
        """What was bought stays with the household; whoever leaves begins anew."""
        pool = self._household_of(who)
        if self._tried("household-leave", who, who, points=Points(self.chance.choice((0, 0, 25)))):
            self.bought[str(pool)] += self.bought.pop(who, 0)

    def heads(self, _: str, who: str, other: str) -> None:
        self._tried("household-head", who, other)

    def merges(self, _: str, who: str, other: str) -> None:
        with suppress(Refused):  # one of them is an alias, or shares a household
            merge(self.house.server, self.house.tenant, alias=who, survivor=other, by="manager")

    def parts(self, _: str, who: str, __: str) -> None:
        with suppress(Refused):  # they are no alias, or what would go back is lent
            unmerge(self.house.server, self.house.tenant, alias=who, by="manager")

    def waits(self, _: str, __: str, ___: str) -> None:
        """Days, to the very moment with which points die."""
        self.house.clock.move(days=self.chance.choice((1, 2, 3)))
        for till in self.tills.values():
            till.now = self.house.clock.now()

    def reviews_twice(self, _: str, __: str, ___: str) -> None:
        """The second time nothing is left to do, and everybody has the tier that they bought."""
        run_jobs(self.house.server, self.house.tenant)
        assert run_jobs(self.house.server, self.house.tenant) == JobsDone(
            expired=0, gifts=0, reviewed=0, merged=0
        ), self.done
        bought = Counter[str]()
        for whose, money in self.bought.items():
            bought[self._stands_for(whose)] += money
        rows = {row["member"]: row for row in self.house.rows(members)}
        for member, money in bought.items():
            tier = "silver" if money >= SILVER_FROM else "member"
            assert rows[member]["tier"] == tier, self.done

    def _stands_for(self, member: str) -> str:
        """Who has by now what was the member's."""
        aliases = {row["member"]: row["alias_of"] for row in self.house.rows(members)}
        while aliases[member] is not None:
            member = aliases[member]
        return member

    def _household_of(self, who: str) -> str | None:
        is_person = any(row["is_person"] for row in self.house.rows(members) if row["member"] == who)
        return self._stands_for(who) if is_person else None

    def _one_of(self, code: str) -> str | None:
        return self.chance.choice(sorted(self.held[code])) if self.held[code] else None

    def _tried(self, kind: DeedKind, who: str, other: str, **said: Points) -> bool:
        try:
            do(self.house, kind, who, other, deed=f"d{self.number}", **said)
        except Refused:
            return False
        return True

    def check(self) -> None:
        """Every figure follows from postings and journals, and what is alive is what the plain count says."""
        assert examine_server(self.house.server, tenant=self.house.code) == (), self.done
        now = self.house.clock.now()
        held = Counter[datetime | None]()
        for row in self.house.rows(lots):
            if row["dies_at"] is None or now < row["dies_at"]:
                held[row["dies_at"]] += row["remaining"]
        alive = {each: points for each, points in self.there.items() if each is None or now < each}
        assert +held == {each: points for each, points in alive.items() if points}, self.done
        report = report_books(self.house.server, tenant=self.house.code)
        by_month = Counter[str]()
        for row in self.house.rows(lots):
            last = row["dies_at"] and (row["dies_at"] - timedelta(milliseconds=1)).astimezone(ZONE)
            by_month[last.strftime("%Y-%m") if last else "never"] += row["remaining"]
        owed = Counter[str]()
        for each in report.liabilities:
            owed[each.month] += each.points
        assert +by_month == +owed, self.done
        borne = -sum(row["amount"] for row in self.house.rows(postings) if row["account"] == HOUSE_LOSS)
        assert borne == self.lost == sum(points for _, points, _ in report.losses), self.done
        assert self.lost <= self.freed, self.done


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=() if seed < QUICK_SEEDS else pytest.mark.soak) for seed in range(60)]
)
def test_what_tills_hold_while_members_come_together_and_part_is_counted_to_the_point(
    house: House, seed: int
) -> None:
    days = Days(house, seed)
    for _ in range(STEPS):
        days.step()
        days.check()
    for code in days.tills:
        while days.held[code]:
            days.ends(code, "", "")
        days.speaks(code, "", "")
    days.reviews_twice("", "", "")
    days.check()
    assert {row["reserved"] for row in house.rows(lots)} <= {0}
