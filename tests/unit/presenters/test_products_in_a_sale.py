"""A product that is added in the middle of a sale, or with a manager's word."""

from pathlib import Path

import pytest

from terminal.session import OperatorTile
from tests.unit.presenters.desk import Watched, words
from tests.unit.presenters.products_desk import UNKNOWN, Screen
from tests.unit.terminal.till_kit import LAN as TILL_LAN
from tests.unit.terminal.till_kit import a_shop
from tools.sample_shop import LAN, NOODLES, PIN, RICE
from ui.presenters.managers_word import BACKSPACE
from ui.presenters.products.presenter import ProductsPresenter
from ui.presenters.products.state import ProductsState
from ui.presenters.products.till_errands import ProductsDone
from ui.presenters.shell import Shell
from ui.presenters.tasks import ImmediateRunner
from ui.presenters.till_errands import TillErrands

RICE_CODE = "8936079120016"


def _nobody(*, card: str = "", phone: str = "") -> str | None:
    """No server knows more."""
    del card, phone
    return None


@pytest.fixture
def screen() -> Screen:
    return Screen()


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


def test_of_several_managers_one_is_chosen() -> None:
    screen = Screen(LAN)
    screen.goods.managers_here += (OperatorTile(operator="ha", name="Hà", role="manager"),)
    screen.mark(NOODLES.sku)
    screen.it.withdraw_pressed()
    screen.it.moved(1)
    screen.type_pin()
    assert screen.goods.calls == [f"withdraw lan+ha {NOODLES.sku} p3"]
