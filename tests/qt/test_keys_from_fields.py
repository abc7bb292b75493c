"""The keys that a screen names on its buttons are heard whatever has the cursor, and after what was typed.

A key that is heard is kept from doing what it is for, so that the next is pressed on the same screen.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShortcutEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from drivers.wedge import WedgeRecogniser
from tests.qt.conftest import Play
from tests.qt.hands import press_key, type_sign
from tools.theatre import Theatre, settle
from ui.views.desk_view import DeskView
from ui.views.view import View
from ui.wedge_filter import WedgeFilter
from ui.widgets.button import Button
from ui.widgets.form_fields import TextFace

SCENES = (
    *("checkout", "enrolling", "pay", "parts", "differing", "returns", "returning", "cards"),
    *("products", "products-quick", "products-editing", "products-pricing", "devices", "devices-trial"),
    *("member", "member-note", "member-edit", "day", "day-pay-out", "audit"),
    *(
        "people-adding",
        "draws-seed",
        "programs-publish",
        "files",
        "files-field",
        "late-claims-whose",
        "cards-batch",
        "first-shop",
    ),
)
"""A scene of every screen and of every form."""
UNWANTED = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_Control, Qt.Key.Key_F24)


class Hearing(QObject):
    """Notes each key that a shortcut or a screen hears, and lets it do nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """A shortcut of its own, or a key that came through to the screen itself."""
        if isinstance(event, QShortcutEvent) and isinstance(watched, QShortcut):
            self.heard.append("ambiguous" if event.isAmbiguous() else watched.key().toString())
            return True
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        hears_plain_keys = isinstance(watched, View) and not isinstance(watched, DeskView)
        if hears_plain_keys and event.key() != Qt.Key.Key_Control:
            self.heard.append(QKeySequence(event.keyCombination()).toString())
        return hears_plain_keys


@pytest.fixture
def hearing(qapp: QApplication) -> Iterator[Hearing]:
    """Over the whole application, from when the test puts it there."""
    filters = Hearing()
    yield filters
    qapp.removeEventFilter(filters)


def screen_of(widget: QWidget) -> View | None:
    """The outermost view that it stands in."""
    found: View | None = None
    at: QWidget | None = widget
    while at is not None:
        found = at if isinstance(at, View) else found
        at = at.parentWidget()
    return found


def named_keys(screen: View) -> list[str]:
    buttons = [each for each in screen.findChildren(Button) if each.isVisible() and each.isEnabled()]
    return sorted({each.key for each in buttons if each.key.startswith(("F", "Ctrl+"))})


@pytest.mark.parametrize("scene", SCENES)
def test_the_keys_on_the_buttons_work_from_every_field(
    play_scene: Play, qapp: QApplication, hearing: Hearing, scene: str
) -> None:
    theatre = play_scene(scene)
    qapp.installEventFilter(hearing)
    tried = 0
    for place in theatre.window.findChildren(QWidget):
        screen = screen_of(place)
        if screen is None or not _takes_keys(place):
            continue
        place.setFocus()
        for key in named_keys(screen):
            hearing.heard.clear()
            control = key.startswith("Ctrl+")
            held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(theatre.window.windowHandle(), Qt.Key[f"Key_{key.removeprefix('Ctrl+')}"], held)
            assert hearing.heard == [key], f"{key} while {place.accessibleName() or place} has the cursor"
            tried += 1
    assert tried


def _takes_keys(place: QWidget) -> bool:
    can_have_it = place.focusPolicy() != Qt.FocusPolicy.NoFocus and place.focusProxy() is None
    return place.isVisible() and place.isEnabled() and can_have_it


def test_a_key_waits_for_what_was_typed_before_it_however_fast(play_scene: Play) -> None:
    theatre = play_scene("products-quick")
    _ear(theatre)
    form = theatre.window.findChildren(TextFace)
    name, price = (each.edit for each in form if each.edit.accessibleName().startswith(("Tên", "Giá")))
    _write(theatre, name, "abc")
    _write(theatre, price, "12000")
    press_key(theatre.window, Qt.Key.Key_F9)
    settle()
    assert theatre.products is not None
    assert theatre.products.presenter is not None
    model = theatre.products.presenter.model
    assert (model.values["name"], model.values["price"], model.step) == ("abc", "12000", "approve")


def _ear(theatre: Theatre) -> None:
    """For a scanner that types, where time stands still: nothing that is held goes on by itself."""
    WedgeFilter(
        theatre.window.windowHandle(),
        WedgeRecogniser(),
        on_scan=lambda scan: pytest.fail(f"{scan} was typed"),
        on_trouble=pytest.fail,
        clock=lambda: 100.0,
    )


def _write(theatre: Theatre, field: QLineEdit, text: str) -> None:
    press_key(theatre.window, Qt.Key.Key_F12)  # whatever was held for the field before has come
    field.setFocus()
    for sign in text:
        type_sign(theatre.window, sign)


@pytest.mark.parametrize("scene", [*SCENES, "settings-bank", "menu", "help"])
def test_a_key_that_nobody_wants_takes_the_cursor_from_no_field(play_scene: Play, scene: str) -> None:
    theatre = play_scene(scene)
    focus = theatre.window.focusWidget()
    assert focus is not None
    fields = [each for each in theatre.window.findChildren(QLineEdit) if each.isVisible()]
    for each in (focus, *fields):
        for key in UNWANTED:
            each.setFocus()
            press_key(theatre.window, key)
            settle()
            assert each.hasFocus(), f"{key} in {each.accessibleName() or each}"
