"""Members who buy, are made one and parted at random: in the end each has what was bought in their name."""

from collections import Counter
from contextlib import suppress
from random import Random

import pytest

from loyalty.errors import Refused
from server.context import Server
from server.keys import ServerKeys
from server.store.books import load_books
from server.store.database import Database
from server.store.tables.members import members
from server.usecases.admin.doctor import examine_server
from server.usecases.merging import merge, unmerge
from tests.integration.server.conftest import FakeClock, House, make_house
from tests.integration.server.tills import sale_body

WHO = ("member-a", "member-b", "member-c", "member-d")
QUICK_SEEDS = 4
STEPS = 24


@pytest.fixture
def house(sqlite_database: Database, clock: FakeClock) -> House:
    """A house on SQLite, with four members who have bought nothing yet."""
    house = make_house(Server(database=sqlite_database, keys=ServerKeys(b"k" * 32), clock=clock), clock)
    for member in WHO:
        house.q1.enrol(member)
    house.q1.sync()
    return house


class Days:
    """What happens, and what each is to have for it."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.chance = Random(seed)
        self.points, self.purchases = Counter[str](), Counter[str]()
        self.sold: list[tuple[str, str, int]] = []
        self.done: list[str] = []

    def step(self) -> None:
        """One deed; what a person would be refused changes nothing."""
        one, other = self.chance.sample(WHO, 2)
        deed = self.chance.choice((self.buys, self.buys, self.brings_back, self.is_merged, self.is_parted))
        deed(one, other)
        self.done.append(f"{deed.__name__} {one} {other}")
        self.house.clock.move(minutes=7)
        self.house.q1.now = self.house.clock.now()

    def buys(self, one: str, _: str) -> None:
        sale, earned = f"sale-{len(self.sold)}-{len(self.done)}", self.chance.randint(1, 90)
        self.house.q1.sell(sale, one, earned=earned)
        self._is_applied()
        self.sold.append((sale, one, earned))
        self.points[one] += earned
        self.purchases[one] += 1

    def brings_back(self, _: str, __: str) -> None:
        if not self.sold:
            return
        sale, one, earned = self.sold.pop(self.chance.randrange(len(self.sold)))
        fingerprint = self.house.q1.fingerprint
        self.house.q1.void(sale_body(sale, one, fingerprint=fingerprint, earned=earned))
        self._is_applied()
        self.points[one] -= earned
        self.purchases[one] -= 1

    def is_merged(self, one: str, other: str) -> None:
        with suppress(Refused):  # one of them is an alias
            merge(self.house.server, self.house.tenant, alias=one, survivor=other, by="manager")

    def is_parted(self, one: str, _: str) -> None:
        with suppress(Refused):  # they are no alias
            unmerge(self.house.server, self.house.tenant, alias=one, by="manager")

    def _is_applied(self) -> None:
        assert {each.why for each in self.house.q1.sync().outcomes} == {""}


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=() if seed < QUICK_SEEDS else pytest.mark.soak) for seed in range(40)]
)
def test_in_the_end_each_has_what_was_bought_in_their_name(house: House, seed: int) -> None:
    days = Days(house, seed)
    for _ in range(STEPS):
        days.step()
        assert examine_server(house.server, tenant=house.code) == (), days.done
    for member in days.chance.sample(WHO, len(WHO)):
        days.is_parted(member, "")
    assert examine_server(house.server, tenant=house.code) == (), days.done
    held = {row["member"]: row for row in house.rows(members)}
    balances = house.server.database.read(lambda c: load_books(c, house.tenant, WHO))
    assert {each: balances[each].balance(house.clock.now()) for each in WHO} == {
        each: days.points[each] for each in WHO
    }, days.done
    assert {each: held[each]["purchases"] for each in WHO} == {each: days.purchases[each] for each in WHO}, (
        days.done
    )
    assert {held[each]["state"] for each in WHO} == {"active"}
