"""Goods come back in parts: points and figures at the server, in any order, at one till only."""

from dataclasses import replace

import pytest

from loyalty.wire.earned import SaleProgram
from loyalty.wire.journal import SaleLine, SaleReceipt, SaleSettled
from loyalty.wire.refunding import ReturnedSoFar, SaleReleased, release_operation
from loyalty.wire.returning import GoodsReturned, ReturnedGoods, SaleRefunded
from loyalty.wire.sold import SaleTender
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.publish import publish_program
from server.usecases.admin.reclaim import reclaim
from server.usecases.refund_lock import ask_refund_lock
from tests.integration.server.conftest import PROGRAM, House
from tests.integration.server.returned_goods import DIGITS, event_of, figures, sold
from tests.integration.server.tills import FakeTill, burn_of, sale_body

AN = "member-an"
__all__ = ["sold"]


def whys(till: FakeTill, *bodies: SaleRefunded | GoodsReturned) -> list[str]:
    for body in bodies:
        till.record("sale_refunded" if isinstance(body, SaleRefunded) else "goods_returned", body)
    return [each.why for each in till.sync().outcomes]


def test_a_part_takes_its_points_and_gives_its_burned_ones_back(house: House, sold: SaleSettled) -> None:
    assert whys(house.q1, event_of(sold, {0: 1_000})) == [""]
    assert figures(house) == (100 - 60 + 31 - 15 + 29, 0, 1_290_500 - 135_500, 2)
    assert examine_server(house.server, tenant=house.code) == ()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_in_any_order_all_of_it_leaves_what_was_before(
    house: House, sold: SaleSettled, order: tuple[int, int, int]
) -> None:
    parts = ((0, 500), (0, 1_500), (1, 1_000))
    before: dict[int, int] = {}
    events: list[SaleRefunded] = []
    for place, number in enumerate(order):
        line, quantity = parts[number]
        events.append(event_of(sold, {line: quantity}, before=before, rounding=-500 if place == 2 else 0))
        before[line] = before.get(line, 0) + quantity
    assert whys(house.q1, *events) == ["", "", ""]
    assert figures(house) == (100, 0, 1_000_000, 1)
    points = house.holdings().points
    assert (points.burned, points.outstanding) == (0, 100)
    assert examine_server(house.server, tenant=house.code) == ()


def test_earned_points_that_were_spent_are_owed_and_paid_by_the_next(house: House, sold: SaleSettled) -> None:
    lease = house.q1.lease("l2", AN)
    spent = sale_body(
        "s2", AN, fingerprint=house.q1.fingerprint, net=100_000, earned=0, burn=burn_of(lease, 70)
    )
    house.q1.record("sale_settled", spent)
    house.q1.close("l2", AN, spent=70)
    house.q1.sync()
    assert whys(house.q1, event_of(sold, {1: 1_000})) == [""]
    assert figures(house)[:2] == (40 + 31 - 70 + 2 - 1, 0)
    assert whys(house.q1, event_of(sold, {0: 2_000}, before={1: 1_000}, rounding=-500)) == [""]
    assert figures(house)[:2] == (30, 0)
    assert examine_server(house.server, tenant=house.code) == ()


def test_points_are_not_kept_by_who_spends_them_before_the_goods_come_back(house: House) -> None:
    house.q1.enrol(AN)
    sold = sale_body("s5", AN, fingerprint=house.q1.fingerprint, earned=100)
    house.q1.record("sale_settled", sold)
    lease = house.q1.lease("l1", AN)
    house.q1.sell("s6", AN, net=100_000, earned=0, burn=burn_of(lease, 100))
    house.q1.close("l1", AN, spent=100)
    house.q1.sync()
    assert whys(house.q1, event_of(sold, {0: 1_000})) == [""]
    assert figures(house)[:2] == (0, 50)
    house.q1.sell("s7", AN, earned=60)
    house.q1.sync()
    assert figures(house)[:2] == (10, 0)
    assert examine_server(house.server, tenant=house.code) == ()


def test_more_than_is_left_and_any_other_figure_is_put_aside(house: House, sold: SaleSettled) -> None:
    part = event_of(sold, {0: 1_500})
    assert whys(house.q1, part, event_of(sold, {0: 1_500})) == ["", "more-than-left"]
    assert whys(house.q1, replace(event_of(sold, {1: 1_000}), points_taken=0)) == ["refund-differs"]
    assert whys(house.q1, replace(event_of(sold, {1: 1_000}), sale="nobody")) == ["sale-unknown"]
    before = figures(house)
    assert before[:2] == (100 - 60 + 31 - 23 + 43, 0)
    house.q1.void(sold)
    assert whys(house.q1)[-1] == "sale-returned"
    rest = event_of(sold, {0: 500, 1: 1_000}, before={0: 1_500}, rounding=-500)
    assert whys(house.q1, rest, rest) == ["", "sale-voided"]
    assert figures(house)[:2] == (100, 0)


def test_a_part_that_came_back_at_its_own_till_is_left_out_at_the_next(
    house: House, sold: SaleSettled
) -> None:
    assert whys(house.q1, event_of(sold, {0: 1_000})) == [""]
    ask_refund_lock(house.server, house.q2.account, DIGITS, nonce="nonce")
    assert whys(house.q2, event_of(sold, {1: 1_000}, before={0: 1_000})) == ["sale-unknown"]
    to = house.q2.paired.till
    house.q1.record("sale_released", SaleReleased("s1", to), operation=release_operation("s1"))
    house.q1.sync()
    given = ask_refund_lock(house.server, house.q2.account, DIGITS, nonce="nonce")
    assert given.returned == (ReturnedSoFar(0, "1"),)
    assert (given.paid_back, given.at is not None) == (135_500, True)
    assert whys(house.q1, event_of(sold, {1: 1_000}, before={0: 1_000})) == ["sale-released"]
    rest = event_of(sold, {0: 1_000, 1: 1_000}, before={0: 1_000}, rounding=-500)
    assert whys(house.q2, rest) == [""]
    assert figures(house)[:2] == (100, 0)
    assert examine_server(house.server, tenant=house.code) == ()


def test_a_sale_without_a_member_comes_back_too(house: House) -> None:
    sold = sale_body("s3", None, fingerprint=house.q1.fingerprint, net=100_000)
    house.q1.record("sale_settled", sold)
    house.q1.sync()
    assert whys(house.q1, event_of(sold, {0: 1_000}), event_of(sold, {0: 1_000}, before={0: 1_000})) == [
        "",
        "",
    ]


def test_goods_without_a_receipt_need_somebody_who_may_allow_it(house: House) -> None:
    goods = ReturnedGoods("GAO5", "1", 189_000, 189_000, "Gạo", vat_percent="8")
    allowed = GoodsReturned((goods,), 189_000, 0, "manager", (SaleTender("cash", 189_000),))
    others = [replace(allowed, approver=name) for name in ("supervisor", "auditor", "lan", "nobody")]
    assert whys(house.q1, allowed, *others) == [
        *("", "", "approver-unknown", "approver-same", "approver-unknown"),
    ]
    assert whys(house.q1, replace(allowed, money=1)) == ["refund-differs"]


def test_what_the_house_bore_of_a_burn_comes_off_its_loss_and_no_member_gains(house: House) -> None:
    """A manager took the lease back before the till had said what it had spent of it."""
    house.q1.enrol(AN)
    house.q1.sell("opening", AN, earned=100)
    house.q1.sync()
    lease = house.q1.lease("l1", AN)
    reclaim(house.server, tenant=house.code, till="Q1")
    sold = sale_body("s1", AN, fingerprint=house.q1.fingerprint, earned=0, burn=burn_of(lease, 60))
    house.q1.record("sale_settled", sold)
    house.q1.sync()
    assert figures(house)[0] == 100
    assert whys(house.q1, event_of(sold, {0: 1_000})) == [""]
    assert whys(house.q1, event_of(sold, {0: 1_000}, before={0: 1_000})) == [""]
    assert figures(house)[0] == 100
    assert house.holdings().points.burned == 0
    assert examine_server(house.server, tenant=house.code) == ()


VIP = """
[[membership]]
id = "vip"
name = "VIP"
sku = "vip"
price = 365000
months = 12
"""


@pytest.fixture
def joined(house: House) -> SaleSettled:
    """A membership and a bag of rice at till Q1."""
    program = publish_program(house.server, tenant=house.code, text=PROGRAM + VIP, name="program.toml")
    house.q1.enrol(AN)
    plain = sale_body("s1", AN, fingerprint=program.fingerprint, earned=0)
    sale = replace(
        plain,
        program=SaleProgram(program.version, program.fingerprint),
        lines=(
            SaleLine("vip", "1", 365_000, 365_000, 365_000, 0, 0, 0),
            SaleLine("rice", "1", 150_000, 150_000, 150_000, 0, 0, 0),
        ),
        subtotal=515_000,
        total=515_000,
        to_pay=515_000,
        tenders=(SaleTender("cash", 515_000),),
        receipt=SaleReceipt(1, "Q1-000001", DIGITS),
    )
    house.q1.record("sale_settled", sale)
    house.q1.sync()
    return sale


def less_by(event: SaleRefunded, held: int) -> SaleRefunded:
    """The refund of one line, of which so much is kept."""
    money = event.money - held
    lines = tuple(replace(line, money=line.money - held) for line in event.lines)
    return replace(event, lines=lines, money=money, held=held, tenders=(SaleTender("cash", money),))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_is_kept_of_a_membership_is_no_money_that_is_still_owed(
    house: House, joined: SaleSettled, order: tuple[int, int]
) -> None:
    before: dict[int, int] = {}
    for line in order:
        event = event_of(joined, {line: 1000}, before=before)
        house.q1.record("sale_refunded", less_by(event, 101_000) if line == 0 else event)
        before[line] = 1000
    assert [each.why for each in house.q1.sync().outcomes] == ["", ""]
    house.check()


@pytest.mark.parametrize(("line", "held"), [(1, 1_000), (0, 365_001)])
def test_nothing_is_kept_of_goods_and_no_more_than_there_is(
    house: House, joined: SaleSettled, line: int, held: int
) -> None:
    event = replace(event_of(joined, {line: 1000}), held=held)
    house.q1.record("sale_refunded", event)
    assert [each.why for each in house.q1.sync().outcomes] == ["refund-differs"]


def test_a_membership_of_which_a_part_is_kept_comes_back_alone(house: House, joined: SaleSettled) -> None:
    house.q1.record("sale_refunded", replace(event_of(joined, {0: 1000, 1: 1000}), held=1_000))
    assert [each.why for each in house.q1.sync().outcomes] == ["refund-differs"]
