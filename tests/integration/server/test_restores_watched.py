"""Around a restore of the server: who hears of it, what is not closed meanwhile, what alarms tell of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.errors import Refused
from loyalty.wire.messages import LeaseAsk, LeaseRefusal, SyncAnswer
from server.store.heard import AlarmFigures, alarm_figures
from server.usecases.admin.after_restore import after_restore
from server.usecases.admin.close_day import close_day
from server.usecases.admin.reclaim import revoke_till
from server.usecases.admin.setup import settle_alarm
from tests.integration.server.conftest import House, one_more_till
from tests.integration.server.restored_server import burn, declare, half_heard, heard, wait_no_longer
from tests.integration.server.second_disks import copy_of, go_home
from tests.integration.server.synced import whys
from tests.integration.server.tills import FakeTill

AN = "member-an"

pytestmark = pytest.mark.usefixtures("quick_pins")


def figures(house: House) -> AlarmFigures:
    return house.server.database.read(alarm_figures)


def test_a_till_that_was_paired_after_a_restore_is_told_nothing_of_it(house: House) -> None:
    """Told of an old one it would go back by itself at the next, which nobody has said yet."""
    declare(house)
    heard(house.q1)
    heard(house.q2)
    late = one_more_till(house, "Q3")
    late.enrol(AN)
    late.enrol("member-binh")
    with pytest.raises(Refused, match="journal-gap"):
        late.send(late.request(after=1))
    answer = late.send(late.request())
    assert isinstance(answer, SyncAnswer)
    assert answer.restored == ""


def test_a_till_that_is_waited_for_is_told_whatever_it_sends(house: House) -> None:
    house.q1.enrol(AN)
    declare(house)
    gap, plain = house.q1.send(house.q1.request(after=1)), house.q2.sync()
    assert isinstance(gap, SyncAnswer)
    assert gap.restored == plain.restored != ""


def test_no_day_is_closed_before_all_were_heard(house: House) -> None:
    """It would be signed with figures from which the sales of the tills that are missing are left out."""
    house.q1.enrol(AN)
    house.q1.sell("s1", AN)
    house.q1.sync()
    house.clock.move(days=1)
    day = (house.clock.now() - timedelta(days=1)).date()
    declare(house)
    heard(house.q1)
    with pytest.raises(Refused, match="day-not-heard"):
        close_day(house.server, tenant=house.code, store="q1", day=day)
    heard(house.q2)
    (closed,) = close_day(house.server, tenant=house.code, store="q1", day=day)
    assert closed.close.figures.sales == 1


def test_a_till_that_speaks_and_does_not_take_it_up_is_named(house: House) -> None:
    declare(house)
    heard(house.q1)
    assert after_restore(house.server, tenant=house.code).speaking == ()
    house.q2.sync()
    stands = after_restore(house.server, tenant=house.code)
    assert (stands.missing, stands.speaking) == (("Q2",), ("Q2",))


def test_once_the_waiting_is_over_such_a_till_is_as_any_other(house: House) -> None:
    """Of a version that knows nothing of restores it would be lent nothing, and believed, for good."""
    half_heard(house)
    house.q2.sync()
    wait_no_longer(house)
    house.q2.sync()
    assert [each.why for each in refused(house.q2)] == ["server-restored"], "it may be about to take it up"
    house.clock.move(minutes=16)
    house.q2.sync(feed_limit=100)
    house.q2.sell("s2", AN, earned=0, burn=burn("made-up", "lot-s1", 40))
    assert whys(house.q2.sync()) == ["lease-unknown"]
    assert refused(house.q2) == ()
    assert after_restore(house.server, tenant=house.code).missing == ()


def test_one_that_comes_late_is_believed_as_long_as_it_has_not_said_all(house: House) -> None:
    """It was told of the restore, was cut off, and comes an hour after the waiting was over."""
    half_heard(house)
    restored = house.q2.sync().restored
    wait_no_longer(house)
    house.clock.move(hours=1)
    house.q2.sell("s2", AN, earned=0, burn=burn("lost", "lot-s1", 40))
    assert whys(house.q2.sync()) == [""]
    house.q2.sell("s3", AN, earned=0, burn=burn("lost-too", "lot-s1", 20))
    answer = house.q2.send(replace(house.q2.request(), restored=restored))
    assert isinstance(answer, SyncAnswer)
    assert whys(answer) == [""]
    house.check()


def refused(till: FakeTill) -> tuple[LeaseRefusal, ...]:
    return till.sync(asks=[LeaseAsk(f"l-{len(till.journal)}", AN, 10)]).refused


def test_a_till_that_was_revoked_returns_no_more(house: House) -> None:
    before = figures(house).returning
    one_more_till(house, "Q3")
    one_more_till(house, "Q4")
    revoke_till(house.server, tenant=house.code, till="Q3")
    declare(house)
    assert figures(house).returning == before + 3
    revoke_till(house.server, tenant=house.code, till="Q4")
    heard(house.q1)
    heard(house.q2)
    assert not after_restore(house.server, tenant=house.code).is_open
    assert figures(house).returning == before


def test_a_disk_that_was_looked_into_alarms_no_more(house: House) -> None:
    before = figures(house).disks
    house.q1.enrol(AN)
    house.q1.sync()
    twin = copy_of(house.q1)
    for till, member in ((house.q1, "member-binh"), (twin, "member-chi")):
        till.enrol(member)
        till.send(till.request())
    assert figures(house).disks == before + 1
    for life in ("one", "two"):
        go_home(house.q1, life)
        assert figures(house).disks == before + 1, "one till, whatever is to be seen of it"
    settle_alarm(house.server, tenant=house.code, till="Q1")
    assert figures(house).disks == before
