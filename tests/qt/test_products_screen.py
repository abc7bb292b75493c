"""The screen *Products* by keyboard alone, by touch alone, and from an unknown code in a sale."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.qt.conftest import Play
from tests.qt.hands import press_key, scan_of, touch_middle, touch_row, type_sign
from tests.qt.room import cut_off
from tools.product_scenes import UNKNOWN, opened
from tools.sample_shop import NOODLES, PIN, RICE
from tools.theatre import Theatre, settle
from ui.presenters.preferences import TEXT_SIZES, Preferences, TextSize
from ui.products_screen import ProductsScreen
from ui.widgets.form_fields import TextFace
from ui.widgets.surface import Text


def screen_of(theatre: Theatre) -> ProductsScreen:
    assert theatre.products is not None
    return theatre.products


def keys(theatre: Theatre, *pressed: Qt.Key) -> None:
    for key in pressed:
        press_key(theatre.window, key)
        settle()


def write(theatre: Theatre, text: str) -> None:
    for sign in text:
        type_sign(theatre.window, sign)
    settle()


def test_by_keyboard_alone(play_scene: Play) -> None:
    theatre = play_scene("products")
    write(theatre, "gao")
    keys(theatre, Qt.Key.Key_F6)
    view = screen_of(theatre).view
    amount = view.side.form.blocks["amount"].face
    assert isinstance(amount, TextFace)
    assert amount.edit.hasFocus()
    write(theatre, "195000")
    keys(theatre, Qt.Key.Key_Return, Qt.Key.Key_PageUp, Qt.Key.Key_Return)
    assert theatre.sample_products.calls == [f"price anh {RICE.sku} 195000 2026-11-22"]
    assert view.box.edit.hasFocus()
    keys(theatre, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert not screen_of(theatre).is_in_front
    assert theatre.window.screen_shown is theatre.stage.checkout


def test_by_touch_alone(play_scene: Play) -> None:
    theatre = play_scene("products")
    view = screen_of(theatre).view
    touch_row(view.rows, 3)
    settle()
    touch_middle(view.withdraw)
    settle()
    touch_middle(view.finish)
    settle()
    touch_middle(view.finish)
    settle()
    assert theatre.sample_products.calls == [f"withdraw anh {NOODLES.sku} p3", f"save anh {NOODLES.sku}"]
    touch_middle(view.back)
    settle()
    assert theatre.window.screen_shown is theatre.stage.checkout


def test_a_pin_is_typed_by_keys_and_by_touch(play_scene: Play) -> None:
    theatre = play_scene("products-approving")
    view = screen_of(theatre).view
    assert view.hasFocus()
    keys(theatre, *[Qt.Key.Key_Backspace] * 3)
    write(theatre, PIN[:2])
    pad = {button.accessibleName(): button for button in view.side.pad.findChildren(type(view.finish))}
    for digit in PIN[2:]:
        touch_middle(pad[digit])
        settle()
    keys(theatre, Qt.Key.Key_F9)
    assert theatre.sample_products.calls == [f"save lan+anh {UNKNOWN}"]
    assert theatre.window.screen_shown is theatre.stage.checkout


def test_a_scan_becomes_a_bar_code_of_the_form(play_scene: Play) -> None:
    theatre = play_scene("products-editing")
    screen = screen_of(theatre)
    screen.scanned(scan_of(UNKNOWN))
    settle()
    codes = screen.view.side.form.blocks["barcodes"].face
    assert isinstance(codes, TextFace)
    assert codes.edit.text() == f"{NOODLES.sku} {UNKNOWN}"
    screen.scan_was_useless("scan-control")
    settle()
    assert screen.view.banner.isVisible()


def test_the_form_keeps_what_is_typed_when_the_language_changes(play_scene: Play) -> None:
    theatre = play_scene("products-quick")
    write(theatre, "Nuoc mam")
    screen_of(theatre).speak(theatre.words)
    settle()
    assert opened(theatre.products).model.values["name"] == "Nuoc mam"
    name = screen_of(theatre).view.side.form.blocks["name"].face
    assert isinstance(name, TextFace)
    assert name.edit.text() == "Nuoc mam"


@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_goods_with_many_codes_have_room_for_all_of_them_and_for_what_they_are(
    play_scene: Play, text_size: TextSize
) -> None:
    theatre = play_scene("products", Preferences("vi", "light", text_size), size=(1024, 768))
    known, screen = theatre.sample_products.rows, theatre.products
    assert screen is not None
    codes = ("8934563138165", "8934563138172", "8934563138189")
    known[NOODLES.sku] = replace(known[NOODLES.sku], barcodes=codes)
    marked = screen.view.rows.listing.marked
    assert marked is not None
    touch_row(screen.view.rows, 0)
    settle()
    touch_row(screen.view.rows, marked)
    settle()
    said = [text.text() for text in screen.view.side.findChildren(Text) if text.isVisible()]
    assert ", ".join(codes) in said
    assert cut_off(theatre) == []
