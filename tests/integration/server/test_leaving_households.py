"""Who leaves a household, with what, and what becomes of what was lent before."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.claims import ClaimAsk, ClaimClosed, rule_thing
from loyalty.wire.messages import LeaseAsk, SyncAnswer, SyncRequest
from server.usecases.admin.people import Who, erase_member
from server.usecases.look_up import look_up
from tests.integration.server.conftest import House
from tests.integration.server.households import AN, BINH, CARDS, CHI, do, join, told, total, with_three
from tests.integration.server.tills import burn_of, sale_body


@pytest.fixture
def house(house: House) -> House:
    """Three people who have bought something, each with a card."""
    return with_three(house)


def test_nobody_leaves_while_a_till_holds_what_they_brought(house: House) -> None:
    house.q2.lease("l1", BINH, 30)
    pool = join(house)
    with pytest.raises(Refused, match="points-lent"):
        do(house, "household-leave", pool, BINH)


def test_who_leaves_takes_number_and_card_and_so_many_points_with_their_days(house: House) -> None:
    pool = join(house)
    before = {each.dies_at for each in told(house.q2)[pool].lots}
    do(house, "household-leave", pool, BINH, points=Points(25))
    members = told(house.q2)
    assert (members[pool].points, members[BINH].points, total(house)) == (115, 25, 147)
    assert (members[BINH].state, members[BINH].is_person, members[BINH].purchases) == ("active", False, 0)
    assert {each.dies_at for each in members[BINH].lots} <= before
    shared = members[pool].household
    assert shared is not None
    assert shared.persons == (AN,)
    assert look_up(house.server, house.q2.account, card=CARDS[BINH], phone=None).member.member == BINH
    house.check()


def test_who_leaves_with_nothing_leaves_all_of_it(house: House) -> None:
    pool = join(house)
    do(house, "household-leave", pool, BINH)
    members = told(house.q2)
    assert (members[pool].points, members[BINH].points) == (140, 0)


def test_nobody_takes_more_than_there_is_nor_what_is_lent(house: House) -> None:
    pool = join(house)
    with pytest.raises(Refused, match="household-points"):
        do(house, "household-leave", pool, BINH, points=Points(141))
    house.q2.lease("l1", pool, 100)
    with pytest.raises(Refused, match="household-points"):
        do(house, "household-leave", pool, BINH, points=Points(41))
    do(house, "household-leave", pool, BINH, points=Points(40))
    house.check()


def test_what_a_till_gives_back_of_before_is_the_pools(house: House) -> None:
    pool = join(house)
    do(house, "household-leave", pool, BINH)
    house.q1.void(sale_body("s-member-binh", BINH, fingerprint=house.q1.fingerprint, earned=40))
    assert [each.why for each in house.q1.sync().outcomes] == [""]
    members = told(house.q2)
    assert (members[pool].points, members[BINH].points, members[BINH].owed) == (100, 0, 0)
    house.check()


def leaves(house: House, pool: str) -> None:
    """Bình goes her way."""
    do(house, "household-leave", pool, BINH)


def is_forgotten(house: House, pool: str) -> None:
    """Bình is erased."""
    del pool
    erase_member(house.server, tenant=house.code, who=Who(member=BINH))


@pytest.mark.parametrize("goes", [leaves, is_forgotten])
def test_what_was_lent_in_the_name_of_who_has_gone_since_is_spent_and_closed_in_the_pool(
    house: House, goes: Callable[[House, str], None]
) -> None:
    pool = join(house)
    lease = house.q2.lease("l1", BINH, 60)
    goes(house, pool)
    burn = burn_of(lease, 50)
    sold = sale_body("s9", BINH, fingerprint=house.q2.fingerprint, earned=8, burn=burn)
    house.q2.record("sale_settled", sold)
    house.q2.close("l1", BINH, spent=50)
    assert [each.why for each in house.q2.sync().outcomes] == ["", ""]
    assert told(house.q2)[pool].points == 140 - 50 + 8
    assert house.holdings().counts["open leases"] == 0
    house.q2.void(sold)
    assert [each.why for each in house.q2.sync().outcomes] == [""]
    assert told(house.q2)[pool].points == 140
    house.check()


@pytest.mark.parametrize("goes", [leaves, is_forgotten])
def test_what_was_lent_and_not_spent_is_free_again_though_its_asker_has_gone(
    house: House, goes: Callable[[House, str], None]
) -> None:
    pool = join(house)
    house.q2.lease("l1", BINH, 60)
    goes(house, pool)
    house.q2.close("l1", BINH)
    assert [each.why for each in house.q2.sync().outcomes] == [""]
    assert told(house.q2)[pool].available == 140
    assert house.holdings().counts["open leases"] == 0
    house.check()


@pytest.mark.parametrize("joined", ["before", "after"])
def test_an_old_message_that_comes_again_lends_nothing_to_who_has_left_since(
    house: House, joined: str
) -> None:
    pool = join(house) if joined == "before" else ""
    claims = (ClaimAsk("c1", BINH, rule_thing("welcome")),)
    old = replace(house.q2.request(asks=[LeaseAsk("l1", BINH, 10)]), claims=claims)
    assert answer_of(house, old).claims_refused == ()
    house.q2.close("l1", BINH)
    house.q2.record("claim_closed", ClaimClosed("c1", BINH, used=False))
    assert [each.why for each in house.q2.sync().outcomes] == ["", ""]
    pool = pool or join(house)
    do(house, "household-leave", pool, BINH, points=20)
    answer = answer_of(house, old)
    assert [(each.lease, each.why) for each in answer.refused] == [("l1", "lease-of-another-member")]
    assert [(each.claim, each.why) for each in answer.claims_refused] == [("c1", "claim-closed")]
    assert (answer.leases, answer.claims) == ((), ())
    house.check()


def answer_of(house: House, request: SyncRequest) -> SyncAnswer:
    answer = house.q2.send(request)
    assert isinstance(answer, SyncAnswer)
    return answer


def test_the_last_one_does_not_leave_and_who_is_not_there_neither(house: House) -> None:
    pool = join(house)
    do(house, "household-leave", pool, AN)
    with pytest.raises(Refused, match="household-last"):
        do(house, "household-leave", pool, BINH)
    with pytest.raises(Refused, match="household-person"):
        do(house, "household-leave", pool, CHI)
