"""Leases by the program's policy: caps, regulars, call-backs, and what a manager's reclaim exposes."""

import pytest

from loyalty.errors import Refused
from loyalty.wire.messages import CALLED_BACK, LeaseAsk, SyncAnswer
from server.usecases.admin.publish import publish_program
from server.usecases.admin.reclaim import exposures, reclaim
from server.usecases.admin.setup import make_pairing_code
from tests.integration.server.conftest import PROGRAM, House
from tests.integration.server.tills import FakeTill, burn_of, pair_till

AN, BINH = "member-an", "member-binh"


@pytest.fixture
def house(house: House) -> House:
    """The house, with two members of 100 points each."""
    for member in (AN, BINH):
        house.q1.enrol(member)
        house.q1.sell(f"opening-{member}", member, earned=100)
    house.q1.sync()
    return house


def publish(house: House, leases: str) -> None:
    text = f"{PROGRAM}\n{leases}"
    publish_program(house.server, tenant=house.code, text=text, name="program.toml")


def refusals(answer: SyncAnswer) -> list[tuple[str, str]]:
    return [(each.lease, each.why) for each in answer.refused]


def ask(till: FakeTill, lease: str, member: str = AN, *, ahead: bool = False) -> SyncAnswer:
    return till.sync(asks=[LeaseAsk(lease, member, 0, ahead)])


def test_the_program_caps_what_a_member_and_a_till_are_lent(house: House) -> None:
    publish(house, "[leases]\nshare_percent = 80\nmember_max = 90\ntill_max = 120")
    first = house.q1.lease("l1", AN)
    assert (first.amount, first.cap) == (80, "share-cap")
    second = house.q2.lease("l2", AN)
    assert (second.amount, second.cap) == (10, "member-cap")
    third = house.q1.lease("l3", BINH)
    assert (third.amount, third.cap) == (40, "till-cap")
    assert refusals(ask(house.q1, "l4", BINH)) == [("l4", "till-cap")]
    assert house.q1.sync().leases[0].cap == "share-cap"  # told again with every answer
    house.check()


def test_two_asks_in_one_batch_share_the_tills_limit(house: House) -> None:
    publish(house, "[leases]\ntill_max = 120")
    answer = house.q1.sync(asks=[LeaseAsk("l1", AN), LeaseAsk("l2", BINH)])
    assert [(each.lease, each.amount) for each in answer.leases] == [("l1", 100), ("l2", 20)]


def test_regulars_are_named_once_the_till_asks_and_leased_for_hours(house: House) -> None:
    publish(house, "[leases.ahead]\nvisits = 2\nhours = 6\nmembers = 5\nshare_percent = 50")
    house.q2.sell("s1", AN, earned=0)
    house.q2.sync()
    quiet = house.q1.send(house.q1.request())
    assert isinstance(quiet, SyncAnswer)
    assert quiet.regulars == ()
    asked = house.q1.send(house.q1.request(ahead_held=0))
    assert isinstance(asked, SyncAnswer)
    assert asked.regulars == (AN,)  # Bình came once
    (lease,) = ask(house.q1, "l1", ahead=True).leases
    assert (lease.amount, lease.cap) == (50, "share-cap")
    assert lease.until == "2026-11-25T09:00:00.000Z"
    again = house.q1.send(house.q1.request(ahead_held=1))
    assert isinstance(again, SyncAnswer)
    assert again.regulars == ()
    full = house.q2.send(house.q2.request(ahead_held=5))
    assert isinstance(full, SyncAnswer)
    assert full.regulars == ()


def test_without_a_policy_nobody_is_placed_beforehand(house: House) -> None:
    answer = house.q1.send(house.q1.request(ahead_held=0))
    assert isinstance(answer, SyncAnswer)
    assert answer.regulars == ()


def test_what_another_till_waits_for_is_called_back_and_granted_after(house: House) -> None:
    house.q1.lease("l1", AN)
    house.q2.sync(feed_limit=500)
    assert refusals(ask(house.q2, "l2")) == [("l2", CALLED_BACK)]
    assert refusals(ask(house.q2, "l2")) == [("l2", CALLED_BACK)]
    answer = house.q1.sync()
    assert answer.called_back == ("l1",)
    house.q1.close("l1", AN)
    assert house.q1.sync().called_back == ()
    assert house.q2.lease("l2", AN).amount == 100
    house.check()


def test_an_ask_beforehand_calls_nothing_back(house: House) -> None:
    house.q1.lease("l1", AN)
    assert refusals(ask(house.q2, "l2", ahead=True)) == [("l2", "nothing-available")]
    assert house.q1.sync().called_back == ()


def test_a_manager_sees_what_is_exposed_and_takes_it_back(house: House) -> None:
    house.q1.lease("l1", AN)
    house.q1.lease("l2", BINH)
    shown = exposures(house.server, tenant=house.code, till="Q1")
    assert {(each.lease, each.member, each.points) for each in shown} == {("l1", AN, 100), ("l2", BINH, 100)}
    freed = reclaim(house.server, tenant=house.code, till="Q1")
    assert sum(each.points for each in freed) == 200
    assert exposures(house.server, tenant=house.code, till="Q1") == ()
    assert house.q2.lease("l3", AN).amount == 100
    house.check()


def test_what_was_spent_before_a_reclaim_and_told_after_is_the_houses_loss(house: House) -> None:
    lease = house.q1.lease("l1", AN)
    house.q1.sell("s1", AN, earned=0, burn=burn_of(lease, 60))
    house.q1.close("l1", AN, spent=60)
    reclaim(house.server, tenant=house.code, till="Q1")
    answer = house.q1.sync()
    assert [(each.outcome, each.why) for each in answer.outcomes] == [("applied", ""), ("applied", "")]
    points = house.holdings().points
    assert (points.burned, points.house_loss, points.outstanding) == (60, 60, 200)
    house.check()


def test_a_reclaimed_lease_is_gone_from_the_answer_and_never_comes_back(house: House) -> None:
    house.q1.lease("l1", AN)
    reclaim(house.server, tenant=house.code, till="Q1")
    assert house.q1.sync().leases == ()
    assert refusals(ask(house.q1, "l1")) == [("l1", "lease-closed")]


def test_a_till_that_is_not_there_is_named_with_its_neighbours(house: House) -> None:
    with pytest.raises(Refused, match="no-such-till"):
        reclaim(house.server, tenant=house.code, till="Q9")


def test_what_a_life_that_is_over_holds_is_reclaimed_too(house: House) -> None:
    house.q1.lease("l1", AN)
    pair_till(
        house.server, make_pairing_code(house.server, tenant=house.code, till="Q1"), now=house.clock.now()
    )
    assert [each.state for each in reclaim(house.server, tenant=house.code, till="Q1")] == ["frozen"]
    assert house.q2.lease("l2", AN).amount == 100
