"""Whose recommendation does not count is told; what a forgotten friend brings back takes the thanks along."""

import pytest

from loyalty.account.kept_json import kept_from_json
from server.context import Server
from server.usecases import merging
from server.usecases.admin.people import Who, erase_member
from tests.integration.server.conftest import FakeClock, House
from tests.integration.server.kept_things import state
from tests.integration.server.recommending import AN, BINH, bring, buy, recommending_house, thanks
from tests.integration.server.synced import whys
from tests.integration.server.test_referral_merged import CHI, DUNG, have, is_well, two_friends


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """An, who recommends the program."""
    return recommending_house(server, clock)


def passed_over(house: House) -> dict[str, list[str]]:
    """Who has been told that a friend does not count, and of whom."""
    said = {member: state(house, member).keeping or {} for member in (AN, BINH, CHI, DUNG)}
    kept = {member: kept_from_json(each).passed_over for member, each in said.items()}
    return {member: [each.friend for each in friends] for member, friends in kept.items() if friends}


def test_whose_recommendation_does_not_count_is_told_and_told_no_more_once_it_does(house: House) -> None:
    two_friends(house)
    merging.merge(house.server, house.tenant, alias=DUNG, survivor=BINH, by="manager")
    assert passed_over(house) == {CHI: [DUNG]}
    merging.unmerge(house.server, house.tenant, alias=DUNG, by="manager")
    assert passed_over(house) == {}
    buy(house.q1, "s1", DUNG)
    house.q1.sync()
    assert have(house)[CHI] == 100
    merging.merge(house.server, house.tenant, alias=DUNG, survivor=BINH, by="manager")
    assert passed_over(house) == {AN: [BINH]}, "a purchase has counted for the other"
    assert is_well(house)


def test_nobody_is_told_of_a_friend_whom_they_recommended_twice_or_who_was_thanked_for_twice(
    house: House,
) -> None:
    house.q1.enrol(CHI)
    bring(house.q1)
    bring(house.q1, DUNG)
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=DUNG, survivor=BINH, by="manager")
    assert passed_over(house) == {}
    merging.unmerge(house.server, house.tenant, alias=DUNG, by="manager")
    buy(house.q1, "s1")
    buy(house.q1, "s2", DUNG)
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=DUNG, survivor=BINH, by="manager")
    assert passed_over(house) == {}
    assert is_well(house)


def test_who_stands_for_whoever_recommended_hears_that_it_does_not_count(house: House) -> None:
    two_friends(house)
    house.q1.enrol("m-older")
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=CHI, survivor="m-older", by="manager")
    merging.merge(house.server, house.tenant, alias=DUNG, survivor=BINH, by="manager")
    assert "passed_over" in (state(house, "m-older").keeping or {})
    merging.unmerge(house.server, house.tenant, alias=DUNG, by="manager")
    assert "passed_over" not in (state(house, "m-older").keeping or {})
    assert is_well(house)


def test_what_is_bought_after_a_friend_was_forgotten_counts_for_nobody(house: House) -> None:
    bring(house.q1)
    bought = buy(house.q1, "s1")
    house.q1.sync()
    erase_member(house.server, tenant=house.code, who=Who(member=BINH))
    assert state(house, BINH).keeping is None, "no till is told"
    house.q1.void(bought)
    buy(house.q1, "s2")
    house.q1.sync()
    assert state(house, AN).points == 0
    assert is_well(house)


@pytest.mark.parametrize("merged", [False, True], ids=["alone", "who was merged"])
def test_what_a_friend_who_was_forgotten_brings_back_takes_the_thanks_for_it(
    house: House, *, merged: bool
) -> None:
    had = thanks(house)
    house.q1.enrol(CHI)
    bring(house.q1)
    bought = buy(house.q1, "s1")
    house.q1.sync()
    if merged:
        merging.merge(house.server, house.tenant, alias=BINH, survivor=CHI, by="manager")
    erase_member(house.server, tenant=house.code, who=Who(member=CHI if merged else BINH))
    assert (state(house, AN).points, thanks(house)) == (100, had + 1)
    house.q1.void(bought)
    assert whys(house.q1.sync()) == [""]
    assert (state(house, AN).points, thanks(house)) == (0, had)
    assert is_well(house)
