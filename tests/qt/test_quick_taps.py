"""Two taps in a row, as a hurried finger or a mouse gives them, on real buttons."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStackedWidget
from pytestqt.qtbot import QtBot

from ui.widgets.button import Button


@pytest.fixture
def pages(qtbot: QtBot) -> QStackedWidget:
    """A screen that the first button leaves; another button is in its place on the next."""
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    for _ in range(2):
        stack.addWidget(Button(stack))
    stack.resize(300, 100)
    with qtbot.waitExposed(stack):
        stack.show()
    return stack


def pressed_in(stack: QStackedWidget, page: int) -> list[int]:
    """What is noted of each press of a page's button."""
    noted: list[int] = []
    button = stack.widget(page)
    assert isinstance(button, Button)
    button.clicked.connect(lambda: noted.append(page))
    return noted


AT = QPoint(150, 50)
LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def test_the_second_of_two_quick_taps_does_not_press_what_the_first_one_brought(
    pages: QStackedWidget,
) -> None:
    first, second = pressed_in(pages, 0), pressed_in(pages, 1)
    button = pages.widget(0)
    assert isinstance(button, Button)
    button.clicked.connect(lambda: pages.setCurrentIndex(1))
    QTest.mouseDClick(pages.windowHandle(), LEFT, PLAIN, AT)
    assert (first, second) == ([0], [])
    QTest.mouseClick(pages.windowHandle(), LEFT, PLAIN, AT)
    assert second == [1]


def test_quick_taps_on_one_button_all_count(pages: QStackedWidget) -> None:
    first = pressed_in(pages, 0)
    QTest.mouseDClick(pages.windowHandle(), LEFT, PLAIN, AT)
    QTest.mouseDClick(pages.windowHandle(), LEFT, PLAIN, AT)
    assert first == [0] * 4
