"""A server that was put back to an earlier moment: what tills say again comes to what it came to before."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.wire.journal import SaleBurn
from loyalty.wire.messages import LeaseAsk, LeaseRefusal, SyncAnswer
from loyalty.wire.sold import BurnSlice
from server.usecases.admin.after_restore import after_restore, declare_restore, stop_waiting
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.four_eyes import Person
from server.usecases.admin.setup import set_operator
from tests.integration.server.conftest import House
from tests.integration.server.tills import FakeTill

TWO = (Person("ha", "2580"), Person("minh", "2580"))

pytestmark = pytest.mark.usefixtures("quick_pins")


def burn(lease: str, lot: str, points: int) -> SaleBurn:
    return SaleBurn(points, points * 500, lease, (BurnSlice(lot, points),))


def declare(house: House) -> None:
    """Two people say that the server was put back."""
    for code in ("ha", "minh"):
        set_operator(house.server, tenant=house.code, code=code, name=code, role="manager", pin="2580")
    declare_restore(house.server, tenant=house.code, does=TWO[0], approves=TWO[1])


def heard(till: FakeTill) -> SyncAnswer:
    """The till takes the restore up as a till does, and says its journal from the server's end on."""
    answer = till.send(till.request(after=len(till.journal)))
    assert isinstance(answer, SyncAnswer)
    till.acked = answer.ack_seq
    till.paired = replace(till.paired, feed_epoch="")
    answer = till.send(replace(till.request(), restored=answer.restored))
    assert isinstance(answer, SyncAnswer)
    till.acked = answer.ack_seq
    return answer


def whys(answer: SyncAnswer) -> list[str]:
    return [each.why for each in answer.outcomes]


def check(house: House) -> None:
    house.check()
    assert examine_server(house.server, tenant=house.code) == ()


def spend_again(till: FakeTill) -> None:
    """A sale of An's that pays with 40 points of the first one's, inside a lease that is nowhere any more."""
    till.sell("s2", "member-an", earned=0, burn=burn("lost", "lot-s1", 40))
    till.close("lost", "member-an", spent=40)


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
    check(house)


def test_nothing_is_lent_until_every_till_was_heard(house: House) -> None:
    house.q1.enrol("member-an")
    house.q1.sell("s1", "member-an")
    house.q1.sync()
    declare(house)
    heard(house.q1)
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
    check(house)


def test_a_till_that_does_not_come_back_is_waited_for_no_longer_once_two_say_so(house: House) -> None:
    house.q1.enrol("member-an")
    house.q1.sell("s1", "member-an")
    house.q1.sync()
    spend_again(house.q2)
    declare(house)
    heard(house.q1)
    stop_waiting(house.server, tenant=house.code, does=TWO[0], approves=TWO[1])
    house.clock.move(seconds=1)
    house.q1.lease("l2", "member-an", 70)
    assert whys(heard(house.q2)) == ["lease-unknown", ""], "An has only 30 that are not lent"
    house.q1.close("l2", "member-an")
    house.q1.sync()
    with pytest.raises(Refused, match="no-restore"):
        stop_waiting(house.server, tenant=house.code, does=TWO[0], approves=TWO[1])
    check(house)


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
