"""Points of a receipt claimed afterwards at a till: shown, given once, in every figure, and taken back."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loyalty.errors import Refused
from loyalty.identity.cards import receipt_digits
from loyalty.refund import refund
from loyalty.units import Points, Quantity
from loyalty.wire.earned import PointsOf, SaleLot, SaleProgram
from loyalty.wire.journal import SaleLine, SaleSettled
from loyalty.wire.kept import kept_sale
from loyalty.wire.kept_claim import check_claim, claimed_sale, points_gone
from loyalty.wire.late_claim import ReceiptClaimed, claim_operation
from loyalty.wire.refunding import RefundLockAnswer, release_operation
from terminal.late_claims import ClaimWish, claimed_body
from terminal.returned import Approval, RefundedSale, RefundWish
from terminal.sale import SettledSale, TenderKind
from terminal.session import Session
from terminal.store.checks import check_chains, check_projections
from terminal.store.derived import check_rows
from terminal.store.releasing import is_released
from terminal.usecases.late_claims.claiming import claim_receipt
from terminal.usecases.late_claims.working_out import show_claim, show_claimable
from terminal.usecases.members import member_by_id
from terminal.usecases.returns.elsewhere import fetch_sale
from terminal.usecases.returns.finding import sales_of_buyer
from terminal.usecases.returns.looking import returnable
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import shift_so_far
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.settled_sales import rice_for_anh, rows, tender, with_goods
from tests.unit.terminal.till_kit import LAN, MORNING, PROGRAM, Counter, program_row

ANH = "member-anh"
MINH = Approval(operator="op-minh", name="Minh")
MANAGER = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)
BASE, SILVER = 37, 10
"""What two bags of rice at 189.000 earn for a silver member."""


def rice_for_nobody(counter: Counter) -> SettledSale:
    """Two bags of rice for who said nothing of being a member."""
    return settle_sale(
        counter.till, LAN, with_goods(counter, "RICE-ST25", "RICE-ST25"), (tender("cash", 378_000),)
    )


def wish(sale: SettledSale | str, *, approval: Approval | None = MINH, member: str = ANH) -> ClaimWish:
    return ClaimWish(sale=sale if isinstance(sale, str) else sale.sale, member=member, approval=approval)


def take_back(counter: Counter, sale: str, returns: Mapping[int, int], number: int = 1) -> RefundedSale:
    return refund_sale(
        counter.till,
        LAN,
        RefundWish(
            refund=f"0199-refund-{number}",
            sale=sale,
            returns={line: Quantity(each) for line, each in returns.items()},
        ),
    )


def assert_sound(counter: Counter) -> None:
    assert check_chains(counter.store) == check_projections(counter.store) == check_rows(counter.store) == ()


def test_what_it_would_earn_is_shown_by_rule_and_why_before_it_is_given(shop: Counter) -> None:
    sale = rice_for_nobody(shop)
    shown = show_claim(shop.till, wish(sale))
    before = member_by_id(shop.till, ANH)
    assert shown.labels == (("cơ bản", BASE), ("hạng Bạc", SILVER))
    assert (shown.points, shown.gone, shown.after) == (47, 0, before.points + 47)
    assert [line.net for line in shown.quote.lines] == [378_000]
    assert all(each.why.text("vi") for each in shown.quote.earned)
    assert rows(shop, "SELECT count(*) FROM journal WHERE kind = 'receipt_claimed'") == [(0,)]


def test_the_member_has_the_points_at_once_and_the_slip_says_which(shop: Counter) -> None:
    sale, before = rice_for_nobody(shop), member_by_id(shop.till, ANH)
    done = claim_receipt(shop.till, LAN, wish(sale))
    now = member_by_id(shop.till, ANH)
    assert (done.points, done.points_after, done.approved_by) == (47, before.points + 47, "Minh")
    assert (now.points, now.purchases, now.measure) == (
        before.points + 47,
        before.purchases + 1,
        before.measure + 378_000,
    )
    slip = f"late-claim Q2-000001 47 {now.points} (cơ bản 37 hạng Bạc 10) Minh Bách hóa Q1"
    assert rows(shop, "SELECT kind, document FROM print_jobs ORDER BY job DESC LIMIT 1") == [
        ("late-claim", slip)
    ]
    assert [row.label for row in sales_of_buyer(shop.till, ANH).rows] == ["Q2-000001"]
    loyalty = shift_so_far(shop.till, LAN).loyalty
    assert (loyalty.earned, loyalty.claimed) == (0, 47)
    assert shop.rung[-2:] == ["printer", "sync"]
    assert_sound(shop)


def test_the_servers_own_reading_of_the_event_agrees(shop: Counter) -> None:
    sale = rice_for_nobody(shop)
    take_back(shop, sale.sale, {0: 500})
    claim_receipt(shop.till, LAN, wish(sale))
    with shop.store.read() as reading:
        sold = reading.journal.by_operation(sale.sale)
        event = reading.journal.by_operation(claim_operation(sale.sale))
    assert sold is not None
    assert event is not None
    body, claim = SaleSettled.from_json(sold.body), ReceiptClaimed.from_json(event.body)
    check_claim(claim, body, {0: Quantity(500)})
    assert SaleSettled.from_json(claimed_body(sold.body, event.body)) == claimed_sale(body, claim)


def test_a_second_press_gives_the_first_claim_again_and_nobody_else_gets_it(shop: Counter) -> None:
    sale = rice_for_nobody(shop)
    first = claim_receipt(shop.till, LAN, wish(sale))
    assert claim_receipt(shop.till, LAN, wish(sale)) == first
    assert rows(shop, "SELECT count(*) FROM journal WHERE kind = 'receipt_claimed'") == [(1,)]
    with pytest.raises(Refused, match="claim-has-member"):
        claim_receipt(shop.till, LAN, wish(sale, member="member-binh"))
    with pytest.raises(Refused, match="claim-has-member"):
        show_claimable(shop.till, sale.sale)


@pytest.mark.parametrize("first", ["return", "claim"])
def test_before_or_after_a_return_it_earns_what_is_left(shop: Counter, first: str) -> None:
    sale, before = rice_for_nobody(shop), member_by_id(shop.till, ANH)
    if first == "return":
        take_back(shop, sale.sale, {0: 1_000}, 1)
        assert show_claim(shop.till, wish(sale)).gone == 24
        claim_receipt(shop.till, LAN, wish(sale))
    else:
        claim_receipt(shop.till, LAN, wish(sale))
        assert take_back(shop, sale.sale, {0: 1_000}, 1).points_taken == 24
    now = member_by_id(shop.till, ANH)
    assert (now.points, now.measure) == (before.points + 23, before.measure + 189_000)
    assert take_back(shop, sale.sale, {0: 1_000}, 2).points_taken == 23
    now = member_by_id(shop.till, ANH)
    assert (now.points, now.purchases, now.measure) == (before.points, before.purchases, before.measure)
    assert_sound(shop)


def test_it_takes_a_supervisors_word_or_a_supervisor(shop: Counter) -> None:
    sale = rice_for_nobody(shop)
    with pytest.raises(Refused, match="claim-needs-word"):
        claim_receipt(shop.till, LAN, wish(sale, approval=None))
    assert claim_receipt(shop.till, MANAGER, wish(sale, approval=None)).approved_by == ""
    with pytest.raises(Refused, match="claim-needs-word"), shop.store.write() as unit:
        unit.journal.append("receipt_claimed", {"v": 1}, "op-lan")


def test_what_is_not_to_be_claimed_is_said(shop: Counter) -> None:
    sale = rice_for_nobody(shop)
    shop.clock.move(days=7)
    show_claimable(shop.till, sale.sale)
    shop.clock.move(seconds=1)
    with pytest.raises(Refused, match="claim-too-late") as refused:
        show_claimable(shop.till, sale.sale)
    assert refused.value.params == {"label": "Q2-000001", "days": 7}
    with pytest.raises(Refused, match="claim-has-member"):
        show_claimable(shop.till, rice_for_anh(shop).sale)
    with pytest.raises(Refused, match="sale-unknown"):
        show_claimable(shop.till, "nobody-sold-it")
    back = rice_for_nobody(shop)
    take_back(shop, back.sale, {0: 2_000})
    with pytest.raises(Refused, match="sale-voided"):
        show_claimable(shop.till, back.sale)
    noodles = settle_sale(shop.till, LAN, with_goods(shop, "8934563138165"), (tender("cash", 4_500),))
    with pytest.raises(Refused, match="claim-earns-nothing"):
        show_claim(shop.till, wish(noodles))
    with pytest.raises(Refused, match="member-unknown"):
        show_claim(shop.till, wish(rice_for_nobody(shop), member="nobody"))
    claimed = rice_for_nobody(shop)
    claim_receipt(shop.till, LAN, wish(claimed))
    with pytest.raises(Refused, match="sale-claimed"):
        void_last_sale(shop.till, LAN, claimed.sale)


def test_what_another_till_has_now_is_not_claimed_here(shop: Counter) -> None:
    sale = rice_for_nobody(shop)
    with shop.store.write() as unit:
        body = {"sale": sale.sale, "to": "till-7"}
        unit.journal.append("sale_released", body, "", release_operation(sale.sale))
        assert is_released(unit, sale.sale)
    with pytest.raises(Refused, match="sale-released"):
        show_claimable(shop.till, sale.sale)


def test_a_receipt_that_another_till_let_go_is_claimed_here(shop: Counter) -> None:
    own = rice_for_nobody(shop)
    with shop.store.read() as reading:
        sold = reading.journal.by_operation(own.sale)
    assert sold is not None
    digits = receipt_digits(till_number=7, receipt_number=3)
    body = {**sold.body, "sale": "sale-of-q7"}
    at = "2026-11-20T03:00:00.000Z"
    fetch_sale(shop.till, lambda _: RefundLockAnswer(1, "given", "Q7", body, "nonce", at), digits)
    claim_receipt(shop.till, LAN, wish("sale-of-q7"))
    assert returnable(shop.till, "sale-of-q7").body.member == ANH
    assert take_back(shop, "sale-of-q7", {0: 2_000}).points_taken == 47
    assert_sound(shop)


def test_it_is_quoted_by_the_program_of_its_day(shop: Counter) -> None:
    sale = rice_for_nobody(shop)
    shop.clock.move(days=1)
    generous = PROGRAM.replace("earn = 1\n", "earn = 100\n")
    with shop.store.write() as unit:
        unit.config.put_program(program_row(generous, version=2, valid_from=shop.clock.now()))
    assert show_claim(shop.till, wish(sale)).points == 47
    assert show_claim(shop.till, wish(rice_for_nobody(shop))).points > 4_000
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("DELETE FROM programs WHERE version = 1")
    with pytest.raises(Refused, match="claim-program-gone"):
        show_claim(shop.till, wish(sale))


TWICE_BY_CARD = """
[[promotion]]
id = "twice"
name = "Trả thẻ gấp đôi điểm"
kind = "multiply_points"
factor = 2
when = { paid_with = ["card"] }
"""


@pytest.mark.parametrize(("rest", "points"), [((), 85), ((("cash", 0),), 47)])
def test_a_rest_that_cash_rounded_away_was_paid_in_cash_too(
    shop: Counter, rest: tuple[tuple[TenderKind, int], ...], points: int
) -> None:
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + TWICE_BY_CARD, version=2, valid_from=MORNING))
    tenders = (tender("card", 377_900 if rest else 378_000), *(tender(*each) for each in rest))
    goods = with_goods(shop, "RICE-ST25", "RICE-ST25")
    sale = settle_sale(shop.till, LAN, goods, tenders)
    assert show_claim(shop.till, wish(sale)).points == points


def test_points_live_as_long_as_if_they_had_been_earned_with_the_sale(shop: Counter) -> None:
    sale = rice_for_nobody(shop)
    shop.clock.move(days=7)
    claim_receipt(shop.till, LAN, wish(sale))
    (lot,) = rows(shop, "SELECT dies_at FROM point_movements WHERE kind = 'earned'")
    assert lot == ("2027-11-30T17:00:00.000Z",)
    assert member_by_id(shop.till, ANH).today.earned == 47


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE late_claims SET points = points + 1",
        "UPDATE late_claims SET member = 'member-binh'",
        "UPDATE point_movements SET points = points + 1 WHERE kind = 'earned'",
        "DELETE FROM late_claims",
    ],
)
def test_a_figure_of_a_claim_that_somebody_changed_is_noticed(shop: Counter, change: str) -> None:
    claim_receipt(shop.till, LAN, wish(rice_for_nobody(shop)))
    assert check_rows(shop.store) == ()
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql(change)
    assert [each.code for each in check_rows(shop.store)] == ["rows-off-event"]


def test_no_name_and_no_number_of_the_member_is_in_the_event(shop: Counter) -> None:
    claim_receipt(shop.till, LAN, wish(rice_for_nobody(shop)))
    ((body,),) = rows(shop, "SELECT body FROM journal WHERE kind = 'receipt_claimed'")
    assert "Ánh" not in body
    assert "912345678" not in body


def sold_lines(nets: list[int], quantities: list[int]) -> SaleSettled:
    """A sale of nobody's with these lines; its figures beside do not matter here."""
    lines = tuple(
        SaleLine("sku", f"{quantity // 1000}.{quantity % 1000:03d}", net, net, net, 0, 0, 0)
        for net, quantity in zip(nets, quantities, strict=True)
    )
    return SaleSettled("s", None, SaleProgram(1, "f"), lines, (), 0, None, None, 0, 0, 0, 0)


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_claimed_and_returned_in_any_order_nobody_has_more_than_the_sale_earns(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    quantities = data.draw(st.lists(st.integers(1, 5_000), min_size=count, max_size=count))
    points = data.draw(st.lists(st.integers(0, 500), min_size=count, max_size=count))
    sold = sold_lines([1_000] * count, quantities)
    left, returned, has = list(quantities), dict[int, Quantity](), 0
    claim_at, steps = data.draw(st.integers(0, 6)), 7
    body = sold
    for step in range(steps):
        if step == claim_at:
            gone = points_gone(sold, tuple(points), returned)
            got = Points(sum(points) - gone)
            claim = ReceiptClaimed(
                sale="s", member="m", program=sold.program, by_line=tuple(points),
                earned=(PointsOf("base", sum(points)),), points=got,
                lot=SaleLot("lot", got, None, None) if got else None,
            )  # fmt: skip
            check_claim(claim, sold, returned)
            body, has = claimed_sale(sold, claim), got
        line = data.draw(st.integers(0, count - 1))
        if left[line]:
            part = Quantity(data.draw(st.integers(1, left[line])))
            back = refund(kept_sale(body, returned), {line: part})
            has -= back.points_taken
            returned = {**returned, line: Quantity(returned.get(line, 0) + part)}
            left[line] -= part
        assert 0 <= has <= sum(points) - points_gone(sold, tuple(points), returned)
    rest = {place: Quantity(each) for place, each in enumerate(left) if each}
    if rest:
        has -= refund(kept_sale(body, returned), rest).points_taken
    assert has == 0
