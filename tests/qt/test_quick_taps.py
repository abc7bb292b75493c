"""Two taps in a row, as a hurried finger or a mouse gives them, on real buttons."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStackedWidget
from pytestqt.qtbot import QtBot

from ui.presenters.listing import Listing, Row
from ui.widgets.button import Button
from ui.widgets.row_list import RowList


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


@pytest.fixture
def rows(qtbot: QtBot) -> RowList:
    """A list of three."""
    rows = RowList()
    qtbot.addWidget(rows)
    rows.resize(400, 400)
    rows.show_list(listing("Ánh", "Bình", "Nam"))
    with qtbot.waitExposed(rows):
        rows.show()
    return rows


def listing(*names: str) -> Listing:
    """A row for each."""
    return Listing(rows=tuple(Row(cells=(name,)) for name in names))


def touch_twice(rows: RowList, number: int) -> None:
    """Two quick touches on one row."""
    at = rows.mapTo(rows.window(), rows.point_of(number))
    QTest.mouseDClick(rows.windowHandle(), LEFT, PLAIN, at)


def test_the_second_of_two_quick_taps_does_not_press_the_row_that_the_first_one_brought(
    rows: RowList,
) -> None:
    pressed: list[int] = []
    rows.pressed.connect(pressed.append)
    rows.pressed.connect(lambda: rows.show_list(listing("Xong ghi chú", "Rút lại đồng ý")))
    touch_twice(rows, 1)
    assert pressed == [1]
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    QTest.mouseClick(rows.windowHandle(), LEFT, PLAIN, rows.mapTo(rows.window(), rows.point_of(1)))
    assert pressed == [1, 1]
