"""The screen *Products* as a state machine: find, change, a manager's word, an unknown code in a sale."""

from dataclasses import replace
from pathlib import Path

import pytest

from resources.catalogue import Catalogue
from terminal.session import OperatorTile, Session
from tests.unit.presenters.desk import Watched, words
from tests.unit.terminal.till_kit import LAN as TILL_LAN
from tests.unit.terminal.till_kit import a_shop
from tools.sample_products import MANAGER, SampleProducts
from tools.sample_shop import COFFEE, GREENS, LAN, NOODLES, PIN, RICE, ZONE
from ui.presenters.forms import FieldKind
from ui.presenters.managers_word import BACKSPACE
from ui.presenters.products.categories import named_category
from ui.presenters.products.presenter import ProductsPresenter
from ui.presenters.products.state import ProductsState
from ui.presenters.products.till_errands import ProductsDone
from ui.presenters.shell import Shell
from ui.presenters.tasks import ImmediateRunner
from ui.presenters.till_errands import TillErrands
from ui.presenters.words import Words

UNKNOWN = "8938505974194"
RICE_CODE = "8936079120016"


def _nobody(*, card: str = "", phone: str = "") -> str | None:
    """No server knows more."""
    del card, phone
    return None


class Screen:
    """The presenter over the sample goods, and what it showed last."""

    def __init__(self, session: Session = MANAGER, *, code: str = "") -> None:
        self.goods = SampleProducts()
        self.states: list[ProductsState] = []
        self.left = 0
        self.sold: list[str] = []
        self.runner = ImmediateRunner()
        self.words = Words(catalogue=Catalogue.load("vi"), currency="VND", zone=ZONE)
        self.it = ProductsPresenter(
            self.goods,
            session,
            self.runner,
            self.words,
            on_state=self.states.append,
            on_back=self.leave,
            on_sold=self.sold.append,
        )
        if code:
            self.it.begin_with(code)
        else:
            self.it.begin()

    def leave(self) -> None:
        self.left += 1

    @property
    def state(self) -> ProductsState:
        return self.states[-1]

    @property
    def rows(self) -> list[str]:
        return [row.cells[0] for row in self.state.listing.rows]

    def faults(self) -> dict[str, str]:
        return {field.name: field.fault for field in self.state.form.fields if field.fault}

    def mark(self, sku: str) -> None:
        self.it.row_pressed(next(at for at, each in enumerate(self.it.model.rows) if each.sku == sku))

    def type_pin(self, pin: str = PIN) -> None:
        for digit in pin:
            self.it.key_pressed(digit)
        self.it.finish_pressed()


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


def test_a_cashier_asks_a_manager_by_pin() -> None:
    screen = Screen(LAN)
    screen.mark(NOODLES.sku)
    screen.it.withdraw_pressed()
    assert (screen.state.pad, screen.rows, screen.goods.calls) == (True, ["Quốc Anh"], [])
    screen.it.finish_pressed()
    screen.type_pin("9999")
    assert screen.state.notice is not None
    assert (screen.state.dots, screen.goods.calls) == ("", [])
    screen.it.key_pressed("1")
    screen.it.key_pressed(BACKSPACE)
    screen.it.key_pressed("x")
    screen.it.moved(1)
    screen.type_pin()
    assert screen.goods.calls == [f"withdraw lan+anh {NOODLES.sku} p3"]
    assert not screen.state.pad


def test_out_of_the_question_one_goes_back_to_where_one_was() -> None:
    screen = Screen(LAN)
    screen.mark(RICE.sku)
    screen.it.price_pressed()
    screen.it.finish_pressed()
    assert screen.state.pad
    screen.it.back_pressed()
    assert [field.name for field in screen.state.form.fields] == ["amount", "day"]


def test_a_till_without_a_manager_says_so() -> None:
    screen = Screen(LAN)
    screen.goods.managers_here = ()
    screen.mark(NOODLES.sku)
    screen.it.withdraw_pressed()
    assert screen.state.listing.empty.startswith("Chưa có quản lý")
    screen.type_pin()
    screen.it.moved(1)
    assert screen.goods.calls == []


def test_an_unknown_code_of_a_sale_is_added_with_a_managers_word_and_goes_back_to_the_sale() -> None:
    screen = Screen(LAN, code=UNKNOWN)
    assert screen.state.form_title == "Mã lạ: thêm và bán ngay"
    screen.it.field_changed("name", "Nước mắm")
    screen.it.field_changed("price", "52000")
    screen.it.finish_pressed()
    screen.type_pin()
    assert screen.goods.calls == [f"save lan+anh {UNKNOWN}"]
    assert (screen.sold, screen.left) == ([UNKNOWN], 0)


def test_in_the_middle_of_a_sale_the_price_comes_next_to_the_name_and_not_the_code_that_is_known() -> None:
    quick = [each.name for each in Screen(LAN, code=UNKNOWN).state.form.fields]
    assert quick[:2] == ["name", "price"]
    assert "sku" in quick[2:]
    screen = Screen()
    screen.it.new_pressed()
    assert [each.name for each in screen.state.form.fields][:3] == ["name", "sku", "price"]


def test_the_basket_and_the_scan_stay_while_a_code_is_added(tmp_path: Path) -> None:
    """The whole of it over a real store: scan, banner, form, PIN, and the code is in the basket."""
    counter = a_shop(tmp_path)
    runner, stage = ImmediateRunner(), Watched()
    asked: list[str] = []
    errands = TillErrands(counter.till, _nobody)
    shell = Shell(errands, runner, words(), stage, on_unknown=asked.append)
    shell.signed_in(TILL_LAN)
    shell.scanned(RICE_CODE)
    shell.scanned(UNKNOWN)
    assert shell.checkout is not None
    assert stage.checkout is not None
    assert stage.checkout.notice is not None
    assert stage.checkout.notice.action == "Thêm mặt hàng"
    shell.checkout.notice_action_pressed()
    assert asked == [UNKNOWN]
    states: list[ProductsState] = []
    it = ProductsPresenter(
        ProductsDone(counter.till),
        TILL_LAN,
        runner,
        words(),
        on_state=states.append,
        on_back=asked.clear,
        on_sold=shell.scanned,
    )
    it.begin_with(UNKNOWN)
    it.field_changed("name", "Nước mắm")
    it.field_changed("price", "52.000")
    it.finish_pressed()
    assert [row.cells for row in states[-1].listing.rows] == [("Minh",)]
    for digit in PIN:
        it.key_pressed(digit)
    it.finish_pressed()
    assert [(row.name, row.amount) for row in stage.checkout.rows] == [
        ("Gạo ST25 túi 5 kg", "189.000"), ("Nước mắm", "52.000"),
    ]  # fmt: skip
    it.begin()
    assert len(it.model.rows) == 7
    counter.close()


def test_who_thinks_better_of_it_is_back_in_the_sale() -> None:
    screen = Screen(LAN, code=UNKNOWN)
    screen.it.back_pressed()
    assert (screen.left, screen.sold, screen.goods.calls) == (1, [], [])


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


def test_of_several_managers_one_is_chosen() -> None:
    screen = Screen(LAN)
    screen.goods.managers_here += (OperatorTile(operator="ha", name="Hà", role="manager"),)
    screen.mark(NOODLES.sku)
    screen.it.withdraw_pressed()
    screen.it.moved(1)
    screen.type_pin()
    assert screen.goods.calls == [f"withdraw lan+ha {NOODLES.sku} p3"]


def test_the_screen_comes_up_and_a_search_is_answered_in_one_piece(screen: Screen) -> None:
    (state,) = screen.states
    assert (len(state.listing.rows), state.can_finish, state.about_title) == (6, True, screen.rows[0])
    screen.it.scanned(NOODLES.sku)
    assert (len(screen.states), screen.state.about_title) == (2, NOODLES.name)
