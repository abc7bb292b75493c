"""A receipt is given back at one till only: where it was sold, or where it was let go to."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier, BrokenBarrierError

import pytest

from loyalty.errors import Refused
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.journal import SaleReceipt, SaleSettled
from loyalty.wire.messages import LeaseAsk
from loyalty.wire.refunding import RefundLockAnswer, RefundLockRequest, SaleReleased, release_operation
from server.model import KnownSale
from server.store.database import Connection
from server.store.feed import news_counts
from server.store.sale_locks import SaleLock, find_lock
from server.usecases import merging, refund_lock
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.setup import make_pairing_code, settle_alarm
from server.usecases.refund_lock import ask_refund_lock
from server.usecases.taking_in import Forked
from tests.integration.server.conftest import House, one_more_till, postgres_only
from tests.integration.server.http import Http
from tests.integration.server.returned_goods import DIGITS
from tests.integration.server.second_disks import ask_home, copy_of, go_home
from tests.integration.server.tills import FakeTill, burn_of, pair_till, sale_body

AN = "member-an"


@pytest.fixture
def sold(house: House) -> SaleSettled:
    """A sale at till Q1, partly paid with An's points."""
    house.q1.enrol(AN)
    house.q1.sell("opening", AN, earned=100)
    house.q1.sync()
    lease = house.q1.lease("l1", AN)
    made = sale_body("s1", AN, fingerprint=house.q1.fingerprint, earned=7, burn=burn_of(lease, 60))
    sale = replace(made, receipt=SaleReceipt(1, "Q1-000001", DIGITS))
    house.q1.record("sale_settled", sale)
    house.q1.close("l1", AN, spent=60)
    house.q1.sync()
    return sale


def ask(house: House, till: FakeTill, receipt: str = DIGITS) -> RefundLockAnswer:
    return ask_refund_lock(house.server, till.account, receipt, nonce="nonce")


def release(till: FakeTill, to: FakeTill, sale: str = "s1") -> None:
    till.record("sale_released", SaleReleased(sale, to.paired.till), operation=release_operation(sale))


def whys(till: FakeTill) -> list[str]:
    return [each.why for each in till.sync().outcomes]


def test_the_till_that_sold_it_is_asked_and_lets_it_go(house: House, sold: SaleSettled) -> None:
    who = (house.tenant, house.q1.paired.till)
    rung = house.server.database.read(lambda connection: news_counts(connection, [who]))[who]
    asked = ask(house, house.q2)
    assert (asked.state, asked.till_code, asked.body) == ("asked", "Q1", None)
    assert ask(house, house.q2).state == "asked"
    assert house.server.database.read(lambda connection: news_counts(connection, [who]))[who] == rung + 1
    (wanted,) = house.q1.sync().releases
    assert (wanted.sale, wanted.to) == ("s1", house.q2.paired.till)
    release(house.q1, house.q2)
    assert whys(house.q1) == [""]
    assert house.q1.sync().releases == ()
    given = ask(house, house.q2)
    assert given.state == "given"
    assert SaleSettled.from_json(given.body) == sold
    house.q2.void(sold)
    assert whys(house.q2) == [""]
    points = house.holdings().points
    assert (points.burned, points.outstanding) == (0, 100)
    assert examine_server(house.server, tenant=house.code) == ()


def test_of_two_sales_with_the_same_digits_neither_is_locked(house: House, sold: SaleSettled) -> None:
    other = sale_body("s2", None, fingerprint=house.q2.fingerprint, earned=0)
    house.q2.record("sale_settled", replace(other, receipt=SaleReceipt(1, "Q2-000001", DIGITS)))
    house.q2.sync()
    third = one_more_till(house, "Q3")
    with pytest.raises(Refused, match="sale-of-two-receipts"):
        ask(house, third)
    assert (house.q1.sync().releases, house.q2.sync().releases, sold.sale) == ((), (), "s1")


def test_whose_it_was_comes_along_and_whoever_stands_for_them(house: House, sold: SaleSettled) -> None:
    ask(house, house.q2)
    assert ask(house, house.q2).members == (), "not before it was let go"
    release(house.q1, house.q2)
    house.q1.sync()
    (an,) = ask(house, house.q2).members
    assert (an.member.member, an.member.points) == (AN, 40 + sold.earned_points)
    house.q1.enrol("member-older")
    house.q1.sync()
    merging.merge(house.server, house.tenant, alias=AN, survivor="member-older", by="manager")
    states = [each.member for each in ask(house, house.q2).members]
    assert [(each.member, each.alias_of) for each in states] == [(AN, "member-older"), ("member-older", None)]


def test_after_it_let_go_the_till_that_sold_it_gives_nothing_back(house: House, sold: SaleSettled) -> None:
    ask(house, house.q2)
    release(house.q1, house.q2)
    assert whys(house.q1) == [""]
    assert ask(house, house.q2).state == "given"
    house.q1.void(sold)  # a restored disk, perhaps, that does not know
    assert whys(house.q1) == ["sale-released"]
    house.q2.void(sold)
    assert whys(house.q2) == [""]
    house.q2.void(sold)
    assert whys(house.q2) == ["sale-voided"]
    with pytest.raises(Refused, match="sale-voided"):
        ask(house, house.q2)


def test_before_it_was_let_go_no_other_till_gives_it_back(house: House, sold: SaleSettled) -> None:
    ask(house, house.q2)
    house.q2.void(sold)
    assert whys(house.q2) == ["sale-unknown"]
    house.q1.void(sold)
    assert whys(house.q1) == [""]
    with pytest.raises(Refused, match="sale-voided"):
        ask(house, house.q2)
    release(house.q1, house.q2)
    release(house.q2, house.q1)
    assert (whys(house.q1), whys(house.q2)) == (["sale-voided"], ["sale-unknown"])


def test_a_third_till_hears_who_has_the_receipt(house: House, sold: SaleSettled) -> None:
    assert sold.receipt is not None
    ask(house, house.q2)
    with pytest.raises(Refused, match="sale-locked") as refusal:
        ask(house, one_more_till(house, "Q3"))
    assert refusal.value.params == {"till": "Q2"}


@pytest.mark.usefixtures("sold")
def test_who_sold_it_needs_nobody_and_a_strange_receipt_is_said(house: House) -> None:
    with pytest.raises(Refused, match="refund-here"):
        ask(house, house.q1)
    with pytest.raises(Refused, match="sale-not-found"):
        ask(house, house.q2, "9700001000000024")


def on_a_new_machine(house: House) -> FakeTill:
    """Q1 paired anew, with nothing on its disk."""
    code = make_pairing_code(house.server, tenant=house.code, till="Q1")
    till = pair_till(house.server, code, now=house.clock.now())
    till.fingerprint = house.q1.fingerprint
    return till


@pytest.mark.parametrize("life", ["older copy", "new machine"])
def test_what_was_sold_before_the_disk_was_lost_is_given_back_by_the_till_that_sold_it(
    house: House, sold: SaleSettled, life: str
) -> None:
    house.q1 = go_home(house.q1, "r1") if life == "older copy" else on_a_new_machine(house)
    given = ask(house, house.q1)
    assert (given.state, given.till_code, len(given.members)) == ("given", "Q1", 1)
    assert SaleSettled.from_json(given.body) == sold
    house.q1.void(sold, operation="void-s1")
    assert whys(house.q1) == [""]
    assert house.holdings().points.outstanding == 100
    with pytest.raises(Refused, match="sale-voided"):
        ask(house, house.q1)
    assert examine_server(house.server, tenant=house.code) == ()


def test_a_till_that_lost_its_disk_lets_go_what_it_does_not_hold(house: House, sold: SaleSettled) -> None:
    ask(house, house.q2)
    house.q1 = go_home(house.q1, "r1")
    with pytest.raises(Refused, match="sale-locked"):
        ask(house, house.q1)
    (wanted,) = house.q1.sync().releases
    assert (wanted.sale, wanted.to) == ("s1", house.q2.paired.till)
    release(house.q1, house.q2)
    assert whys(house.q1) == [""]
    assert ask(house, house.q2).state == "given"
    house.q1.void(sold)
    assert whys(house.q1) == ["sale-released"]
    house.q2.void(sold)
    assert whys(house.q2) == [""]


@pytest.mark.usefixtures("sold")
def test_where_two_disks_live_as_a_till_neither_is_given_what_the_other_may_give_back(house: House) -> None:
    twin = copy_of(house.q1)
    house.q1 = go_home(house.q1, "r1")
    ask_home(twin, "r2")
    house.q1 = go_home(house.q1, "r3")
    with pytest.raises(Refused, match="refund-here"):
        ask(house, house.q1)


def two_disks(house: House) -> FakeTill:
    """Q1's disk was copied, and both have been heard of; gives the copy."""
    copy = copy_of(house.q1)
    house.q1 = go_home(house.q1, "r1")
    return go_home(copy, "r2")


def settle(house: House) -> None:
    assert settle_alarm(house.server, tenant=house.code, till="Q1") == 2


@pytest.mark.usefixtures("sold")
def test_where_two_disks_live_as_a_till_neither_is_asked_to_let_a_sale_go(house: House) -> None:
    ask(house, house.q2)
    copy = two_disks(house)
    assert copy.sync().releases == ()
    with pytest.raises(Refused, match="sale-two-disks") as refusal:
        ask(house, house.q2)
    assert refusal.value.params == {"till": "Q1"}
    settle(house)
    assert ask(house, house.q2).state == "asked"
    assert [each.sale for each in copy.sync().releases] == ["s1"]
    release(copy, house.q2)
    assert whys(copy) == [""]
    assert ask(house, house.q2).state == "given"


@pytest.mark.parametrize("heard", [False, True], ids=["before Q2 heard", "after it"])
def test_what_one_disk_let_go_and_the_other_gave_back_comes_back_once(
    house: House, sold: SaleSettled, *, heard: bool
) -> None:
    ask(house, house.q2)
    copy = copy_of(house.q1)
    release(house.q1, house.q2)
    house.q1.sync()
    if heard:
        assert ask(house, house.q2).state == "given"
    copy.void(sold)
    house.q1 = go_home(house.q1, "r1")
    copy = go_home(copy, "r2")
    assert whys(copy)[-1] == ("sale-released" if heard else "")
    if heard:
        house.q2.void(sold)
        assert whys(house.q2) == [""]
    with pytest.raises(Refused, match="sale-voided"):
        ask(house, house.q2)
    assert house.holdings().points.outstanding == 100
    assert examine_server(house.server, tenant=house.code) == ()


def test_an_older_copy_that_does_not_know_that_it_let_a_sale_go_gives_back_what_nobody_has_yet(
    house: House, sold: SaleSettled
) -> None:
    older = copy_of(house.q1)
    ask(house, house.q2)
    release(house.q1, house.q2)
    house.q1.sync()
    older = go_home(older, "r1")
    older.void(sold, operation="void-s1")
    assert whys(older) == [""]
    with pytest.raises(Refused, match="sale-voided"):
        ask(house, house.q2)


def test_what_one_till_has_is_not_let_go_to_another(house: House, sold: SaleSettled) -> None:
    q3 = one_more_till(house, "Q3")
    ask(house, house.q2)
    release(house.q1, house.q2)
    house.q1.sync()
    assert ask(house, house.q2).state == "given"
    house.q1.record("sale_released", SaleReleased("s1", q3.paired.till), operation="tampered")
    assert whys(house.q1) == ["sale-released"]
    q3.void(sold)
    house.q2.void(sold)
    assert (whys(q3), whys(house.q2)) == (["sale-unknown"], [""])


@pytest.mark.usefixtures("sold")
def test_of_a_forked_till_neither_disk_is_given_what_it_sold_before(house: House) -> None:
    house.q1 = go_home(house.q1, "r1")
    copy = copy_of(house.q1)
    house.q1.sell("here", None, earned=0)
    copy.sell("there", None, earned=0)
    house.q1.sync()
    assert isinstance(copy.send(copy.request()), Forked)
    for till in (house.q1, copy):
        with pytest.raises(Refused, match="refund-here"):
            ask(house, till)
    with pytest.raises(Refused, match="sale-two-disks"):
        ask(house, house.q2)


@pytest.mark.usefixtures("sold")
def test_a_till_asks_over_http(house: House) -> None:
    http = Http(house.server)
    data = canonical_bytes(RefundLockRequest(1, DIGITS).to_json())
    reply = http.signed(house.q2, "POST", "/v1/refund-locks", data=data)
    assert RefundLockAnswer.from_json(reply.body).state == "asked"
    reply = http.signed(house.q1, "POST", "/v1/refund-locks", data=data)
    assert (reply.status, reply.body["code"]) == (409, "refund-here")


def test_points_given_back_elsewhere_can_be_lent_at_once(house: House, sold: SaleSettled) -> None:
    ask(house, house.q2)
    release(house.q1, house.q2)
    house.q1.sync()
    house.q2.void(sold)
    (lease,) = house.q2.sync(asks=[LeaseAsk("l9", AN)]).leases
    assert lease.amount == 100


@postgres_only
@pytest.mark.usefixtures("sold")
def test_of_two_tills_that_ask_at_once_one_is_to_have_it_and_the_other_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    q3, both = one_more_till(house, "Q3"), Barrier(2)

    def looks(connection: Connection, tenant: str, known: KnownSale) -> SaleLock | None:
        found = find_lock(connection, tenant, known)
        with suppress(BrokenBarrierError):
            both.wait(timeout=1)  # neither has written yet, if both come as far as this
        return found

    monkeypatch.setattr(refund_lock, "find_lock", looks)

    def tries(till: FakeTill) -> str:
        try:
            return ask(house, till).state
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tries, (house.q2, q3))) == ["asked", "sale-locked"]
    assert whys(house.q1) == []
    assert len(house.q1.sync().releases) == 1
