"""Recommendations among people who turn out to be one, are parted again, or share a household."""

import pytest

from loyalty.wire.messages import Person
from server.context import Server
from server.usecases import merging
from server.usecases.admin.doctor import examine_server
from tests.integration.server.conftest import FakeClock, House
from tests.integration.server.households import do, join
from tests.integration.server.kept_things import state
from tests.integration.server.recommending import AN, BINH, bring, buy, points, recommending_house, thanks
from tests.integration.server.synced import sound, whys


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """An, who recommends the program."""
    return recommending_house(server, clock)


def test_two_numbers_of_one_person_recommend_nobody(house: House) -> None:
    bring(house.q1)
    answer = house.q1.sync(persons=[Person(BINH, "An", "+84912345678")])
    assert whys(answer) == ["referral-self"]


def test_a_friend_of_somebody_who_was_merged_is_whose_they_are_now(house: House) -> None:
    bring(house.q1)
    house.q1.enrol("m-older")
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=AN, survivor="m-older", by="manager")
    buy(house.q2, "s1")
    house.q2.sync()
    assert state(house, "m-older").points == 100
    sound(house)


def test_who_is_one_with_their_friend_by_now_is_given_nothing_for_them(house: House) -> None:
    bring(house.q1)
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by="manager")
    buy(house.q2, "s1")
    house.q2.sync()
    assert state(house, AN).points == 25 + 50
    house.check()


def test_parted_again_whoever_recommended_keeps_what_the_friends_purchase_gave_them(house: House) -> None:
    had = thanks(house)
    bring(house.q1)
    bought = buy(house.q1, "s1")
    house.q1.sync(persons=[Person(BINH, "Bình", "+84987654321")])
    merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by="manager")
    merging.unmerge(house.server, house.tenant, alias=BINH, by="manager")
    assert (points(house), thanks(house)) == ((75, 100), had + 1)
    house.q1.void(bought)
    assert whys(house.q1.sync()) == [""]
    assert (points(house), thanks(house)) == ((0, 0), had)
    sound(house)


def test_who_was_taken_for_a_friend_by_mistake_is_none_and_the_friends_purchase_counts_once(
    house: House,
) -> None:
    house.q1.enrol("m-chi")
    bring(house.q1)
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=BINH, survivor="m-chi", by="manager")
    merging.unmerge(house.server, house.tenant, alias=BINH, by="manager")
    buy(house.q1, "s1", "m-chi")
    house.q1.sync()
    assert (state(house, "m-chi").points, points(house)) == (25, (0, 0))
    buy(house.q1, "s2")
    house.q1.sync()
    assert points(house) == (75, 100)
    sound(house)


CHI, DUNG = "m-chi", "m-dung"


def two_friends(house: House) -> None:
    """Bình was recommended by An, and Dung by Chi, an hour later."""
    house.q1.enrol(CHI)
    bring(house.q1)
    house.q1.sync()
    house.clock.move(hours=1)
    house.q1.now = house.q2.now = house.clock.now()
    bring(house.q1, DUNG, by=CHI)
    house.q1.sync()


def is_well(house: House) -> bool:
    house.check()
    return examine_server(house.server, tenant=house.code) == ()


def have(house: House) -> dict[str, int]:
    return {member: state(house, member).points for member in (AN, BINH, CHI, DUNG)}


def test_two_friends_who_turn_out_to_be_one_are_a_friend_once_and_of_the_older(house: House) -> None:
    two_friends(house)
    merging.merge(house.server, house.tenant, alias=DUNG, survivor=BINH, by="manager")
    bought = buy(house.q1, "s1", DUNG)
    buy(house.q1, "s2")
    house.q1.sync()
    assert have(house) == {AN: 100, BINH: 25 + 25 + 50, CHI: 0, DUNG: 0}
    house.q1.void(bought)
    house.q1.sync()
    assert have(house)[AN] == 0
    merging.unmerge(house.server, house.tenant, alias=DUNG, by="manager")
    buy(house.q1, "s3", DUNG)
    buy(house.q1, "s4")
    house.q1.sync()
    assert have(house) == {AN: 100, BINH: 25 + 25 + 50, CHI: 100, DUNG: 25 + 50}
    assert is_well(house)


@pytest.mark.parametrize("undone", [False, True], ids=["as one", "parted again"])
def test_what_both_bought_before_they_were_one_comes_back_from_each_side(
    house: House, *, undone: bool
) -> None:
    two_friends(house)
    sold = buy(house.q1, "s1"), buy(house.q1, "s2", DUNG)
    house.q1.sync()
    assert have(house) == {AN: 100, BINH: 75, CHI: 100, DUNG: 75}
    merging.merge(house.server, house.tenant, alias=DUNG, survivor=BINH, by="manager")
    if undone:
        merging.unmerge(house.server, house.tenant, alias=DUNG, by="manager")
    for body, left in zip(reversed(sold), ((100, 0), (0, 0)), strict=True):
        house.q1.void(body)
        assert whys(house.q1.sync()) == [""]
        assert (have(house)[AN], have(house)[CHI]) == left
    assert have(house) == {AN: 0, BINH: 0, CHI: 0, DUNG: 0}
    assert is_well(house)


def test_what_the_younger_bought_counts_and_no_second_purchase_does(house: House) -> None:
    two_friends(house)
    sold = buy(house.q1, "s1", DUNG)
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=DUNG, survivor=BINH, by="manager")
    buy(house.q1, "s2")
    house.q1.sync()
    assert (have(house)[AN], have(house)[CHI]) == (0, 100)
    house.q1.void(sold)
    house.q1.sync()
    assert (have(house)[AN], have(house)[CHI]) == (0, 0)
    assert is_well(house)


def test_a_sale_under_the_name_of_another_friends_counts_once_and_holds_up_nobody(house: House) -> None:
    bring(house.q1)
    bring(house.q1, "m-chi")
    buy(house.q1, "s1")
    house.q1.sync()
    buy(house.q2, "s1", "m-chi")  # as a tampered till could
    buy(house.q2, "s2", None)
    assert whys(house.q2.sync()) == ["", ""]
    assert points(house) == (75, 100)
    sound(house)


@pytest.mark.parametrize("friend", ["m-chi", BINH])
def test_its_return_takes_nothing_that_another_friends_purchase_gave(house: House, friend: str) -> None:
    bring(house.q1)
    bring(house.q1, "m-chi")
    had = thanks(house)
    bought = buy(house.q1, "s1")
    house.q1.sync()
    made_up = buy(house.q2, "s1", friend)
    house.q2.sync()
    house.q2.void(made_up)
    buy(house.q2, "s2", None)
    assert whys(house.q2.sync())[-1] == ""
    assert (points(house), thanks(house)) == ((75, 100), had + 1)
    house.q1.void(bought)
    assert whys(house.q1.sync()) == [""]
    assert (points(house), thanks(house)) == ((0, 0), had)
    sound(house)


def test_the_return_of_who_was_merged_since_takes_it_from_both(house: House) -> None:
    house.q1.enrol("m-older")
    bring(house.q1)
    bought = buy(house.q1, "s1")
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=BINH, survivor="m-older", by="manager")
    house.q1.void(bought)
    assert whys(house.q1.sync()) == [""]
    assert (state(house, "m-older").points, state(house, AN).points) == (0, 0)
    sound(house)


@pytest.mark.parametrize("since", ["shares", "has left"])
def test_the_return_of_who_shared_a_household_since_takes_it_from_both(house: House, since: str) -> None:
    house.q1.enrol("m-chi")
    bring(house.q1)
    bought = buy(house.q1, "s1")
    house.q1.sync()
    pool = join(house, BINH, member="m-chi")
    if since == "has left":
        do(house, "household-leave", pool, BINH)
    house.q1.void(bought)
    assert whys(house.q1.sync()) == [""]
    assert (state(house, pool).points, state(house, AN).points) == (0, 0)
    sound(house)
