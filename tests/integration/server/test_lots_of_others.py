"""A tampered till names what is another member's: each has what is their own, merged or apart."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.wire.messages import LeaseAsk, Outcome
from server.usecases import merging
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


def test_two_who_have_a_lease_of_one_name_are_not_made_one(house: House) -> None:
    sell_into(house.q2, "lot-s-binh")
    house.q1.lease("l-1", AN, 10)
    house.q2.sync(asks=[LeaseAsk("l-1", BINH, 10)])
    assert not merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by=BY_RULE)
    with pytest.raises(Refused, match="points-lent"):
        merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by="manager")
    assert points(house) == {AN: 100, BINH: 40}
