"""A tampered till names what is another member's: each has what is their own, merged or apart."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.wire.claims import ClaimClosed
from loyalty.wire.messages import LeaseAsk, Outcome
from server.usecases import merging
from server.usecases.admin.doctor import examine_server
from server.usecases.merging import BY_RULE
from tests.integration.server.conftest import House
from tests.integration.server.test_merging import told
from tests.integration.server.tills import FakeTill, burn_of, sale_body

AN, BINH = "member-an", "member-binh"


@pytest.fixture
def house(house: House) -> House:
    """An has bought rice; a tampered till names An's lot, and even An's sale, in what it sells to Bình."""
    house.q1.enrol(AN)
    house.q1.enrol(BINH)
    house.q1.sell("s-an", AN, earned=100)
    house.q1.sync()
    return house


def sell_into(till: FakeTill, lot: str, *, sale: str = "s-binh", earned: int = 40) -> Outcome:
    body = sale_body(sale, BINH, fingerprint=till.fingerprint, earned=earned)
    assert body.lot is not None
    event = till.record("sale_settled", replace(body, lot=replace(body.lot, lot=lot)))
    return next(each for each in till.sync().outcomes if each.seq == event.seq)


def points(house: House) -> dict[str, int]:
    return {member: state.points for member, state in told(house.q2).items()}


def test_what_is_anothers_stays_theirs_and_the_member_has_their_own(house: House) -> None:
    assert sell_into(house.q2, "lot-s-an").outcome == "applied"
    assert points(house) == {AN: 100, BINH: 40}
    house.check()
    house.q2.void(sale_body("s-binh", BINH, fingerprint=house.q2.fingerprint, earned=40))
    house.q2.sync()
    assert points(house) == {AN: 100, BINH: 0}
    house.check()


@pytest.mark.parametrize("sale", ["s-binh", "s-an"])
def test_merged_and_parted_again_nobody_has_lost_a_point(house: House, sale: str) -> None:
    sell_into(house.q2, "lot-s-an", sale=sale)
    assert merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by="manager")
    assert points(house) == {AN: 140, BINH: 0}
    house.check()
    lease = house.q1.lease("l-1", BINH, 120)
    assert lease.amount == 120
    house.q1.sell("s-2", AN, earned=0, burn=burn_of(lease, 120))
    house.q1.close("l-1", AN, spent=120)
    house.q1.sync()
    house.check()
    merging.unmerge(house.server, house.tenant, alias=BINH, by="manager")
    assert points(house) == {AN: 20, BINH: 0}, "what came under An's name stays with An"
    house.check()


def test_what_the_server_will_call_its_own_no_till_takes_the_name_of(house: House) -> None:
    for number, lot in enumerate(("prize-1", f"opening-{BINH}", "adjust-1")):
        outcome = sell_into(house.q2, lot, sale=f"s-{number}")
        assert (outcome.outcome, outcome.why) == ("quarantined", "lot-reserved")
    assert points(house) == {AN: 100, BINH: 0}
    house.check()


def test_one_name_of_a_lease_is_lent_by_one_member(house: House) -> None:
    house.q1.enrol("member-chi")
    house.q1.sell("s-chi", "member-chi", earned=5)
    sell_into(house.q2, "lot-s-binh")
    asks = [LeaseAsk("l-1", AN, 10), LeaseAsk("l-1", BINH, 10), LeaseAsk("l-2", "member-chi", 5)]
    answer = house.q1.sync(asks=asks)
    assert [(each.lease, each.why) for each in answer.refused] == [("l-1", "lease-of-another-member")]
    assert [(each.lease, each.member) for each in answer.leases] == [("l-1", AN), ("l-2", "member-chi")]
    answer = house.q1.sync(asks=asks)
    assert [(each.lease, each.why) for each in answer.refused] == [("l-1", "lease-of-another-member")]
    assert house.q2.lease("l-3", BINH).amount == 40, "nothing of Bình's was held"
    house.check()


def spent_under_one_name(house: House) -> None:
    """A till spends and closes a lease of An's, and then one of Bình's by the same name."""
    sell_into(house.q2, "lot-s-binh")
    for member, sale, points in ((AN, "b-an", 30), (BINH, "b-binh", 7)):
        lease = house.q1.lease("l-1", member, points)
        house.q1.sell(sale, member, earned=0, burn=burn_of(lease, points))
        house.q1.close("l-1", member, spent=points)
        assert {each.outcome for each in house.q1.sync().outcomes} == {"applied"}


def faults(house: House) -> tuple[str, ...]:
    """What the doctor finds."""
    return examine_server(house.server, tenant=house.code)


def test_what_was_spent_of_both_under_one_name_is_no_fault_of_the_books(house: House) -> None:
    spent_under_one_name(house)
    assert points(house) == {AN: 70, BINH: 33}
    assert faults(house) == ()


@pytest.mark.parametrize(("alias", "survivor"), [(BINH, AN), (AN, BINH)])
def test_two_who_once_had_a_lease_of_one_name_become_one(house: House, alias: str, survivor: str) -> None:
    spent_under_one_name(house)
    assert merging.merge(house.server, house.tenant, alias=alias, survivor=survivor, by="manager")
    assert points(house) == {survivor: 103, alias: 0}
    assert faults(house) == ()
    merging.unmerge(house.server, house.tenant, alias=alias, by="manager")
    assert points(house) == {AN: 70, BINH: 33}
    assert faults(house) == ()


def test_what_is_still_lent_under_the_name_of_another_is_waited_for(house: House) -> None:
    sell_into(house.q2, "lot-s-binh")
    house.q1.lease("l-1", AN, 10)
    house.q1.close("l-1", AN)
    house.q1.sync()
    lease = house.q1.lease("l-1", BINH, 10)
    assert not merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by=BY_RULE)
    with pytest.raises(Refused, match="points-lent"):
        merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by="manager")
    house.q1.sell("b-binh", BINH, earned=0, burn=burn_of(lease, 10))
    house.q1.close("l-1", BINH, spent=10)
    house.q1.sync()
    assert merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by=BY_RULE)
    assert points(house) == {AN: 130, BINH: 0}
    assert faults(house) == ()


@pytest.mark.parametrize(("alias", "survivor"), [(AN, BINH), (BINH, AN)])
def test_two_of_whom_a_till_ends_a_claim_of_one_name_become_one(
    house: House, alias: str, survivor: str
) -> None:
    for member in (AN, BINH):
        house.q1.record("claim_closed", ClaimClosed("c-1", member, used=False))
    house.q1.sync()
    assert merging.merge(house.server, house.tenant, alias=alias, survivor=survivor, by=BY_RULE)
    assert points(house)[survivor] == 100
    house.check()
