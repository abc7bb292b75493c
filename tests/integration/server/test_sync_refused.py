"""What a till says and the server does not believe: put aside, or refused with where to go on."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.units import Money, Points
from loyalty.wire.journal import Refunded, SaleBurn, SaleVoided
from loyalty.wire.sold import BurnSlice
from server.usecases.taking_in import Forked
from tests.integration.server.conftest import House
from tests.integration.server.synced import AN, state_of, whys
from tests.integration.server.tills import sale_body


def test_a_void_twice_is_put_aside(house: House) -> None:
    house.q1.enrol(AN)
    sale = sale_body("s1", AN, fingerprint=house.q1.fingerprint)
    house.q1.record("sale_settled", sale)
    house.q1.void(sale)
    house.q1.void(sale)
    assert whys(house.q1.sync()) == ["", "", "", "sale-voided"]
    assert house.holdings().counts["voided sales"] == 1


def test_another_till_cannot_void_a_sale(house: House) -> None:
    house.q1.enrol(AN)
    sale = sale_body("s1", AN, fingerprint=house.q1.fingerprint)
    house.q1.record("sale_settled", sale)
    house.q1.sync()
    house.q2.void(sale)
    assert whys(house.q2.sync()) == ["sale-unknown"]


def test_a_sale_that_does_not_add_up_is_put_aside(house: House) -> None:
    house.q1.enrol(AN)
    right = sale_body("s1", AN, fingerprint=house.q1.fingerprint)
    house.q1.record("sale_settled", replace(right, earned_points=999))
    house.q1.record("sale_settled", replace(right, total=1, to_pay=1))
    house.q1.record("sale_settled", replace(right, program=replace(right.program, fingerprint="other")))
    house.q1.record("sale_settled", right)
    house.q1.record("sale_settled", right)
    assert whys(house.q1.sync()) == ["", "sums-differ", "sums-differ", "program-unknown", "", "sale-exists"]
    assert house.holdings().points.issued == 100


def test_an_operation_recorded_twice_is_done_once(house: House) -> None:
    house.q1.enrol(AN)
    for sale in ("s1", "s2"):
        body = sale_body(sale, AN, fingerprint=house.q1.fingerprint)
        house.q1.record("sale_settled", body, operation="the-same")
    house.q1.sync()
    house.q1.record(
        "sale_settled", sale_body("s3", AN, fingerprint=house.q1.fingerprint), operation="the-same"
    )
    assert whys(house.q1.sync()) == ["operation-repeated"]
    assert house.holdings().points.issued == 100


def test_a_row_whose_hash_is_not_its_content_is_put_aside_and_the_chain_goes_on(house: House) -> None:
    house.q1.enrol(AN)
    damaged = house.q1.sell("s1", AN)
    house.q1.sell("s2", AN, earned=5)
    house.q1.journal[1] = replace(damaged, body={**damaged.body, "total": 1})
    answer = house.q1.sync()
    assert whys(answer) == ["", "chain-broken", ""]
    assert state_of(answer).points == 5
    house.check()


def test_another_journal_at_the_same_place_sounds_an_alarm_and_freezes(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN)
    house.q1.sync()
    house.q1.lease("l1", AN)
    fork = replace(house.q1, journal=house.q1.journal[:1], acked=1)
    fork.sell("s1-again", AN)
    assert fork.send(fork.request()) == Forked(2)
    assert house.q1.send(house.q1.request()) == Forked(2)
    counts = house.holdings().counts
    assert (counts["alarms"], counts["open leases"], counts["frozen leases"]) == (1, 0, 1)
    assert counts["events"] == 2
    house.check()


def test_a_gap_is_refused_with_the_place_to_go_on_from(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sync()
    house.q1.sell("s1", AN)
    house.q1.sell("s2", AN)
    with pytest.raises(Refused) as refusal:
        house.q1.send(house.q1.request(after=2))
    assert (refusal.value.code, refusal.value.params["ack_seq"]) == ("journal-gap", 1)
    assert house.q1.sync().ack_seq == 3


def test_a_batch_of_another_till_or_incarnation_is_refused(house: House) -> None:
    house.q1.enrol(AN)
    request = house.q1.request()
    foreign = replace(house.q1, paired=house.q2.paired)
    with pytest.raises(Refused, match="not-your-journal"):
        foreign.send(request)
    unheard_of = replace(house.q1.paired, incarnation=7)
    with pytest.raises(Refused, match="incarnation-unknown"):
        replace(house.q1, paired=unheard_of, journal=[]).sync()


def test_a_head_signed_with_another_key_is_refused(house: House) -> None:
    house.q1.enrol(AN)
    forged = replace(house.q1, key=house.q2.key)
    with pytest.raises(Refused, match="head-signature"):
        forged.sync()
    assert house.holdings().counts["events"] == 0


def test_a_batch_that_is_not_what_it_says_is_refused(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN)
    request = house.q1.request()
    with pytest.raises(Refused, match="batch-events"):
        house.q1.send(replace(request, events=request.events[1:]))
    with pytest.raises(Refused, match="batch-head"):
        house.q1.send(replace(request, events=request.events[:1]))


def test_a_void_that_says_another_figure_is_put_aside(house: House) -> None:
    house.q1.enrol(AN)
    sale = sale_body("s1", AN, fingerprint=house.q1.fingerprint)
    house.q1.record("sale_settled", sale)
    for back in (
        Refunded(Money(sale.total + 1), Points(100), Points(0)),
        Refunded(Money(sale.total), Points(99), Points(0)),
    ):
        house.q1.record("sale_voided", SaleVoided("s1", back))
    assert whys(house.q1.sync()) == ["", "", "refund-differs", "refund-differs"]


def test_a_sale_of_one_till_cannot_be_made_again_by_another(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN)
    house.q1.sync()
    house.q2.sell("s1", AN)
    assert whys(house.q2.sync()) == ["sale-exists"]
    assert house.holdings().points.issued == 100


def test_nobodys_sale_burns_nothing(house: House) -> None:
    burn = SaleBurn(10, 5_000, "l1", (BurnSlice("lot", 10),))
    house.q1.sell("s1", None, burn=burn)
    assert whys(house.q1.sync()) == ["sums-differ"]


def test_a_member_cannot_be_enrolled_twice(house: House) -> None:
    house.q1.enrol(AN)
    house.q2.enrol(AN)
    house.q1.sync()
    assert whys(house.q2.sync()) == ["member-exists"]
