"""Points of a receipt claimed afterwards: once, by one till, and taken back as any others are."""

from dataclasses import replace

import pytest

from loyalty.wire.journal import SaleReceipt, SaleSettled
from loyalty.wire.kept_claim import claimed_sale
from loyalty.wire.late_claim import claim_operation
from loyalty.wire.messages import LeaseAsk
from loyalty.wire.refunding import SaleReleased, release_operation
from server.usecases.admin.doctor import examine_server
from server.usecases.refund_lock import ask_refund_lock
from tests.integration.server.conftest import House
from tests.integration.server.returned_goods import DIGITS, event_of
from tests.integration.server.tills import FakeTill, burn_of, claim_of, sale_body

AN = "member-an"


@pytest.fixture
def sold(house: House) -> SaleSettled:
    """Two bags of rice sold to nobody at till Q1; An is a member."""
    house.q1.enrol(AN)
    sale = replace(
        sale_body("s1", None, fingerprint=house.q1.fingerprint), receipt=SaleReceipt(1, "Q1-1", DIGITS)
    )
    house.q1.record("sale_settled", sale)
    house.q1.sync()
    return sale


def claim(till: FakeTill, sale: SaleSettled, *, earned: int = 100, gone: int = 0) -> None:
    said = claim_of(sale, AN, earned=earned, gone=gone)
    till.record("receipt_claimed", said, operation=f"{claim_operation(sale.sale)}-{len(till.journal)}")


def claimed(sale: SaleSettled, *, gone: int = 0) -> SaleSettled:
    return claimed_sale(sale, claim_of(sale, AN, earned=100, gone=gone))


def whys(till: FakeTill) -> list[str]:
    return [each.why for each in till.sync().outcomes]


def figures(house: House, till: FakeTill | None = None) -> tuple[int, int, int, int]:
    """Of An: points, owed, measure, purchases."""
    asking = till or house.q1
    state = next(each for each in asking.sync(asks=[LeaseAsk("look", AN)]).members if each.member == AN)
    asking.close("look", AN)
    asking.sync()
    return state.points, state.owed, state.measure, state.purchases


def test_the_points_are_the_members_and_the_books_say_where_they_come_from(
    house: House, sold: SaleSettled
) -> None:
    claim(house.q1, sold)
    assert whys(house.q1) == [""]
    assert figures(house) == (100, 0, 1_000_000, 1)
    assert house.holdings().points.outstanding == 100
    assert examine_server(house.server, tenant=house.code) == ()


def test_a_receipt_is_claimed_once(house: House, sold: SaleSettled) -> None:
    claim(house.q1, sold)
    claim(house.q1, sold)
    assert whys(house.q1) == ["", "sale-has-member"]
    assert figures(house) == (100, 0, 1_000_000, 1)
    house.check()


def test_sold_and_claimed_in_one_batch_it_comes_back_in_the_same(house: House) -> None:
    house.q1.enrol(AN)
    sale = sale_body("s2", None, fingerprint=house.q1.fingerprint)
    house.q1.record("sale_settled", sale)
    claim(house.q1, sale)
    house.q1.record("sale_refunded", event_of(claimed(sale), {0: 1_000}))
    assert whys(house.q1) == ["", "", "", ""]
    assert figures(house) == (50, 0, 500_000, 1)
    assert examine_server(house.server, tenant=house.code) == ()


@pytest.mark.parametrize("first", ["return", "claim"])
def test_before_or_after_a_return_the_sale_earns_what_is_left_of_it(
    house: House, sold: SaleSettled, first: str
) -> None:
    half = {0: 1_000}
    if first == "return":
        house.q1.record("sale_refunded", event_of(sold, half))
        claim(house.q1, sold, gone=50)
        rest = event_of(claimed(sold, gone=50), half, before=half)
    else:
        claim(house.q1, sold)
        house.q1.record("sale_refunded", event_of(claimed(sold), half))
        rest = event_of(claimed(sold), half, before=half)
    assert whys(house.q1) == ["", ""]
    assert figures(house) == (50, 0, 500_000, 1)
    house.q1.record("sale_refunded", rest)
    assert whys(house.q1) == [""]
    assert figures(house) == (0, 0, 0, 0)
    assert examine_server(house.server, tenant=house.code) == ()


def test_what_came_back_whole_or_was_a_members_or_nobody_knows_is_not_claimed(
    house: House, sold: SaleSettled
) -> None:
    claim(house.q1, sale_body("s-none", None, fingerprint=house.q1.fingerprint))
    house.q1.sell("of-an", AN)
    claim(house.q1, sale_body("of-an", None, fingerprint=house.q1.fingerprint))
    house.q1.void(replace(sold, earned_points=0))
    claim(house.q1, sold)
    assert whys(house.q1) == ["sale-unknown", "", "sale-has-member", "", "sale-voided"]


def test_figures_that_do_not_add_up_are_put_aside(house: House, sold: SaleSettled) -> None:
    fair = claim_of(sold, AN, earned=100)
    wrong = (
        replace(fair, points=101),
        replace(fair, by_line=(100, 0)),
        replace(fair, by_line=(99,)),
        replace(fair, lot=None),
        replace(fair, program=replace(fair.program, version=2)),
        replace(fair, approver=None),
        replace(fair, member="nobody"),
    )
    for number, said in enumerate(wrong):
        house.q1.record("receipt_claimed", said, operation=f"wrong-{number}")
    assert whys(house.q1) == [
        *["claim-differs"] * 5,
        "claim-needs-word",
        "member-unknown",
    ]
    assert figures(house) == (0, 0, 0, 0)


def test_another_till_claims_it_once_the_one_that_sold_it_has_let_it_go(
    house: House, sold: SaleSettled
) -> None:
    claim(house.q2, sold)
    assert whys(house.q2) == ["sale-unknown"]
    ask_refund_lock(house.server, house.q2.account, DIGITS, nonce="nonce")
    house.q1.record(
        "sale_released", SaleReleased("s1", house.q2.paired.till), operation=release_operation("s1")
    )
    assert whys(house.q1) == [""]
    assert ask_refund_lock(house.server, house.q2.account, DIGITS, nonce="nonce").state == "given"
    claim(house.q1, sold)  # a restored disk, perhaps, that does not know
    assert whys(house.q1) == ["sale-released"]
    claim(house.q2, sold)
    assert whys(house.q2) == [""]
    house.q2.record("sale_refunded", event_of(claimed(sold), {0: 500}))
    assert whys(house.q2) == [""]
    assert figures(house, house.q2) == (75, 0, 750_000, 1)
    assert examine_server(house.server, tenant=house.code) == ()


def test_whoever_gets_the_receipt_after_it_was_claimed_gets_it_with_its_member(
    house: House, sold: SaleSettled
) -> None:
    claim(house.q1, sold)
    house.q1.record(
        "sale_released", SaleReleased("s1", house.q2.paired.till), operation=release_operation("s1")
    )
    ask_refund_lock(house.server, house.q2.account, DIGITS, nonce="nonce")
    assert whys(house.q1) == ["", ""]
    given = ask_refund_lock(house.server, house.q2.account, DIGITS, nonce="nonce")
    assert SaleSettled.from_json(given.body) == claimed(sold)
    claim(house.q2, sold)
    assert whys(house.q2) == ["sale-has-member"]


def test_points_of_what_was_claimed_pay_what_is_owed_first(house: House, sold: SaleSettled) -> None:
    bought = sale_body("s3", AN, fingerprint=house.q1.fingerprint, earned=60)
    house.q1.record("sale_settled", bought)
    lease = house.q1.lease("l1", AN)
    spent = sale_body("s4", AN, fingerprint=house.q1.fingerprint, earned=0, burn=burn_of(lease, 60))
    house.q1.record("sale_settled", spent)
    house.q1.close("l1", AN, spent=60)
    house.q1.record("sale_refunded", event_of(bought, {0: 2_000}))
    assert whys(house.q1) == ["", "", ""]
    assert figures(house)[:2] == (0, 60)
    claim(house.q1, sold)
    assert whys(house.q1) == [""]
    assert figures(house)[:2] == (40, 0)
    assert examine_server(house.server, tenant=house.code) == ()


def test_a_claim_said_again_changes_nothing(house: House, sold: SaleSettled) -> None:
    claim(house.q1, sold)
    request = house.q1.request()
    house.q1.send(request)
    house.q1.send(request)
    house.q1.acked = len(house.q1.journal)
    assert figures(house) == (100, 0, 1_000_000, 1)
    house.check()
