"""The screen *Returns* without Qt: found, chosen, shown, confirmed once, and every way out of it."""

from dataclasses import replace
from datetime import date

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.units import Money
from loyalty.wire.prepaid import GiftSold
from terminal.usecases.returns.finding import SalesFound
from tests.unit.presenters.returns_desk import Desk, step, words
from tools.sample_returns import ANH_DIGITS
from tools.sample_shop import COFFEE, GREENS, LAN, NOODLES, OTHER, PIN
from ui.presenters.returns.state import ReturnsState


@pytest.fixture
def desk() -> Desk:
    return Desk()


def figures(state: ReturnsState) -> dict[str, str]:
    return {row.label: row.figure for row in (*state.about, *state.points)}


def test_the_sales_of_the_day_are_there_at_once(desk: Desk) -> None:
    assert [row.title for row in desk.state.rows] == [
        "Q2-000124 · 10:12 · Nguyễn Thị Ánh",
        "Q2-000123 · 09:47 · khách lẻ",
    ]
    assert (desk.state.title, desk.state.later, desk.state.finish) == ("Đơn hôm nay", "", "Mở đơn")


def test_a_sale_of_who_was_forgotten_since_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    found = desk.till.sales_of_day(None)

    def of_day(_day: date | None) -> SalesFound:
        return replace(found, rows=tuple(each._replace(member_name="") for each in found.rows))

    monkeypatch.setattr(desk.till, "sales_of_day", of_day)
    desk.it.begin()
    assert [row.title.rpartition(" · ")[2] for row in desk.state.rows] == ["hội viên đã xóa", "khách lẻ"]


def test_whose_receipt_it_is_and_what_the_key_of_the_reason_is_for_stand_beside_its_lines(desk: Desk) -> None:
    desk.it.scanned(ANH_DIGITS)
    assert desk.state.title == "Phiếu Q2-000124 · Nguyễn Thị Ánh"
    assert desk.state.reason == "Lý do: Khách đổi ý"
    sale = desk.till.sales["sale-124"]
    desk.till.sales["sale-124"] = replace(sale, member_name="")
    desk.it.scanned(ANH_DIGITS)
    assert desk.state.title == "Phiếu Q2-000124 · hội viên đã xóa"


def test_what_it_does_is_shown_before_it_is_done(desk: Desk) -> None:
    desk.it.scanned(ANH_DIGITS)
    assert (desk.state.finish, desk.state.can_finish) == ("Trả 0 ₫", False)
    desk.it.stepped(1)
    assert desk.state.big == "134.330 ₫"
    assert figures(desk.state) == {
        "Hoàn qua máy thẻ": "134.330",
        "Thu hồi điểm đã cộng": "−30",
        "Hoàn điểm đã dùng": "+98",
        "Điểm hiện có": "1.250",
        "Điểm sau khi trả": "1.318",
    }
    assert desk.till.calls == []
    desk.it.finish_pressed()
    assert desk.till.calls == ["Q2-000124 134330 mind"]
    assert desk.state.title == "Đã nhận lại hàng"


@pytest.mark.parametrize("has_goods", [True, False])
def test_a_gift_card_that_was_sold_beside_is_told_to_stay_sold(desk: Desk, *, has_goods: bool) -> None:
    sale = desk.till.sales["sale-124"]
    card = GiftSold("9500000000000014", 100_000, "0199-lot", None)
    body = replace(sale.body, gifts=(card,), lines=sale.body.lines if has_goods else ())
    desk.till.sales["sale-124"] = replace(sale, body=body)
    desk.it.scanned(ANH_DIGITS)
    assert desk.state.hints[0].startswith("Thẻ quà tặng bán trong phiếu này không nhận lại ở đây")
    assert bool(desk.state.rows) == has_goods
    assert desk.state.empty.startswith("Phiếu này chỉ bán thẻ quà tặng") != has_goods
    assert len(desk.state.hints) == 1 + has_goods


@pytest.mark.parametrize(
    ("code", "steps", "big", "rest"),
    [
        (ANH_DIGITS, 1, ("Trả lại khách", "134.330 ₫"), {"Hoàn qua máy thẻ": "134.330"}),
        (
            ANH_DIGITS,
            2,
            ("Đưa khách tiền mặt", "119.000 ₫"),
            {"Trả lại khách": "269.000", "Hoàn qua máy thẻ": "150.000", "Tiền mặt": "119.000"},
        ),
        ("Q2-000123", 2, ("Đưa khách", "70.000 ₫"), {"Tiền mặt": "70.000"}),
    ],
    ids=["card", "card and cash", "cash"],
)
def test_what_is_handed_over_is_what_leaves_the_drawer(
    desk: Desk, code: str, steps: int, big: tuple[str, str], rest: dict[str, str]
) -> None:
    desk.it.scanned(code)
    desk.it.stepped(steps)
    desk.it.finish_pressed()
    assert (desk.state.big_label, desk.state.big) == big
    assert rest.items() <= figures(desk.state).items()


def test_a_double_press_gives_back_once(desk: Desk) -> None:
    desk.it.scanned(ANH_DIGITS)
    desk.it.all_pressed()
    desk.runner.hold("store")
    desk.it.finish_pressed()
    desk.it.finish_pressed()
    desk.it.scanned(ANH_DIGITS)
    desk.it.back_pressed()
    assert desk.state.finish == "Đang xử lý…"
    desk.runner.let_go("store")
    assert desk.till.calls == ["Q2-000124 293500 mind"]
    assert step(desk) == "done"
    desk.it.entered()
    assert step(desk) == "find"
    assert desk.state.rows[0].detail == "Đã trả hết"
    desk.it.scanned(ANH_DIGITS)
    assert "Q2-000124" in desk.said


def test_what_cannot_be_told_yet_is_asked_for_again_by_the_press_in_the_corner(desk: Desk) -> None:
    desk.it.scanned(ANH_DIGITS)
    desk.till.not_told = [Refused("top-up-waits"), Refused("top-up-waits"), Refused("top-up-gone")]
    desk.it.all_pressed()
    for _ in range(2):
        assert "thử lại" in desk.said
        assert (desk.state.finish, desk.state.can_finish) == ("Hỏi lại", True)
        assert not desk.it.model.can_exchange
        desk.it.finish_pressed()
    assert not desk.state.can_finish
    desk.it.all_pressed()
    desk.it.all_pressed()
    assert desk.state.big == "293.500 ₫"
    desk.it.finish_pressed()
    assert desk.till.calls == ["Q2-000124 293500 mind"]


def test_no_money_goes_back_that_the_screen_did_not_say(desk: Desk) -> None:
    desk.it.scanned(ANH_DIGITS)
    desk.it.stepped(1)
    desk.runner.hold("look-up")
    desk.it.stepped(1)
    desk.it.finish_pressed()
    assert (desk.state.can_finish, desk.till.calls) == (False, [])
    desk.runner.let_go("look-up")
    desk.it.finish_pressed()
    assert len(desk.till.calls) == 1


def test_a_return_of_unknown_outcome_is_only_asked_about_again(desk: Desk) -> None:
    desk.it.scanned(ANH_DIGITS)
    desk.it.stepped(1)
    desk.till.failures.append(Unavailable("store-commit-unknown", retry=True))
    desk.it.finish_pressed()
    before = desk.it.model.wanted
    desk.it.stepped(1)
    desk.it.back_pressed()
    assert (desk.it.model.wanted, step(desk)) == (before, "lines")
    desk.it.finish_pressed()
    assert step(desk) == "done"
    assert len(desk.till.calls) == 1


def test_quantities_by_step_by_digits_and_whole(desk: Desk) -> None:
    desk.it.scanned(ANH_DIGITS)
    desk.it.moved(1)
    for key in "2":
        desk.it.key_pressed(key)
    assert desk.it.model.wanted == {1: 2_000}
    desk.it.key_pressed("backspace")
    assert desk.it.model.wanted == {}
    desk.it.entered()
    assert desk.it.model.wanted == {1: 3_000}
    desk.it.stepped(1)
    assert desk.it.model.wanted == {1: 3_000}
    desk.it.stepped(-1)
    assert desk.it.model.wanted == {1: 2_000}
    desk.it.moved(1)
    desk.it.stepped(1)
    assert desk.it.model.wanted == {1: 2_000, 2: 755}
    desk.it.stepped(-1)
    assert desk.it.model.wanted == {1: 2_000}
    for key in "0,5":
        desk.it.key_pressed(key)
    assert desk.it.model.wanted == {1: 2_000, 2: 500}
    desk.it.entered()
    assert desk.state.quantity == "0,5 kg"
    assert desk.state.rows[2].detail == "trả 0,5 kg · còn 0,755 kg / 0,755 kg"
    desk.it.all_pressed()
    desk.it.all_pressed()
    assert desk.it.model.wanted == {}


def test_the_way_back_says_where_it_leads_and_leads_there(desk: Desk) -> None:
    assert desk.state.back == "Về bán hàng"
    desk.it.typed("Rau")
    assert desk.state.back == "Đơn trong ngày"
    desk.it.back_pressed()
    assert (desk.left, desk.state.text) == (0, "")
    desk.it.scanned(ANH_DIGITS)
    desk.it.stepped(1)
    desk.it.finish_pressed()
    assert (step(desk), desk.state.back) == ("done", "Về bán hàng")
    desk.it.back_pressed()
    assert desk.left == 1


def approve(desk: Desk, pin: str = PIN) -> None:
    for digit in pin:
        desk.it.key_pressed(digit)
    desk.it.finish_pressed()


def test_cash_for_what_was_paid_by_card_takes_somebodys_word(desk: Desk) -> None:
    desk.it.scanned(ANH_DIGITS)
    desk.it.stepped(1)
    desk.it.cash_pressed()
    assert ([row.title for row in desk.state.rows], desk.state.dots) == (["Hương", "Quốc Anh"], "–")
    assert "Hương tự nhập mã PIN của mình" in desk.state.about_title
    approve(desk, "0000")
    assert step(desk) == "approve"
    assert desk.said
    desk.it.moved(1)
    assert "Quốc Anh tự nhập mã PIN của mình" in desk.state.about_title
    approve(desk)
    assert desk.till.asked_by == [LAN.operator]
    assert figures(desk.state)["Tiền mặt"] == "134.500"
    assert desk.state.hints == ("Quốc Anh đã duyệt.",)
    desk.it.cash_pressed()
    assert figures(desk.state)["Hoàn qua máy thẻ"] == "134.330"
    desk.it.cash_pressed()
    desk.it.back_pressed()
    assert step(desk) == "lines"


@pytest.mark.parametrize(
    ("paid", "is_offered"),
    [({"gift": 70_000, "wallet": 5_000, "cash": 1_000}, False), ({"gift": 70_000, "transfer": 5_000}, True)],
)
def test_cash_is_offered_only_for_what_may_become_cash(
    desk: Desk, paid: dict[str, int], *, is_offered: bool
) -> None:
    desk.it.scanned(ANH_DIGITS)
    sale = desk.it.model.sale
    assert sale is not None
    in_money = {means: Money(amount) for means, amount in paid.items()}
    assert replace(desk.it.model, sale=replace(sale, paid=in_money)).is_cash_choice == is_offered


def test_goods_without_a_receipt_are_gathered_and_approved(desk: Desk) -> None:
    desk.it.goods_pressed()
    assert not desk.state.can_finish
    for code in (COFFEE.sku, NOODLES.sku, NOODLES.sku):
        desk.it.scanned(code)
    desk.it.typed(GREENS.name)
    desk.it.entered()
    assert [(row.title, row.detail) for row in desk.state.rows] == [
        ("Cà phê sữa", "1 × 35.000"),
        ("Mì Hảo Hảo tôm chua cay", "2 × 4.500"),
        ("Rau muống", "1 kg × 24.900"),
    ]
    desk.it.stepped(-1)
    desk.it.stepped(1)
    desk.it.moved(1)
    for code in ("nothing", OTHER.sku):
        desk.it.scanned(code)
        assert desk.said
    desk.it.reason_pressed()
    desk.it.finish_pressed()
    assert "48.500" in desk.state.about_title
    desk.it.key_pressed("1")
    assert not desk.state.can_finish
    desk.it.key_pressed("backspace")
    approve(desk)
    assert desk.till.calls == ["goods 48500 damaged Hương"]
    assert desk.state.big == "48.500 ₫"
    desk.it.finish_pressed()
    assert step(desk) == "find"


def test_the_same_in_another_language(desk: Desk) -> None:
    desk.it.scanned(ANH_DIGITS)
    desk.it.stepped(1)
    desk.it.speak(words("en"))
    assert desk.state.finish == "Refund ₫134,330"
    desk.it.trouble("scan-control")
    desk.it.back_pressed()
    assert desk.state.title == "Sales of today"
