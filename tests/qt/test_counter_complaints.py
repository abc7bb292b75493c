"""What goes wrong at other people's counters, done with real keys and touches in the window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from loyalty.units import Points
from terminal.open_sale import OpenSale
from tests.qt.conftest import Play
from tests.qt.hands import press_key, type_sign
from tools.sample_shop import ANH, ANH_CARD, BINH, NOODLES, RICE
from tools.theatre import Theatre, settle
from ui.presenters.shell import Screen

Key = Qt.Key


def press(theatre: Theatre, *keys: Key | str) -> None:
    """Press these, one after the other; a text is typed."""
    for key in keys:
        if isinstance(key, str):
            for sign in key:
                type_sign(theatre.window, sign)
        else:
            press_key(theatre.window, key)
        settle()


def open_sale(theatre: Theatre) -> OpenSale:
    return theatre.checkout.counter.model.sale


def test_the_box_takes_the_next_customers_goods_after_each_sale(play_scene: Play) -> None:
    theatre = play_scene("empty")
    for count in range(1, 4):
        press(theatre, RICE.sku, Key.Key_Return)
        assert [line.sku for line in open_sale(theatre).lines] == [RICE.sku]
        press(theatre, Key.Key_F9, Key.Key_F9)
        assert len(theatre.till.sales) == count
        box = theatre.stage.checkout.box.edit
        assert QApplication.focusWidget() is box
        assert (box.text(), box.isEnabled(), box.isReadOnly()) == ("", True, False)
    press(theatre, "g", "ạ", "o")
    assert theatre.stage.checkout.hits.isVisible(), "searching works too"


def test_the_next_customers_number_opens_the_next_sale(play_scene: Play) -> None:
    theatre = play_scene("empty")
    theatre.checkout.scanned(RICE.sku)
    theatre.checkout.scanned(ANH_CARD)
    press(theatre, Key.Key_F9, Key.Key_F9)
    (first,) = theatre.till.sales
    press(theatre, "0987654111", Key.Key_Return)
    sale = open_sale(theatre)
    assert sale.sale != first.sale
    assert sale.member == BINH
    assert first.member is not None
    assert first.member.member == ANH.member


def test_points_that_were_to_pay_are_there_again_once_the_goods_are_cleared(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    assert open_sale(theatre).burn == Points(200)
    press(theatre, Key.Key_F2)
    assert theatre.stage.checkout.confirm.isVisible()
    press(theatre, Key.Key_Right, Key.Key_Return)
    assert open_sale(theatre).is_empty
    assert theatre.till.calls.count("abandon") == 1
    theatre.checkout.scanned(RICE.sku)
    theatre.checkout.scanned(ANH_CARD)
    burnable = theatre.checkout.counter.model.burnable
    assert burnable is not None
    assert burnable.points > 0
    member = open_sale(theatre).member
    assert member is not None
    assert member.points == ANH.points


def test_a_parked_sale_that_is_given_up_costs_its_member_nothing(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    press(theatre, Key.Key_F6)
    assert open_sale(theatre).is_empty
    assert theatre.till.aside[0].lease is None, "nothing is held while it is parked"
    press(theatre, Key.Key_F7)
    again = open_sale(theatre)
    assert (again.member, again.burn) == (ANH, Points(200))
    press(theatre, Key.Key_F2, Key.Key_Right, Key.Key_Return)
    assert open_sale(theatre).is_empty
    assert theatre.till.aside == []
    theatre.checkout.scanned(ANH_CARD)
    assert open_sale(theatre).lease is not None


def test_two_presses_and_two_touches_pay_once(play_scene: Play) -> None:
    theatre = play_scene("empty")
    press(theatre, NOODLES.sku, Key.Key_Return, Key.Key_F9, Key.Key_F9, Key.Key_F9, Key.Key_Return)
    assert len(theatre.till.sales) == 1
    assert theatre.till.calls.count("settle") == 1
    press(theatre, NOODLES.sku, Key.Key_Return)
    pay = theatre.stage.checkout.keys.pay
    for _ in range(2):
        QTest.mouseClick(pay, Qt.MouseButton.LeftButton)
    settle()
    assert theatre.shell.screen is Screen.PAY
    assert len(theatre.till.sales) == 1, "a double touch of Pay takes no money yet"


def test_several_hits_are_chosen_by_arrow_and_by_touch_and_nothing_is_modal(play_scene: Play) -> None:
    theatre = play_scene("empty")
    hits = theatre.stage.checkout.hits
    press(theatre, "n", "g")
    assert hits.isVisible()
    assert QApplication.activeModalWidget() is None
    press(theatre, Key.Key_Down)
    chosen = theatre.checkout.counter.model.hit
    assert chosen == 1
    press(theatre, Key.Key_Escape)
    assert not hits.isVisible()
    press(theatre, "n", "g")
    hits.hit_chosen.emit(0)
    settle()
    assert not hits.isVisible()
    assert open_sale(theatre).member == ANH
    theatre.checkout.scanned(RICE.sku)
    assert [line.sku for line in open_sale(theatre).lines] == [RICE.sku]
