"""After a restore: what waited for another till is posted beside the requests, whatever crashes."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.wire.journal import CardLinked
from loyalty.wire.messages import LeaseAsk
from server.context import Work
from server.store.chains import lock_chain
from server.store.database import Connection
from server.store.tables.ledger import leases
from server.usecases import posting_again
from server.usecases.admin.after_restore import after_restore
from server.usecases.admin.settle_aside import list_asides
from server.usecases.jobs import run_jobs
from server.usecases.pair import begin_life
from server.usecases.posting_again import post_again
from tests.integration.server.conftest import House, postgres_only
from tests.integration.server.restored_server import burn, declare, heard, spend_again, wait_no_longer
from tests.integration.server.synced import sound, whys

pytestmark = pytest.mark.usefixtures("quick_pins")
AN = "member-an"


def waits(house: House) -> list[Work]:
    """Q2's sale waits for Q1, which is heard last; what its request has left for others to do."""
    house.q1.enrol(AN)
    house.q1.sync()
    house.q1.sell("s1", AN)
    spend_again(house.q2)
    declare(house)
    assert whys(heard(house.q2)) == ["lease-unknown", ""]
    left: list[Work] = []
    house.q1.server = replace(house.server, do_soon=left.append)
    heard(house.q1)
    assert house.holdings().counts["quarantined events"] == 1
    return left


def is_posted(house: House) -> bool:
    sound(house)
    holdings = house.holdings()
    return (holdings.points.burned, holdings.counts["quarantined events"], holdings.alarms) == (40, 0, ())


def test_the_till_that_is_heard_last_does_not_wait_for_it(house: House) -> None:
    (work,) = waits(house)
    assert (
        house.holdings().alarms[0].endswith("lends nothing until what had to wait for another till is posted")
    )
    work()
    assert is_posted(house)
    assert not after_restore(house.server, tenant=house.code).is_open
    work()
    assert is_posted(house)


def test_nothing_is_lent_that_is_spent_and_not_posted_yet(house: House) -> None:
    (work,) = waits(house)
    ask = LeaseAsk("l1", AN)
    assert [each.why for each in house.q1.sync(asks=[ask]).refused] == ["server-restored"]
    work()
    assert [each.amount for each in house.q1.sync(asks=[ask]).leases] == [60]


def test_after_a_crash_the_next_batch_has_it_done(house: House) -> None:
    waits(house)
    house.q2.sync()
    assert is_posted(house)


def test_after_a_crash_the_jobs_do_it(house: House) -> None:
    waits(house)
    assert run_jobs(house.server, house.tenant).posted == 1
    assert is_posted(house)
    assert house.q1.lease("l1", AN, 100).amount == 60
    assert run_jobs(house.server, house.tenant).posted == 0


def test_a_card_that_is_anothers_stays_aside(house: House) -> None:
    card = "9800000000000011"
    house.q1.enrol(AN, card=card)
    house.q1.enrol("member-binh")
    house.q1.record("card_linked", CardLinked("member-binh", card))
    declare(house)
    assert whys(heard(house.q1)) == ["", "", "card-of-another-member"]
    heard(house.q2)
    assert run_jobs(house.server, house.tenant).posted == 0
    assert house.holdings().counts["quarantined events"] == 1
    sound(house)


def test_what_a_bad_sale_has_frozen_stays_so_though_its_till_has_ended_it(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN)
    assert house.q1.lease("l1", AN, 100).amount == 100
    house.q1.sell("s2", AN, earned=0, burn=burn("l1", "lot-s1", 101))
    house.q1.close("l1", AN)
    declare(house)
    assert whys(heard(house.q1)) == ["lease-overspent", "lease-frozen"]
    heard(house.q2)
    assert run_jobs(house.server, house.tenant).posted == 0
    assert [row["state"] for row in house.rows(leases)] == ["frozen"]
    assert house.holdings().counts["quarantined events"] == 2
    sound(house)


def test_the_jobs_post_nothing_while_a_till_is_missing(house: House) -> None:
    house.q1.enrol(AN)
    house.q2.sell("s1", AN)
    declare(house)
    assert whys(heard(house.q2)) == ["member-unknown"]
    assert run_jobs(house.server, house.tenant).posted == 0
    assert after_restore(house.server, tenant=house.code).is_open


def test_who_ends_the_waiting_again_has_it_posted(house: House) -> None:
    house.q2.sell("s1", AN)
    declare(house)
    assert whys(heard(house.q2)) == ["member-unknown"]
    wait_no_longer(house)
    left: list[Work] = []
    house.q1.server = replace(house.server, do_soon=left.append)
    house.q1.enrol(AN)
    heard(house.q1)
    house.clock.move(minutes=5)
    wait_no_longer(house)
    assert house.holdings().counts["quarantined events"] == 0
    with pytest.raises(Refused, match="no-restore"):
        wait_no_longer(house)
    sound(house)


def test_what_waits_for_each_other_is_posted_by_small_pages_too(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each burns what the one before it in another till's journal gave; the last is posted first."""
    monkeypatch.setattr(posting_again, "PAGE", 1)
    house.q1.enrol(AN)
    house.q1.sync()
    sell_in_turn(house)
    declare(house)
    assert set(whys(heard(house.q2))) == {"lease-unknown", ""}
    heard(house.q1)
    holdings = house.holdings()
    assert (holdings.points.burned, holdings.points.outstanding) == (5 * 40, 100 + 5 * 60)
    assert holdings.counts["quarantined events"] == 0
    sound(house)


def sell_in_turn(house: House) -> None:
    house.q1.sell("s0", AN)
    for number in range(1, 6):
        till = house.q2 if number % 2 else house.q1
        till.sell(f"s{number}", AN, earned=100, burn=burn(f"l{number}", f"lot-s{number - 1}", 40))
        till.close(f"l{number}", AN, spent=40)


@postgres_only
def test_an_event_of_an_earlier_life_waits_for_whoever_asks_for_a_receipt_of_it(house: House) -> None:
    """Who asks holds the journal of today; what is posted meanwhile would write over what they are told."""
    house.q2.sell("s1", AN)
    assert whys(house.q2.sync()) == ["member-unknown"]
    house.q1.enrol(AN)
    house.q1.sync()
    today = house.server.database.write(lambda connection: begin_life(connection, house.q2.account))
    (row,) = list_asides(house.server, tenant=house.code)

    def asks(connection: Connection) -> None:
        lock_chain(connection, house.tenant, today.till, today.incarnation)
        posting.append(pool.submit(post_again, house.server, row.aside))
        with pytest.raises(TimeoutError):
            posting[0].result(timeout=0.5)

    posting: list[Future[str]] = []
    with ThreadPoolExecutor(1) as pool:
        house.server.database.write(asks)
        assert posting[0].result(timeout=10) == ""
