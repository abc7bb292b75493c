"""Three members made one in a chain, and parted again in either order: each has what was theirs."""

from dataclasses import replace
from typing import Final

import pytest

from loyalty.identity.cards import card_number
from loyalty.wire.feed import MemberState
from loyalty.wire.journal import SaleSettled
from loyalty.wire.messages import Person
from server.context import Server
from server.store.tables.members import cards
from server.usecases.admin.doctor import examine_server
from server.usecases.merging import merge, unmerge
from tests.integration.server.conftest import KEEPING, PROGRAM, FakeClock, House, make_house
from tests.integration.server.member_desk import do, told
from tests.integration.server.tills import sale_body

AN, BINH, CHI = "member-an", "member-binh", "member-chi"
WHO: Final = {AN: "Nguyễn Văn An", BINH: "Trần Bình", CHI: "Lê Thị Chi"}


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """Three members who bought once, twice and thrice; of each there are a card and a note."""
    house = make_house(server, clock, PROGRAM + KEEPING)
    till = house.q1
    for number, member in enumerate(WHO, 1):
        till.enrol(member, card=card_number(number))
        for again in range(number):
            till.sell(f"{member}-{again}", member, earned=10**number)
        till.sync(persons=[Person(member, WHO[member], f"+8491234567{number}")])
        do(house, "note", deed=f"note-{member}", member=member, text=f"Về {WHO[member]}")
        house.clock.move(hours=1)
        till.now = clock.now()
    return house


def chain(house: House) -> None:
    """An into Bình, then Bình into Chi."""
    for alias, survivor in ((AN, BINH), (BINH, CHI)):
        assert merge(house.server, house.tenant, alias=alias, survivor=survivor, by="manager")


def part(house: House, alias: str) -> str:
    return unmerge(house.server, house.tenant, alias=alias, by="manager")


def all_three(house: House) -> dict[str, MemberState]:
    """How each stands for the tills, whenever, in whatever order and how often they are told."""
    states = {member: told(house.q2, member) for member in WHO}
    return {
        member: replace(each, revision=0, at="", lots=tuple(sorted(each.lots, key=lambda lot: lot.lot)))
        for member, each in states.items()
    }


def whose_cards(house: House) -> dict[str, str]:
    return {row["number"]: row["member"] for row in house.rows(cards)}


def notes(house: House, member: str) -> dict[str, str]:
    person = told(house.q2, member).person
    return {each.note: each.done_by for each in (person.notes if person else ())}


def tick(house: House, member: str, note: str) -> None:
    do(house, "note-done", deed=f"done-{note}", member=member, note=note, operator="manager")


@pytest.mark.parametrize("order", [(AN, BINH), (BINH, AN)])
def test_parted_in_either_order_each_has_what_was_theirs(house: House, order: tuple[str, str]) -> None:
    before, held = all_three(house), whose_cards(house)
    chain(house)
    for alias in order:
        part(house, alias)
        assert examine_server(house.server, tenant=house.code) == ()
    assert all_three(house) == before
    assert whose_cards(house) == held
    house.check()


def test_who_was_merged_into_the_one_in_the_middle_goes_along_with_them(house: House) -> None:
    chain(house)
    assert part(house, BINH) == CHI
    an, binh = told(house.q2, AN), told(house.q2, BINH)
    assert (an.state, an.alias_of, binh.points, binh.purchases) == ("alias", BINH, 210, 3)
    house.q1.sell("in-ans-name", AN, earned=5)
    house.q1.sync()
    assert (told(house.q2, BINH).points, told(house.q2, CHI).points) == (215, 3000)
    assert part(house, AN) == BINH
    assert told(house.q2, AN).points == 15
    house.check()


@pytest.mark.parametrize("order", [(AN, BINH), (BINH, AN)])
def test_what_was_done_at_either_of_the_others_is_done(house: House, order: tuple[str, str]) -> None:
    merge(house.server, house.tenant, alias=AN, survivor=BINH, by="manager")
    tick(house, BINH, f"note-{AN}")
    merge(house.server, house.tenant, alias=BINH, survivor=CHI, by="manager")
    tick(house, CHI, f"note-{BINH}")
    for alias in order:
        part(house, alias)
    assert notes(house, AN) == {f"note-{AN}": "manager"}
    assert notes(house, BINH) == {f"note-{BINH}": "manager"}
    assert notes(house, CHI) == {f"note-{CHI}": ""}


@pytest.mark.parametrize("order", [(AN, BINH), (BINH, AN)])
def test_what_came_back_while_they_were_one_counts_for_none_of_them(
    house: House, order: tuple[str, str]
) -> None:
    merge(house.server, house.tenant, alias=AN, survivor=BINH, by="manager")
    house.q1.void(bought(house, f"{BINH}-0", earned=100))
    house.q1.sync()
    merge(house.server, house.tenant, alias=BINH, survivor=CHI, by="manager")
    house.q1.void(bought(house, f"{AN}-0", earned=10))
    house.q1.sync()
    for alias in order:
        part(house, alias)
        assert examine_server(house.server, tenant=house.code) == ()
    states = all_three(house)
    assert {member: (each.points, each.purchases) for member, each in states.items()} == {
        AN: (0, 0),
        BINH: (100, 1),
        CHI: (3000, 3),
    }


def bought(house: House, sale: str, *, earned: int) -> SaleSettled:
    return sale_body(sale, sale[:-2], fingerprint=house.q1.fingerprint, earned=earned)
