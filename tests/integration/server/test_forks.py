"""Disks that lived twice: found out at the first contact, frozen, told, and paid for by the house alone."""

from dataclasses import dataclass, replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.chain import GENESIS, next_hash
from loyalty.wire.feed import TillRow
from loyalty.wire.journal import SaleReceipt
from loyalty.wire.messages import LeaseAsk, OpenLease, SyncAnswer
from loyalty.wire.rehoming import (
    EventRehomed,
    RehomeRequest,
    rehomed_operation,
)
from server.usecases.admin.setup import settle_alarm
from server.usecases.rehome import rehome
from server.usecases.sync import sync
from server.usecases.taking_in import Forked
from tests.integration.server.conftest import House
from tests.integration.server.second_disks import ask_home, copy_of, go_home
from tests.integration.server.tills import FakeTill, burn_of, sale_body

AN = "member-an"


@dataclass
class Twins:
    """One till's disk and a copy of it, both with a lease of all of An's 100 points."""

    disk: FakeTill
    copy: FakeTill
    lease: OpenLease


@pytest.fixture
def twins(house: House) -> Twins:
    house.q1.enrol(AN)
    house.q1.sell("opening", AN, earned=100)
    house.q1.sync()
    lease = house.q1.lease("l1", AN)
    return Twins(house.q1, copy_of(house.q1), lease)


def spend(till: FakeTill, lease: OpenLease, sale: str, points: int) -> None:
    body = sale_body(sale, AN, fingerprint=till.fingerprint, earned=0, burn=burn_of(lease, points))
    till.record("sale_settled", body, operation=f"op-{sale}")
    till.record("lease_closed", {"lease": lease.lease, "member": AN, "spent": points}, operation=f"c-{sale}")


def outcomes(answer: SyncAnswer) -> list[tuple[str, str]]:
    return [(each.outcome, each.why) for each in answer.outcomes]


def alarm_of(house: House, till: FakeTill) -> str:
    """What another till is told of it by the feed."""
    answer = house.q2.sync(feed_limit=500)
    rows = [row for row in answer.feed.rows if (row.kind, row.key) == ("till", till.paired.till)]
    return TillRow.from_json(rows[-1].body).alarm


def test_a_copy_is_found_at_its_first_contact_and_nothing_is_lent_to_it(house: House, twins: Twins) -> None:
    spend(twins.disk, twins.lease, "s1", 30)
    twins.disk.sync()
    spend(twins.copy, twins.lease, "s2", 70)
    assert twins.copy.send(twins.copy.request()) == Forked(3)
    assert isinstance(twins.disk.send(twins.disk.request()), Forked)  # neither goes on as it was
    assert alarm_of(house, twins.disk) == "forked"
    holdings = house.holdings()
    assert holdings.alarms == (
        "till Q1: two disks wrote its journal; what it was lent is frozen, and it has not come back since",
        "till Q1: two journals of incarnation 1 part at event 3",
    )
    house.check()


def test_what_two_disks_spent_of_one_lease_costs_the_house_at_most_what_it_held(
    house: House, twins: Twins
) -> None:
    spend(twins.copy, twins.lease, "s2", 80)
    spend(twins.disk, twins.lease, "s1", 70)
    twins.disk.journal.pop()  # cut off before the end of the lease was sent
    answer = twins.disk.sync()
    assert outcomes(answer) == [("applied", "")]
    assert isinstance(twins.copy.send(twins.copy.request()), Forked)
    home = go_home(twins.copy, "r1")
    assert outcomes(home.sync()) == [("applied", ""), ("applied", "")]
    points = house.holdings().points
    assert (points.burned, points.house_loss, points.outstanding) == (150, 50, 0)
    assert alarm_of(house, twins.disk) == "restored"
    house.check()


def test_a_disk_that_spends_what_its_twin_gave_back_costs_the_house(house: House, twins: Twins) -> None:
    spend(twins.copy, twins.lease, "s2", 100)
    spend(twins.disk, twins.lease, "s1", 10)
    twins.disk.sync()
    assert house.q2.lease("l2", AN).amount == 90
    assert isinstance(twins.copy.send(twins.copy.request()), Forked)
    assert outcomes(go_home(twins.copy, "r1").sync()) == [("applied", ""), ("applied", "")]
    points = house.holdings().points
    assert (points.burned, points.house_loss, points.outstanding) == (110, 100, 90)
    house.check()


def test_a_loss_is_undone_by_the_void_of_its_sale(house: House, twins: Twins) -> None:
    spend(twins.disk, twins.lease, "s1", 70)
    twins.disk.journal.pop()
    twins.disk.sync()
    sale = sale_body("s2", AN, fingerprint=house.q1.fingerprint, earned=0, burn=burn_of(twins.lease, 80))
    twins.copy.record("sale_settled", sale, operation="op-s2")
    twins.copy.send(twins.copy.request())
    home = go_home(twins.copy, "r1")
    home.sync()
    assert house.holdings().points.house_loss == 50
    home.void(sale)
    answer = home.sync()
    assert outcomes(answer) == [("applied", "")]
    points = house.holdings().points
    assert (points.burned, points.house_loss, points.outstanding) == (70, 0, 30)
    house.check()


def test_a_restored_disk_says_nothing_twice(house: House, twins: Twins) -> None:
    """The server has events that the restored disk still holds as not acknowledged."""
    twins.disk.sell("s1", AN, earned=40)
    twins.copy.journal.append(twins.disk.journal[-1])
    twins.disk.sell("s2", AN, earned=2)
    twins.disk.sync()
    twins.copy.sell("s3", AN, earned=10)
    home = go_home(twins.copy, "r1")
    assert outcomes(home.sync()) == [("applied", ""), ("applied", "")]
    assert house.holdings().points.issued == 152
    again = go_home(home, "r2")  # restored once more, from before any acknowledgement
    again.journal.clear()
    for event in home.journal:
        body = EventRehomed.from_json(event.body)
        operation = rehomed_operation(body.operation_id, again.paired.incarnation)
        again.record("event_rehomed", body, operation=operation)
    assert outcomes(again.sync()) == [("applied", ""), ("applied", "")]
    assert house.holdings().points.issued == 152
    house.check()


def test_the_same_operation_with_another_content_is_put_aside(twins: Twins) -> None:
    twins.disk.record("member_enrolled", {"member": "m2"}, operation="once")
    twins.disk.sync()
    twins.copy.record("member_enrolled", {"member": "m3"}, operation="once")
    home = go_home(twins.copy, "r1")
    assert outcomes(home.sync()) == [("quarantined", "operation-differs")]


def written_once(till: FakeTill, *, seq: int, kind: str, body: JsonObject) -> EventRehomed:
    """Something odd of an earlier life, as its journal had it."""
    name, at = f"odd-{seq}", "2026-11-25T03:00:00.000Z"
    hash_ = next_hash(
        GENESIS,
        till=till.paired.till,
        incarnation=1,
        seq=seq,
        operation_id=name,
        kind=kind,
        at=at,
        operator="lan",
        body=body,
    )
    return EventRehomed(1, seq, name, kind, at, "lan", body, GENESIS, hash_)


def test_a_row_that_was_changed_in_the_old_journal_stays_found_in_the_new(twins: Twins) -> None:
    home = go_home(twins.copy, "r1")
    said = written_once(home, seq=1, kind="member_enrolled", body={"member": "m2"})
    home.record("event_rehomed", replace(said, body={"member": "m3"}))
    home.record("event_rehomed", said)
    assert outcomes(home.sync()) == [("quarantined", "chain-broken"), ("applied", "")]


def test_what_is_odd_in_an_event_said_again_is_put_aside_like_any(twins: Twins) -> None:
    home = go_home(twins.copy, "r1")
    odd: list[tuple[str, JsonObject]] = [("sale_settled", {}), ("unheard_of", {}), ("event_rehomed", {})]
    for number, (kind, body) in enumerate(odd):
        said = written_once(home, seq=number + 1, kind=kind, body=body)
        home.record("event_rehomed", said)
    home.record("event_rehomed", {"nonsense": True})
    whys = [each.why.partition(":")[0] for each in home.sync().outcomes]
    assert whys == ["body-unreadable", "kind-unknown", "body-unreadable", "body-unreadable"]


def test_a_new_life_is_given_once_however_often_it_is_asked_for(house: House, twins: Twins) -> None:
    first = ask_home(twins.disk, "r1")
    assert ask_home(twins.disk, "r1") == first
    assert (first.incarnation, first.is_cloned) == (2, False)
    assert house.q1.account.incarnation == 2
    with pytest.raises(Refused, match="incarnation-retired"):
        twins.disk.send(twins.disk.request())


def test_two_disks_that_both_live_are_lent_nothing_until_somebody_has_looked(
    house: House, twins: Twins
) -> None:
    home = go_home(twins.disk, "r1")
    home.sync()
    second = ask_home(twins.copy, "r2", "incarnation-retired")
    assert (second.incarnation, second.is_cloned) == (3, True)
    assert alarm_of(house, home) == "cloned"
    third = go_home(home, "r3")
    third.sell("s9", AN, earned=7)
    refused = third.sync(asks=[LeaseAsk("l9", AN)]).refused
    assert [each.why for each in refused] == ["till-cloned"]
    assert settle_alarm(house.server, tenant=house.code, till="Q1") == 3
    assert third.lease("l10", AN).amount == 7
    assert alarm_of(house, home) == ""
    house.check()


def test_a_new_life_is_refused_to_a_stranger(twins: Twins) -> None:
    twins.copy.key = Ed25519PrivateKey.generate()
    with pytest.raises(Refused, match="head-signature"):
        ask_home(twins.copy, "r1")


def test_a_new_life_is_refused_to_a_life_that_never_was(twins: Twins) -> None:
    twins.copy.paired = replace(twins.copy.paired, incarnation=9)
    with pytest.raises(Refused, match="incarnation-unknown"):
        ask_home(twins.copy, "r1")


def test_a_till_asks_for_no_other(house: House, twins: Twins) -> None:
    twins.copy.paired = house.q2.paired
    request = RehomeRequest(1, house.q2.paired.till, 1, "r1", "journal-forked", 0, bytes(32), bytes(64))
    with pytest.raises(Refused, match="not-your-journal"):
        rehome(house.server, house.q1.account, request, nonce="nonce")


def test_a_batch_that_waited_for_the_new_life_grants_nothing_to_the_old(house: House, twins: Twins) -> None:
    """It was believed before the till had a new life, and comes to its turn after."""
    stale = twins.copy.account
    ask_home(twins.disk, "r1")
    with pytest.raises(Refused, match="incarnation-retired"):
        sync(house.server, stale, twins.copy.request(asks=[LeaseAsk("l5", AN)]), nonce="nonce")


def test_receipt_numbers_go_on_after_the_last_that_the_server_knows(house: House) -> None:
    sale = sale_body("s1", None, fingerprint=house.q1.fingerprint)
    house.q1.record("sale_settled", replace(sale, receipt=SaleReceipt(41, "Q1-000041", "9")))
    house.q1.void(sale)
    house.q1.sync()
    assert ask_home(house.q1, "r1").receipt_number == 42


def test_points_a_frozen_lease_holds_stay_reserved(house: House, twins: Twins) -> None:
    ask_home(twins.disk, "r1")
    assert house.q2.sync(asks=[LeaseAsk("l2", AN)]).refused[0].why == "nothing-available"
    assert house.holdings().points.outstanding == Points(100)
