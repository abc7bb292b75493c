"""The screen *Products* as a state machine: find, change, a manager's word, an unknown code in a sale."""

from dataclasses import replace

import pytest

from resources.catalogue import Catalogue
from tests.unit.presenters.desk import words
from tests.unit.presenters.products_desk import UNKNOWN, Screen
from tools.sample_shop import COFFEE, GREENS, NOODLES, RICE
from ui.presenters.forms import FieldKind
from ui.presenters.products.categories import named_category


@pytest.fixture
def screen() -> Screen:
    return Screen()


def test_goods_are_found_as_they_are_typed_and_by_scan(screen: Screen) -> None:
    assert len(screen.rows) == 6
    screen.it.typed("gao")
    assert screen.rows == [RICE.name]
    screen.it.scanned(NOODLES.sku)
    assert screen.rows == [NOODLES.name]
    screen.it.typed("không có")
    assert (screen.rows, screen.state.can_finish) == ([], False)
    assert "không có" in screen.state.listing.empty
    screen.it.back_pressed()
    assert len(screen.rows) == 6
    screen.it.back_pressed()
    assert screen.left == 1


def test_an_answer_to_what_was_typed_before_is_dropped(screen: Screen) -> None:
    screen.runner.hold("look-up")
    screen.it.typed("g")
    screen.it.typed("ga")
    screen.runner.let_go("look-up")
    assert screen.rows == [RICE.name]


def test_a_step_beyond_an_end_stops_there(screen: Screen) -> None:
    screen.it.moved(1_000_000)
    assert screen.state.listing.marked == 5
    screen.it.moved(-2)
    assert screen.state.listing.marked == 3
    screen.it.moved(-1_000_000)
    assert screen.state.listing.marked == 0
    screen.it.row_pressed(99)
    assert screen.state.listing.marked == 0


def test_a_product_shows_its_prices_the_newest_day_first(screen: Screen) -> None:
    screen.mark(NOODLES.sku)
    prices = [(row.cells, row.detail) for row in screen.state.prices.rows]
    assert prices == [
        (("Từ 24/12/2026", "4.900"), "Quốc Anh đặt"),
        (("Từ 01/12/2026", "5.500"), "đã rút lại · Quốc Anh đặt"),
        (("Từ 01/11/2026", "4.500"), "đang áp dụng · Quốc Anh đặt"),
        (("Từ 01/08/2026", "4.300"), "đã qua · từ tệp nhập"),
    ]
    assert screen.state.about[0].figure == "4.500 ₫"
    screen.mark(GREENS.sku)
    assert [row.figure for row in screen.state.about if row.label == "Nhãn cân"] == ["21.....{NNDDD}"]
    assert (screen.state.prices.rows, screen.state.withdraw) == ((), "")
    screen.mark(COFFEE.sku)
    assert [row.figure for row in screen.state.about][-1] == "Ngừng bán"


def test_what_is_wrong_stands_under_its_field_until_it_is_mended(screen: Screen) -> None:
    screen.mark(RICE.sku)
    screen.it.finish_pressed()
    assert screen.state.form_title == "Sửa mặt hàng"
    screen.it.field_changed("name", "")
    screen.it.scanned(NOODLES.sku)
    screen.it.finish_pressed()
    assert screen.faults() == {
        "name": "Hãy ghi tên hàng.",
        "barcodes": f"Mã này là của “{NOODLES.name}”. Bỏ mã ở mặt hàng kia trước.",
    }
    screen.it.field_changed("name", "Gạo ST25")
    assert list(screen.faults()) == ["barcodes"]
    screen.it.field_changed("barcodes", RICE.sku)
    screen.it.field_changed("category", "g")
    screen.it.entered()
    assert screen.goods.calls == [f"save anh {RICE.sku}"]
    assert (screen.state.form_title, screen.state.about_title) == ("", "Gạo ST25")
    assert screen.state.notice is not None
    assert "Gạo ST25" in screen.state.notice.text


def test_a_product_is_sold_by_the_amount_once_that_is_chosen_and_no_more_once_it_is_not(
    screen: Screen,
) -> None:
    screen.it.new_pressed()
    for name, value in (("name", "Hàng lẻ"), ("sku", "LE"), ("unit", "amount")):
        screen.it.field_changed(name, value)
    price = next(field for field in screen.state.form.fields if field.name == "price")
    assert (price.enabled, price.hint) == (False, "Gõ khi bán")
    screen.it.finish_pressed()
    assert screen.goods.rows["LE"].tags == ("open-price",)
    assert {row.label: row.figure for row in screen.state.about}["Bán theo"] == "Số tiền"
    assert screen.state.about[0].figure == "Gõ khi bán"
    screen.it.finish_pressed()
    screen.it.field_changed("unit", "piece")
    screen.it.finish_pressed()
    assert not screen.goods.rows["LE"].tags


def test_known_categories_are_told_as_one_is_typed(screen: Screen) -> None:
    screen.it.new_pressed()
    screen.it.field_changed("category", "d")
    about = {field.name: field.about for field in screen.state.form.fields}
    assert about["category"] == "dairy (Sữa) · drinks (Nước giải khát)"
    for typed, told in (("nước", "drinks (Nước giải khát)"), ("drinks", "Nước giải khát"), ("cờ", "")):
        screen.it.field_changed("category", typed)
        assert {field.name: field.about for field in screen.state.form.fields}["category"] == told


def test_a_category_is_called_by_its_name_and_one_of_the_shops_own_as_the_shop_wrote_it(
    screen: Screen,
) -> None:
    noodles = next(row for row in screen.state.listing.rows if row.cells[0] == NOODLES.name)
    assert noodles.detail.endswith("Mì, bún, phở")
    assert named_category("noodles", words()) == "Mì, bún, phở (noodles)"
    assert named_category("Hoa tươi", words()) == "Hoa tươi"


def test_a_new_product_is_there_at_once_and_its_price_is_needed(screen: Screen) -> None:
    screen.it.new_pressed()
    names = [field.name for field in screen.state.form.fields]
    assert names == ["name", "sku", "price", "vat_percent", "unit", "category", "brand", "barcodes"]
    screen.it.scanned(UNKNOWN)
    screen.it.field_changed("name", "Nước mắm")
    screen.it.finish_pressed()
    assert list(screen.faults()) == ["price"]
    screen.it.field_changed("price", "52.000")
    screen.it.finish_pressed()
    assert screen.goods.calls == [f"save anh {UNKNOWN}"]
    assert (screen.rows, screen.state.about[0].figure) == (["Nước mắm"], "52.000 ₫")


def test_a_price_is_planned_for_a_day(screen: Screen) -> None:
    screen.mark(RICE.sku)
    screen.it.price_pressed()
    amount, day = screen.state.form.fields
    assert (amount.kind, amount.value, day.kind, day.value) == (
        FieldKind.MONEY, "189000", FieldKind.DATE, "21/11/2026",
    )  # fmt: skip
    screen.it.field_changed("amount", "195.000")
    screen.it.field_stepped("day", -1)
    screen.it.finish_pressed()
    assert list(screen.faults()) == ["day"]
    screen.it.field_stepped("day", 10)
    screen.it.finish_pressed()
    assert screen.goods.calls == [f"price anh {RICE.sku} 195000 2026-11-30"]
    assert [row.cells for row in screen.state.prices.rows] == [("Từ 30/11/2026", "195.000")]
    screen.it.price_pressed()
    screen.it.field_changed("amount", "x")
    screen.it.field_changed("day", "mai")
    screen.it.field_stepped("day", 1)
    screen.it.finish_pressed()
    assert sorted(screen.faults()) == ["amount", "day"]
    screen.it.back_pressed()
    assert screen.state.form.fields == ()


def test_a_price_from_a_day_without_a_year_holds_from_the_next_one_which_is_said_back(screen: Screen) -> None:
    screen.mark(RICE.sku)
    screen.it.price_pressed()
    screen.it.field_changed("amount", "195.000")
    for typed, meant in (("3/12", "Thứ Năm, 03/12/2026"), ("20/11", "Thứ Bảy, 20/11/2027")):
        screen.it.field_changed("day", typed)
        assert screen.state.form.fields[1].about == f"Tức là {meant}."
    screen.it.field_changed("day", "3/12")
    screen.it.finish_pressed()
    assert screen.goods.calls == [f"price anh {RICE.sku} 195000 2026-12-03"]


@pytest.mark.parametrize(
    ("amount", "is_far"), [("1890000", True), ("18900", True), ("0", True), ("95000", False)]
)
def test_a_price_far_from_todays_is_asked_about_once(screen: Screen, *, amount: str, is_far: bool) -> None:
    screen.mark(RICE.sku)
    screen.it.price_pressed()
    screen.it.field_changed("amount", amount)
    screen.it.finish_pressed()
    assert bool(screen.faults()) is is_far
    assert any(call.startswith("price") for call in screen.goods.calls) is not is_far
    if is_far:
        assert "189.000 ₫" in screen.faults()["amount"]
        screen.it.finish_pressed()
        assert screen.goods.calls[-1].startswith(f"price anh {RICE.sku} {amount} ")


def test_another_price_that_is_far_too_is_asked_about_again(screen: Screen) -> None:
    screen.mark(RICE.sku)
    screen.it.price_pressed()
    for amount in ("1890000", "18900000"):
        screen.it.field_changed("amount", amount)
        screen.it.finish_pressed()
        assert "amount" in screen.faults()
    assert not any(call.startswith("price") for call in screen.goods.calls)


def test_the_last_planned_price_is_withdrawn_first_then_the_one_in_force(screen: Screen) -> None:
    screen.mark(NOODLES.sku)
    for _ in range(2):
        screen.it.withdraw_pressed()
    assert screen.goods.calls == [f"withdraw anh {NOODLES.sku} p3", f"withdraw anh {NOODLES.sku} p2"]
    assert screen.state.about[0].figure == "4.300 ₫"


def test_that_a_price_is_not_at_the_server_goes_once_it_is_there(screen: Screen) -> None:
    screen.mark(NOODLES.sku)
    screen.it.withdraw_pressed()
    assert screen.state.hint.startswith("Chưa gửi tới máy chủ")
    screen.it.synced()
    assert screen.state.hint
    screen.goods.calls.clear()
    screen.it.synced()
    assert screen.state.hint == ""
    screen.it.finish_pressed()
    screen.it.synced()
    assert screen.it.model.step == "edit"


def test_a_press_while_it_is_written_does_nothing(screen: Screen) -> None:
    screen.mark(NOODLES.sku)
    screen.runner.hold("store")
    screen.it.withdraw_pressed()
    screen.it.finish_pressed()
    screen.it.back_pressed()
    assert (screen.left, screen.state.can_finish) == (0, False)
    screen.runner.let_go("store")
    assert len(screen.goods.calls) == 1


def test_it_speaks_the_other_language_at_once(screen: Screen) -> None:
    screen.mark(NOODLES.sku)
    screen.it.speak(replace(screen.words, catalogue=Catalogue.load("en")))
    assert (screen.state.finish, screen.state.about[0].figure) == ("Edit", "₫4,500")
    screen.it.trouble("scan-control")
    assert screen.state.notice is not None


def test_a_price_begins_with_a_day_that_can_be_stepped_and_saved_in_english_too(screen: Screen) -> None:
    screen.it.speak(replace(screen.words, catalogue=Catalogue.load("en")))
    screen.mark(RICE.sku)
    screen.it.price_pressed()
    screen.it.field_changed("amount", "195000")
    screen.it.field_stepped("day", 1)
    screen.it.finish_pressed()
    assert screen.goods.calls == [f"price anh {RICE.sku} 195000 2026-11-22"]


def test_the_screen_comes_up_and_a_search_is_answered_in_one_piece(screen: Screen) -> None:
    (state,) = screen.states
    assert (len(state.listing.rows), state.can_finish, state.about_title) == (6, True, screen.rows[0])
    screen.it.scanned(NOODLES.sku)
    assert (len(screen.states), screen.state.about_title) == (2, NOODLES.name)
