"""A server that was put back to an earlier moment: what tills say again comes to what it came to before."""

from datetime import timedelta

import pytest

from loyalty.errors import Refused
from loyalty.wire.journal import SaleSettled
from loyalty.wire.messages import LeaseAsk, LeaseRefusal, SyncAnswer
from server.usecases.admin.after_restore import after_restore
from server.usecases.jobs import run_jobs
from tests.integration.server.conftest import House
from tests.integration.server.restored_server import (
    burn,
    declare,
    half_heard,
    heard,
    spend_again,
    wait_no_longer,
)
from tests.integration.server.synced import sound, whys

pytestmark = pytest.mark.usefixtures("quick_pins")


def test_what_was_spent_inside_a_lost_lease_is_spent_once(house: House) -> None:
    house.q1.enrol("member-an")
    house.q1.sell("s1", "member-an")
    house.q1.sync()
    spend_again(house.q1)
    declare(house)
    for _ in range(2):
        assert whys(heard(house.q1)) in (["", ""], [])
        house.q1.acked = 2
    house.q1.acked = 4
    heard(house.q2)
    points = house.holdings().points
    assert (points.burned, points.outstanding, points.owed) == (40, 60, 0)
    assert house.holdings().counts["open leases"] == 0
    sound(house)


def test_nothing_is_lent_until_every_till_was_heard(house: House) -> None:
    half_heard(house)
    ask = LeaseAsk("l2", "member-an")
    assert house.q1.sync(asks=[ask]).refused == (LeaseRefusal("l2", "server-restored"),)
    assert "Q2" in " ".join(house.holdings().alarms)
    heard(house.q2)
    assert house.holdings().alarms == ()
    assert [each.amount for each in house.q1.sync(asks=[ask]).leases] == [100]
    assert not after_restore(house.server, tenant=house.code).is_open


def test_whoever_is_heard_first_waits_for_what_the_other_gave(house: House) -> None:
    """Q2 burned what Q1 had given, and is heard before it."""
    house.q1.enrol("member-an")
    house.q1.sync()
    house.q1.sell("s1", "member-an")
    spend_again(house.q2)
    declare(house)
    assert whys(heard(house.q2)) == ["lease-unknown", ""]
    heard(house.q1)
    holdings = house.holdings()
    assert (holdings.points.burned, holdings.points.outstanding) == (40, 60)
    assert (holdings.counts["quarantined events"], holdings.counts["open leases"]) == (0, 0)
    sound(house)


@pytest.mark.parametrize("is_swept", [False, True], ids=["dead", "swept"])
def test_what_was_spent_before_it_died_is_spent(house: House, *, is_swept: bool) -> None:
    """Points that are lent do not die; whoever lost the lease had not known that they were."""
    house.q1.enrol("member-an")
    house.q1.sell("s1", "member-an", dies_at=house.clock.now() + timedelta(hours=1))
    house.q1.sync()
    spend_again(house.q1)
    house.clock.move(hours=2)
    if is_swept:
        assert run_jobs(house.server, house.tenant).expired == 1
    declare(house)
    assert whys(heard(house.q1)) == ["", ""]
    heard(house.q2)
    run_jobs(house.server, house.tenant)
    points = house.holdings().points
    assert (points.burned, points.expired, points.outstanding, points.owed) == (40, 60, 0, 0)
    sound(house)


@pytest.mark.parametrize(("earned_since", "owed"), [(0, 40), (30, 10)])
def test_what_was_brought_back_is_taken_from_what_was_not_spent_before(
    house: House, earned_since: int, owed: int
) -> None:
    """The return took the whole lot, whose lease was not known; what was spent of it is owed, or paid."""
    house.q1.enrol("member-an")
    sold = house.q1.sell("s1", "member-an")
    house.q1.sync()
    house.q1.void(SaleSettled.from_json(sold.body))
    spend_again(house.q2)
    if earned_since:
        house.q2.sell("s3", "member-an", earned=earned_since)
    declare(house)
    assert whys(heard(house.q1)) == [""]
    assert whys(heard(house.q2))[0] == "lease-unknown"
    run_jobs(house.server, house.tenant)
    points = house.holdings().points
    assert (points.burned, points.outstanding, points.owed) == (40, 0, owed)
    assert house.holdings().counts["quarantined events"] == 0
    sound(house)


def test_more_than_a_return_has_taken_is_not_spent_again(house: House) -> None:
    house.q1.enrol("member-an")
    sold = house.q1.sell("s1", "member-an")
    house.q1.sync()
    house.q1.void(SaleSettled.from_json(sold.body))
    house.q2.sell("s2", "member-an", earned=0, burn=burn("lost", "lot-s1", 101))
    declare(house)
    heard(house.q1)
    assert whys(heard(house.q2)) == ["lease-unknown"]
    run_jobs(house.server, house.tenant)
    points = house.holdings().points
    assert (points.burned, points.outstanding, points.owed) == (0, 0, 0)
    sound(house)


def test_more_than_was_ever_there_is_not_spent_again(house: House) -> None:
    house.q1.enrol("member-an")
    house.q1.sell("s1", "member-an", dies_at=house.clock.now() + timedelta(hours=1))
    house.q1.sync()
    house.q1.sell("s2", "member-an", earned=0, burn=burn("lost", "lot-s1", 101))
    house.clock.move(hours=2)
    run_jobs(house.server, house.tenant)
    declare(house)
    assert whys(heard(house.q1)) == ["lease-unknown"]
    assert house.holdings().points.expired == 100
    sound(house)


def test_a_till_that_does_not_come_back_is_waited_for_no_longer_once_two_say_so(house: House) -> None:
    house.q1.enrol("member-an")
    house.q1.sell("s1", "member-an")
    house.q1.sync()
    spend_again(house.q2)
    declare(house)
    heard(house.q1)
    wait_no_longer(house)
    house.clock.move(seconds=1)
    house.q1.lease("l2", "member-an", 70)
    assert whys(heard(house.q2)) == ["lease-unknown", ""], "An has only 30 that are not lent"
    house.q1.close("l2", "member-an")
    house.q1.sync()
    with pytest.raises(Refused, match="no-restore"):
        wait_no_longer(house)
    sound(house)


def test_before_two_people_have_said_so_a_gap_is_a_gap(house: House) -> None:
    house.q1.enrol("member-an")
    house.q1.enrol("member-binh")
    with pytest.raises(Refused, match="journal-gap"):
        house.q1.send(house.q1.request(after=1))
    assert after_restore(house.server, tenant=house.code).restore is None
    declare(house)
    answer = house.q1.send(house.q1.request(after=1))
    assert isinstance(answer, SyncAnswer)
    assert (answer.ack_seq, answer.outcomes) == (0, ())
    assert answer.restored


def test_the_feed_starts_over_for_every_till(house: House) -> None:
    house.q1.sync(feed_limit=100)
    before = house.q1.paired.feed_epoch
    declare(house)
    page = house.q1.sync(feed_limit=100).feed
    assert page.epoch != before
    assert page.rows
