"""The same with a finger alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QWidget

from loyalty.errors import Refused
from loyalty.units import Points
from tests.qt.conftest import Play
from tests.qt.hands import tap, touch, touch_keys, touch_point, touch_row
from tools.product_scenes import UNKNOWN
from tools.sample_shop import COFFEE, PIN, RICE
from tools.theatre import Theatre, settle
from ui.presenters.preferences import Preferences
from ui.presenters.shell import Screen
from ui.widgets.note_list import NoteList
from ui.widgets.row_list import RowList


def test_a_sale_from_signing_in_to_the_change(play_scene: Play) -> None:
    theatre = play_scene("sign-in")
    for _ in range(3):
        touch(theatre, "Xóa một chữ số")
    touch(theatre, "Lan")
    touch_keys(theatre, PIN)
    touch(theatre, "Vào ca")
    touch(theatre, "000")
    touch(theatre, "Mở ca")
    assert theatre.shell.screen is Screen.CHECKOUT
    theatre.checkout.scanned(RICE.sku)
    touch(theatre, "Bàn phím chạm")
    touch_keys(theatre, "0912345678")
    touch(theatre, "Nhập")
    assert theatre.checkout.counter.model.sale.member is not None
    touch(theatre, "Bàn phím chạm")
    touch(theatre, "Thêm một")
    touch(theatre, "Dùng điểm: +10")
    assert theatre.checkout.counter.model.sale.burn == 50
    touch(theatre, "Tối đa")
    touch(theatre, "Thanh toán")
    touch(theatre, "Khách đưa: 200.000")
    touch(theatre, "Xong")
    assert theatre.till.sales[0].change > 0
    touch(theatre, "In lại")
    assert "reprint" in theatre.till.calls


def test_points_whose_time_here_is_over_are_asked_for_by_the_key_that_the_screen_names(
    play_scene: Play,
) -> None:
    theatre = play_scene("checkout")
    burnable = theatre.checkout.counter.model.burnable
    assert burnable is not None
    over = replace(burnable, points=Points(0), why=Refused("lease-expired"))
    theatre.checkout.counter.change(burnable=over)
    renewed = theatre.till.calls.count("renew_lease")
    touch(theatre, "Tối đa")
    assert theatre.till.calls.count("renew_lease") == renewed + 1


def test_goods_are_found_and_weighed_by_touch(play_scene: Play) -> None:
    theatre = play_scene("empty")
    touch(theatre, "Hàng · F3")
    hits = theatre.stage.checkout.hits
    rows = [hit for hit in hits.findChildren(QWidget) if hit.isVisible() and type(hit).__name__ == "_Hit"]
    tap(rows[2])
    touch_keys(theatre, "1,5")
    touch(theatre, "Nhập")
    assert theatre.checkout.counter.model.sale.lines[0].quantity == 1500


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
def test_what_is_found_lies_over_none_of_the_keys_it_is_typed_with(
    play_scene: Play, size: tuple[int, int]
) -> None:
    theatre = play_scene("hits", Preferences("vi", "light", 100), size=size)
    checkout = theatre.stage.checkout
    typed = checkout.box.edit.text()
    whole = checkout.hits.width()
    touch(theatre, "Bàn phím chạm")
    for key in "7894561230":
        assert checkout.hits.isVisible()
        touch(theatre, key)
        assert checkout.box.edit.text() == typed + key
        touch(theatre, "Xóa một chữ số")
    touch(theatre, "Bàn phím chạm")
    assert checkout.hits.width() == whole


def test_a_weight_is_typed_with_the_sign_that_its_language_writes(play_scene: Play) -> None:
    theatre = play_scene("weighing", Preferences("en"))
    theatre.checkout.box.typed("")
    touch_keys(theatre, "1.5")
    touch(theatre, "OK")
    assert theatre.checkout.counter.model.sale.lines[-1].quantity == 1500


def test_a_member_is_enrolled_with_the_letters_on_the_screen(play_scene: Play) -> None:
    theatre = play_scene("empty")
    touch(theatre, "Đăng ký hội viên")
    touch(theatre, "Bàn phím chữ")
    touch_keys(theatre, "0905111222")
    enrol = theatre.stage.checkout.enrol
    tap(enrol.name)
    touch(theatre, "Chữ hoa")
    touch_keys(theatre, "Leê thij cucs".replace("ê", "e"))
    assert enrol.name.text() == "Lê thị cúc"
    touch(theatre, "Đóng bàn phím")
    touch(theatre, "Đăng ký")
    assert theatre.checkout.counter.model.sale.member is not None


def write_by_touch(theatre: Theatre, field: QWidget, keys: str) -> None:
    """Touch a field of a form and then the letters, each capital after the key for it."""
    tap(field)
    edit = field.focusProxy()
    assert isinstance(edit, QLineEdit)
    assert edit.hasFocus()
    for _ in edit.text():
        touch(theatre, "Xóa một chữ")
    for sign in keys:
        if sign.isupper():
            touch(theatre, "Chữ hoa")
        touch_keys(theatre, sign)


def test_a_product_that_nobody_knew_is_added_by_touch(play_scene: Play) -> None:
    theatre = play_scene("products-quick")
    assert theatre.products is not None
    form = theatre.products.view.side.form
    touch(theatre, "Bàn phím chạm")
    write_by_touch(theatre, form.blocks["name"].face, "Nuwowcs mawms")
    write_by_touch(theatre, form.blocks["price"].face, "52000")
    touch(theatre, "Đóng bàn phím")
    tap(theatre.products.view.finish)
    assert theatre.products.presenter is not None
    assert theatre.products.presenter.model.values["name"] == "Nước mắm"
    touch_keys(theatre, PIN)
    tap(theatre.products.view.finish)
    assert theatre.sample_products.calls == [f"save lan+anh {UNKNOWN}"]
    assert theatre.shell.screen is Screen.CHECKOUT


def test_a_member_is_found_and_put_right_by_touch(play_scene: Play) -> None:
    theatre = play_scene("members")
    assert theatre.members is not None
    view = theatre.members.view
    touch(theatre, "Bàn phím chạm")
    touch_keys(theatre, "anhs")
    touch(theatre, "Nhập")
    if view.list.rows.isVisible() and theatre.members.presenter and theatre.members.presenter.model.hits:
        touch_row(view.list.rows, 0)
        settle()
    tap(view.edit)
    touch(theatre, "Bàn phím chạm")
    form = view.list.form
    write_by_touch(theatre, form.blocks["name"].face, "Nguyeenx Thij AAnhs")
    write_by_touch(theatre, form.blocks["birthday"].face, "21/11/1990")
    touch(theatre, "Đóng bàn phím")
    tap(view.finish)
    assert [(each.name, each.birthday) for each in theatre.sample_members.deeds] == [
        ("Nguyễn Thị Ấnh", "1990-11-21")
    ]


def test_a_touched_line_is_the_chosen_one_and_its_price_opens_to_why(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    lines = theatre.stage.checkout.lines.lines.list
    row = lines.visualRect(lines.model().index(3, 0))
    at = lines.viewport().mapTo(theatre.window, row.center())
    touch_point(theatre.window, at)
    settle()
    touch(theatre, "Vì sao")
    assert theatre.stage.checkout.why.isVisible()
    assert theatre.checkout.counter.model.line == theatre.checkout.counter.model.sale.lines[3].line
    assert COFFEE.name in theatre.checkout.counter.model.sale.lines[3].name
    touch(theatre, "Đóng")
    assert not theatre.stage.checkout.why.isVisible()


def test_a_figure_in_the_strip_opens_to_why(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    theatre.stage.checkout.why_pressed.emit("due")
    settle()
    assert theatre.stage.checkout.why.isVisible()
    touch_point(theatre.window, QPoint(4, 4))
    settle()
    assert not theatre.stage.checkout.why.isVisible()


def test_buttons_take_no_focus_from_the_box(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    touch(theatre, "Thêm một")
    touch(theatre, "Dùng điểm: +10")
    assert theatre.stage.checkout.box.edit.hasFocus()


def test_a_shift_is_counted_note_by_note_and_closed_with_a_reason(play_scene: Play) -> None:
    theatre = play_scene("empty")
    theatre.shell.close_shift()
    settle()
    assert front(theatre) is Screen.SHIFT
    notes = theatre.window.findChildren(NoteList)[0]
    for note, count in (("200.000", "2"), ("50.000", "12")):
        tap(next(each for each in notes.findChildren(QWidget) if each.accessibleName().startswith(note)))
        touch_keys(theatre, count)
        touch(theatre, "Xóa một chữ số")
        touch_keys(theatre, count[-1])
    touch(theatre, "Xác nhận số đã đếm")
    reasons = next(each for each in theatre.window.findChildren(RowList) if each.isVisible())
    touch_row(reasons, 1)
    touch(theatre, "Đóng ca")
    assert "close_shift change" in theatre.till.calls
    assert theatre.till.shift is None
    closing = theatre.shell.shift
    assert closing is not None
    assert closing.model.report is not None
    assert closing.model.report.counted == 1_000_000
    touch(theatre, "Xong")
    assert front(theatre) is Screen.SIGN_IN


def front(theatre: Theatre) -> Screen:
    """The screen that is seen now."""
    return theatre.shell.screen
