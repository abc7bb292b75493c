"""An exchange on the screens: chosen on *Returns*, shown in the sale, paid or given back, and given up."""

from dataclasses import replace

import pytest

from loyalty.units import Money
from terminal.returned import RefundWish
from terminal.sale import Tender
from tests.unit.presenters.desk import Desk
from tests.unit.presenters.returns_desk import words as words_of
from tools.sample_baskets import BROUGHT_BACK
from tools.sample_returns import ANH_DIGITS, SampleReturns
from tools.sample_shop import COFFEE, LAN, NOODLES
from ui.presenters.checkout.model import Answer, Done
from ui.presenters.customer import shown as customer
from ui.presenters.customer.state import CustomerState
from ui.presenters.returns.presenter import ReturnsPresenter
from ui.presenters.returns.state import ReturnsState
from ui.presenters.shown import FigureRow
from ui.presenters.tasks import ImmediateRunner

WISH = BROUGHT_BACK.wish


@pytest.fixture
def desk() -> Desk:
    """A bag of rice for 134.500 comes back, and coffee is taken."""
    desk = Desk()
    desk.shell.exchange(WISH)
    return desk


def digits(text: str) -> int:
    return int("".join(sign for sign in text if sign.isdigit()))


def test_what_was_chosen_on_returns_goes_to_the_sale_and_nothing_is_taken_back_before() -> None:
    till, states, wishes = SampleReturns(), list[ReturnsState](), list[RefundWish]()
    it = ReturnsPresenter(
        till, LAN, ImmediateRunner(), words_of("vi"),
        on_state=states.append, on_back=lambda: None, on_exchange=wishes.append,
    )  # fmt: skip
    it.begin()
    assert states[-1].exchange == ""
    it.scanned(ANH_DIGITS)
    assert (states[-1].exchange, states[-1].can_exchange) == ("Đổi hàng", False)
    it.exchange_pressed()
    assert wishes == []
    it.stepped(1)
    it.exchange_pressed()
    assert [(each.sale, dict(each.returns), each.reason) for each in wishes] == [
        ("sale-124", {0: 1_000}, "mind")
    ]
    assert till.calls == []


def test_a_screen_that_leads_nowhere_has_no_such_key() -> None:
    states = list[ReturnsState]()
    it = ReturnsPresenter(
        SampleReturns(), LAN, ImmediateRunner(), words_of("vi"), on_state=states.append, on_back=lambda: None
    )
    it.begin()
    it.scanned(ANH_DIGITS)
    it.stepped(1)
    it.exchange_pressed()
    assert (states[-1].exchange, states[-1].title) == ("", "Phiếu Q2-000124 · Nguyễn Thị Ánh")


def test_the_sale_says_what_comes_back_and_whose_it_was(desk: Desk) -> None:
    assert "134.500 ₫" in desk.notice().text
    assert "thu hồi 30 điểm, hoàn 98 điểm" in desk.notice().text
    assert desk.member().name == "Nguyễn Thị Ánh"
    assert not desk.shown().can_pay
    totals = desk.shown().totals
    assert totals.exchange is not None
    assert (totals.exchange.figure, totals.due.label) == ("−134.500", "Trả lại khách")


def test_dearer_goods_leave_the_difference_to_pay(desk: Desk) -> None:
    desk.scan(*[COFFEE.sku] * 5)
    total = digits((desk.it.counter.model.quote and str(desk.it.counter.model.quote.total)) or "0")
    assert digits(desk.shown().totals.due.figure) == total - 134_500
    desk.it.why_asked("due")
    assert any("Gạo ST25" in row.label and row.figure == "−134.330" for row in desk.why().rows)
    desk.it.escaped()
    desk.it.pay_pressed()
    shown = desk.pay_shown()
    assert ("Hàng trả lại", "−134.500") in [(row.label, row.figure) for row in shown.sums]
    assert ("Điểm hàng trả", "−30 +98") in [(row.label, row.figure) for row in shown.points]
    desk.paying.part_removed()
    assert desk.pay_shown().sums == shown.sums
    desk.paying.finish_pressed()
    sale = desk.till.sales[-1]
    assert [each.kind for each in sale.tenders] == ["exchange", "cash"]
    assert sum(each.amount for each in sale.tenders) == sale.to_pay


def test_why_says_kilograms_of_what_was_weighed() -> None:
    desk = Desk()
    weighed = replace(BROUGHT_BACK, weighed=frozenset({0}))
    desk.it.counter.change(sale=replace(desk.it.counter.model.sale, exchange=weighed))
    desk.it.why_asked("due")
    assert any(row.label.startswith("trả 1 kg · Gạo ST25") for row in desk.why().rows)


def test_cheaper_goods_give_the_rest_back_as_it_was_paid(desk: Desk) -> None:
    desk.scan(COFFEE.sku)
    desk.it.pay_pressed()
    shown = desk.pay_shown()
    assert shown.figure_label == "Trả lại khách"
    assert shown.finish.startswith("Trả lại 1")
    assert [row.label for row in shown.sums] == ["Phải trả", "Hàng trả lại", "Hoàn qua máy thẻ"]
    desk.paying.finish_pressed()
    sale = desk.till.sales[-1]
    assert [(each.kind, each.amount) for each in sale.tenders] == [("exchange", sale.to_pay)]
    assert [(each.kind, each.amount) for each in sale.given_back] == [("card", 134_500 - sale.to_pay)]
    after = desk.shown().after
    assert after is not None
    assert (after.figure_label, digits(after.figure)) == ("Trả lại khách", 134_500 - sale.to_pay)
    assert after.rows[-1].label.startswith("Điểm: 1.250 + 68 +")


def test_where_money_goes_out_no_amount_is_taken_and_no_change_is_told(desk: Desk) -> None:
    desk.scan(COFFEE.sku)
    desk.it.pay_pressed()
    back = desk.pay_shown().figure
    for key in ("3", "000"):
        desk.paying.key_pressed(key)
    for method in ("cash", "card", "transfer", "gift"):
        desk.paying.method_chosen(method)
        shown = desk.pay_shown()
        assert (shown.figure_label, shown.figure) == ("Trả lại khách", back)
        assert (shown.amount_label, f"{shown.amount} ₫") == ("Trả lại khách", back)
        assert (shown.notes, shown.hint, shown.qr) == ((), "", None)
        assert not shown.takes_digits
        assert [each.method for each in shown.methods if each.enabled] == ["card"]
        assert [each.method for each in shown.methods if each.chosen] == ["card"]
    desk.paying.finish_pressed()
    assert desk.till.sales[-1].change == 0


def test_it_can_be_given_up_at_once_or_with_the_sale(desk: Desk) -> None:
    desk.it.notice_action_pressed()
    assert (desk.shown().totals.exchange, desk.open_sale().exchange) == (None, None)
    desk.shell.exchange(WISH)
    desk.scan(NOODLES.sku)
    desk.shell.exchange(WISH)
    assert "Q2-000124" in desk.notice().text
    assert desk.open_sale().exchange is not None
    desk.it.function_pressed("new-sale")
    assert desk.shown().confirm is not None


def test_it_can_be_given_up_after_goods_were_taken_and_a_sentence_was_put_away(desk: Desk) -> None:
    desk.scan(NOODLES.sku)
    desk.it.escaped()
    assert (desk.notice().action, "Q2-000124" in desk.notice().text) == ("Bỏ đổi hàng", True)
    desk.it.notice_action_pressed()
    assert (desk.shown().notice, desk.open_sale().exchange) == (None, None)
    assert [line.sku for line in desk.open_sale().lines] == [NOODLES.sku]


def test_what_the_customer_reads_adds_up_to_what_is_paid_or_given_back(desk: Desk) -> None:
    desk.scan(*[COFFEE.sku] * 5)
    adds_up(customer.sale_state("Quận 1", desk.shown(), words_of("vi")), -1)
    desk.it.pay_pressed()
    adds_up(customer.pay_state("Quận 1", desk.shown(), desk.pay_shown(), words_of("vi")), -1)
    desk = Desk()
    desk.shell.exchange(WISH)
    desk.scan(COFFEE.sku)
    desk.it.pay_pressed()
    adds_up(customer.pay_state("Quận 1", desk.shown(), desk.pay_shown(), words_of("vi")), 1)


def adds_up(shown: CustomerState, sign: int) -> None:
    """The rows come to the figure; `sign` is 1 where it goes out."""
    assert shown.big is not None
    rows = [digits(row.figure) * (-1 if "−" in row.figure else 1) for row in shown.sums]
    assert -sum(rows) * sign == digits(shown.big.figure)


def test_after_dearer_goods_the_figure_is_what_was_handed_over(desk: Desk) -> None:
    desk.scan(*[COFFEE.sku] * 5)
    desk.sell()
    after, sale = desk.shown().after, desk.till.sales[-1]
    assert after is not None
    assert (after.figure_label, digits(after.figure)) == ("Đã trả", sale.to_pay - 134_500)


def test_what_went_to_the_wallet_is_nothing_to_hand_over(desk: Desk) -> None:
    desk.scan(*[COFFEE.sku] * 5)
    desk.sell()
    sale = desk.till.sales[-1]
    aside = replace(sale, given_back=(Tender(kind="wallet", amount=Money(105_596)),))
    desk.it.counter.change(done=Done(sale=aside))
    after = desk.shown().after
    assert after is not None
    assert (after.figure_label, digits(after.figure)) == ("Đã trả", sale.to_pay - 134_500)
    mixed = replace(
        aside,
        given_back=(Tender(kind="card", amount=Money(50_000)), Tender(kind="cash", amount=Money(40_000))),
    )
    desk.it.counter.change(done=Done(sale=mixed))
    after = desk.shown().after
    assert after is not None
    assert (after.figure_label, after.figure) == ("Đưa khách tiền mặt", "40.000 ₫")
    assert ("Hoàn qua máy thẻ", "−50.000 ₫") in [(row.label, row.figure) for row in after.rows]


def test_the_customer_reads_what_comes_back_and_no_orders_to_the_cashier(desk: Desk) -> None:
    desk.scan(COFFEE.sku)
    desk.sell()
    back = (
        Tender(kind="card", amount=Money(50_000)),
        Tender(kind="transfer", amount=Money(20_000)),
        Tender(kind="cash", amount=Money(40_000)),
    )
    desk.it.counter.change(done=Done(sale=replace(desk.till.sales[-1], given_back=back)))
    shown = facing(desk)
    assert shown.big == FigureRow("Trả lại khách", "110.000 ₫")
    assert [(row.label, row.figure) for row in shown.sums if "−" in row.figure][-3:] == [
        ("Thẻ", "−50.000 ₫"),
        ("Chuyển khoản", "−20.000 ₫"),
        ("Tiền mặt", "−40.000 ₫"),
    ]


def test_after_a_void_the_customer_reads_all_that_comes_back_and_its_ways_by_name() -> None:
    desk = Desk()
    desk.scan(COFFEE.sku)
    desk.it.pay_pressed()
    for amount, method in ((20_000, "transfer"), (10_000, "card")):
        desk.paying.method_chosen(method)
        desk.paying.note_chosen(amount)
        desk.paying.finish_pressed()
    desk.paying.method_chosen("cash")
    desk.paying.finish_pressed()
    desk.it.function_pressed("void")
    desk.it.after.answered(Answer.ACCEPT)
    after, paid = desk.shown().after, desk.till.sales[-1].to_pay
    assert after is not None
    assert after.figure_label == "Đưa khách tiền mặt"
    assert {"Chuyển khoản lại", "Hoàn qua máy thẻ"} <= {row.label for row in after.rows}
    shown = facing(desk)
    assert shown.big is not None
    assert (shown.big.label, digits(shown.big.figure)) == ("Trả lại khách", paid)
    assert [row.label for row in shown.sums] == ["Chuyển khoản", "Thẻ", "Tiền mặt"]
    assert sum(digits(row.figure) for row in shown.sums) == paid


def facing(desk: Desk) -> CustomerState:
    """The customer's window after a sale."""
    after = desk.shown().after
    assert after is not None
    return customer.after_state("Quận 1", after, words_of("vi"))


def test_the_question_before_a_void_says_how_the_money_goes_back_and_what_stays(desk: Desk) -> None:
    desk.scan(*[COFFEE.sku] * 5)
    desk.sell()
    desk.it.function_pressed("void")
    asked = desk.shown().confirm
    assert asked is not None
    assert "Hoàn qua máy thẻ 134.500 ₫" in asked.text
    assert "Đổi hàng" not in asked.text
    assert asked.text.endswith("Hàng khách đã trả để đổi vẫn là hàng trả.")


def test_what_goes_back_to_a_gift_card_or_the_wallet_is_said_before() -> None:
    desk = Desk()
    aside = replace(BROUGHT_BACK, back={}, beside=Money(195_000))
    desk.it.counter.change(sale=replace(desk.it.counter.model.sale, exchange=aside))
    assert "195.000 ₫ trả về thẻ quà tặng hoặc ví, được trừ 0 ₫" in desk.notice().text
    desk.scan(COFFEE.sku)
    assert desk.shown().totals.exchange is None
    desk.it.pay_pressed()
    assert [row.label for row in desk.pay_shown().sums] == ["Phải trả"]


@pytest.mark.parametrize(
    ("cash", "gift", "rows"),
    [
        (0, 134_330, [("Trả về thẻ quà tặng hoặc ví", "134.330")]),
        (34_500, 100_000, [("Trả về thẻ quà tặng hoặc ví", "100.000"), ("Làm tròn", "−170")]),
    ],
)
def test_why_says_what_of_the_goods_goes_back_to_a_gift_card_and_rounds_only_the_rest(
    cash: int, gift: int, rows: list[tuple[str, str]]
) -> None:
    desk = Desk()
    back = {"cash": Money(cash)} if cash else {}
    half = replace(BROUGHT_BACK, back=back, beside=Money(gift))
    desk.it.counter.change(sale=replace(desk.it.counter.model.sale, exchange=half))
    desk.it.why_asked("due")
    after = [(row.label, row.figure) for row in desk.why().rows]
    place = next(place for place, (_, figure) in enumerate(after) if figure == "−134.330")
    assert after[place + 1 : -1] == rows


def test_two_presses_begin_one_exchange() -> None:
    desk = Desk()
    desk.runner.hold("store")
    desk.shell.exchange(WISH)
    desk.shell.exchange(WISH)
    desk.runner.let_go("store")
    assert [call for call in desk.till.calls if call.startswith("exchange")] == ["exchange sale-124"]
    assert desk.open_sale().exchange is not None
    assert Money(134_500) == BROUGHT_BACK.credit
