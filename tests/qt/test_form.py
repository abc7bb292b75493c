"""The form by itself: Enter goes on, faults stand under their fields, every kind by keys and by touch."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from resources.catalogue import Catalogue
from tests.qt.hands import touch_middle
from tools.theatre import settle
from ui.look import Look
from ui.presenters.forms import SWITCHED_ON, FieldChoice, FieldKind, FormField, FormState
from ui.presenters.preferences import Preferences
from ui.views.hear import hear_texts
from ui.widgets.form import FieldBlock, Form
from ui.widgets.form_fields import ChoiceFace, SwitchFace, TextFace
from ui.widgets.surface import Text


def choices(count: int) -> tuple[FieldChoice, ...]:
    return tuple(FieldChoice(value=str(number), text=f"Nhóm {number}") for number in range(count))


NAME = FormField(name="name", label="Tên hàng", hint="Tên như trên hóa đơn")
PRICE = FormField(name="price", label="Giá", kind=FieldKind.MONEY, unit="₫")
VAT = FormField(name="vat", label="Thuế", kind=FieldKind.CHOICE, choices=choices(3), value="1")
CATEGORY = FormField(name="category", label="Nhóm", kind=FieldKind.CHOICE, choices=choices(9), value="0")
FROM = FormField(name="from", label="Từ ngày", kind=FieldKind.DATE, value="07/12/2026")
WEIGHED = FormField(name="weighed", label="Bán theo cân", kind=FieldKind.SWITCH)
ALL = FormState(fields=(NAME, PRICE, VAT, CATEGORY, FROM, WEIGHED))


class Filled:
    """A form in a window, and what it told."""

    def __init__(self, qtbot: QtBot, state: FormState = ALL, *, height: int = 700) -> None:
        self.form = Form()
        qtbot.addWidget(self.form)
        self.told: list[tuple[str, str | int]] = []
        hear_texts(self.form.changed, self.tell)
        self.form.stepped.connect(self.tell)
        self.form.submitted.connect(lambda: self.told.append(("submitted", "")))
        self.form.escaped.connect(lambda: self.told.append(("escaped", "")))
        self.form.resize(480, height)
        self.form.show_form(state)
        self.form.show()
        settle()
        self.form.take_focus()

    def tell(self, name: str, what: str | int) -> None:
        self.told.append((name, what))

    def keys(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.focused(), key)

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert isinstance(widget, QWidget)
        return widget

    def text_face(self, name: str) -> TextFace:
        face = self.form.blocks[name].face
        assert isinstance(face, TextFace)
        return face


@pytest.fixture
def filled(qtbot: QtBot, look: Look) -> Filled:
    look.wear(Preferences(), Catalogue.load("vi"))
    return Filled(qtbot)


def test_enter_goes_on_and_submits_from_the_last_field(filled: Filled) -> None:
    QTest.keyClicks(filled.focused(), "Mi")
    filled.keys(Qt.Key.Key_Return)
    QTest.keyClicks(filled.focused(), "4500")
    filled.keys(*[Qt.Key.Key_Return] * 4)
    assert filled.form.blocks["weighed"].face.hasFocus()
    filled.keys(Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert filled.told == [
        ("name", "M"), ("name", "Mi"), ("price", "4"), ("price", "45"), ("price", "450"), ("price", "4500"),
        ("weighed", SWITCHED_ON), ("submitted", ""),
    ]  # fmt: skip


def an_amount(qtbot: QtBot, group: str = ".", value: str = "") -> tuple[Filled, TextFace]:
    form = Filled(qtbot, FormState(fields=(replace(PRICE, group=group, value=value),)))
    return form, form.text_face("price")


def test_the_thousands_of_an_amount_are_parted_as_it_is_typed_and_its_digits_are_told(
    qtbot: QtBot, look: Look
) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    form, face = an_amount(qtbot)
    QTest.keyClicks(form.focused(), "90.000")
    assert face.edit.text() == "90.000"
    QTest.keyClicks(form.focused(), "000")
    assert face.edit.text() == "90.000.000"
    form.keys(Qt.Key.Key_Backspace)
    assert face.edit.text() == "9.000.000"
    assert form.told[-2:] == [("price", "90000000"), ("price", "9000000")]


def test_the_cursor_stays_where_it_is_typed_in_the_middle_of_an_amount(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    form, face = an_amount(qtbot, value="1234567")
    assert face.edit.text() == "1.234.567"
    face.edit.setCursorPosition(3)
    QTest.keyClicks(form.focused(), "90")
    assert face.edit.text() == "129.034.567"
    form.keys(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert face.edit.text() == "134.567"
    assert face.edit.cursorPosition() == 1
    face.edit.setCursorPosition(4)
    form.keys(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert form.told[-1] == ("price", "13567")


def test_del_before_a_mark_of_thousands_takes_the_digit_behind_it(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    form, face = an_amount(qtbot, value="1234567")
    face.edit.setCursorPosition(1)
    form.keys(Qt.Key.Key_Delete)
    assert (face.edit.text(), form.told[-1]) == ("134.567", ("price", "134567"))
    form.keys(Qt.Key.Key_Delete, Qt.Key.Key_Delete)
    assert face.edit.text() == "1.567"
    face.edit.setSelection(0, 2)
    form.keys(Qt.Key.Key_Delete)
    assert face.edit.text() == "567"


@pytest.mark.parametrize("typed", ["12a", "-5"])
def test_what_is_no_amount_stays_as_it_was_typed(qtbot: QtBot, look: Look, typed: str) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    form, face = an_amount(qtbot, group=",")
    QTest.keyClicks(form.focused(), typed)
    assert face.edit.text() == typed
    assert form.told[-1] == ("price", typed)


def test_another_language_parts_what_stands_there_otherwise(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    form, face = an_amount(qtbot, value="90000")
    form.form.show_form(FormState(fields=(replace(PRICE, group=",", value="90000"),)))
    assert face.edit.text() == "90,000"


def test_a_choice_is_made_by_arrows_and_by_touch(filled: Filled) -> None:
    filled.form.go_to("vat")
    filled.keys(Qt.Key.Key_Right)
    filled.form.go_to("category")
    filled.keys(Qt.Key.Key_Left)
    vat, category = filled.form.blocks["vat"].face, filled.form.blocks["category"].face
    assert isinstance(vat, ChoiceFace)
    assert isinstance(category, ChoiceFace)
    touch_middle(vat.buttons[0])
    touch_middle(category.after)
    assert filled.told == [("vat", "2"), ("category", "8"), ("vat", "0"), ("category", "1")]


def test_a_switch_is_turned_by_touch_and_says_how_it_stands(filled: Filled) -> None:
    face = filled.form.blocks["weighed"].face
    assert isinstance(face, SwitchFace)
    touch_middle(face.button)
    assert filled.told == [("weighed", SWITCHED_ON)]
    assert not face.button.isChecked()
    on = replace(WEIGHED, value=SWITCHED_ON)
    filled.form.show_form(FormState(fields=(*ALL.fields[:-1], on)))
    assert face.button.isChecked()
    touch_middle(face.button)
    assert filled.told[-1] == ("weighed", "")


def test_a_day_is_stepped_by_touch_and_by_page_keys(filled: Filled) -> None:
    filled.form.go_to("from")
    filled.keys(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
    for button in filled.text_face("from").steps:
        touch_middle(button)
    assert filled.told == [("from", 1), ("from", -1), ("from", -1), ("from", 1)]


def test_a_fault_stands_under_its_field_and_gets_the_cursor_once(filled: Filled) -> None:
    faulty = replace(PRICE, value="x", fault="Giá là một số, như 4.500.")
    state = FormState(fields=(NAME, faulty, *ALL.fields[2:]))
    filled.form.show_form(state)
    assert filled.text_face("price").edit.hasFocus()
    said = [text.text() for text in filled.form.blocks["price"].findChildren(Text) if text.isVisible()]
    assert "Giá là một số, như 4.500." in said
    filled.form.go_to("name")
    filled.form.show_form(replace(state, fields=(replace(NAME, value="M"), *state.fields[1:])))
    assert filled.text_face("name").edit.hasFocus()


def test_what_is_typed_stays_while_other_fields_change(filled: Filled) -> None:
    QTest.keyClicks(filled.focused(), "Mi")
    typed = replace(NAME, value="Mi")
    filled.form.show_form(FormState(fields=(typed, replace(PRICE, value="1"), *ALL.fields[2:])))
    edit = filled.text_face("name").edit
    assert edit.text() == "Mi"
    assert filled.text_face("price").edit.text() == "1"
    edit.setCursorPosition(1)
    filled.form.show_form(FormState(fields=(typed, *ALL.fields[1:])))
    assert edit.cursorPosition() == 1


def test_what_is_only_read_is_walked_past(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    filled = Filled(qtbot, FormState(fields=(replace(NAME, enabled=False, value="Mì"), PRICE)))
    assert filled.text_face("price").edit.hasFocus()
    assert filled.text_face("name").edit.isReadOnly()
    filled.keys(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert filled.told == [("submitted", ""), ("escaped", "")]


def test_a_tall_form_glides_to_the_field_that_has_the_cursor(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    filled = Filled(qtbot, height=220)
    filled.form.go_to("from")
    edit = filled.text_face("from").edit
    place = edit.mapTo(filled.form, edit.rect().center())
    assert filled.form.rect().contains(place)


def test_other_fields_take_the_place_of_the_old_ones(filled: Filled) -> None:
    filled.form.show_form(FormState(fields=(PRICE,)))
    assert list(filled.form.blocks) == ["price"]


def test_a_form_that_is_exchanged_before_it_was_seen_opens_no_window_of_its_own(qtbot: QtBot) -> None:
    filled = Filled(qtbot, FormState(fields=(NAME,)))
    filled.form.show_form(FormState(fields=(PRICE,)))
    filled.form.show_form(FormState(fields=(VAT,)))
    settle()
    blocks = [each for each in QApplication.topLevelWidgets() if isinstance(each, FieldBlock)]
    assert not [block for block in blocks if block.isVisible()]
    assert list(filled.form.blocks) == ["vat"]
