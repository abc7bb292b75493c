"""The list of rows by itself: touch, keys, many rows, columns of figures."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resources.catalogue import Catalogue
from tests.qt.conftest import Play
from tests.qt.hands import touch_row
from tools.theatre import settle
from ui.look import Look
from ui.presenters.listing import Column, Listing, Row
from ui.presenters.preferences import Preferences, TextSize
from ui.presenters.shown import Tone
from ui.theme import Ink, Type, font_for
from ui.widgets import row_view
from ui.widgets.early import elided
from ui.widgets.row_list import RowList
from ui.widgets.row_view import TO_THE_END
from ui.widgets.surface import Text

MANY = 10_000


def goods(count: int, *, figure: str = "1.234.567") -> tuple[Row, ...]:
    return tuple(
        Row(cells=(f"Mì Hảo Hảo tôm chua cay {number}", "8 %", figure), detail=f"89345{number:08}")
        for number in range(count)
    )


def shown(qtbot: QtBot, listing: Listing, *, width: int = 600, takes_focus: bool = False) -> RowList:
    rows = RowList(takes_focus=takes_focus)
    qtbot.addWidget(rows)
    rows.resize(width, 400)
    rows.show_list(listing)
    rows.show()
    settle()
    return rows


COLUMNS = (Column(title="Thuế"), Column(title="Giá"))


def test_a_touch_tells_which_row(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    rows = shown(qtbot, Listing(rows=goods(MANY), columns=COLUMNS, title="Hàng"))
    pressed: list[int] = []
    rows.pressed.connect(pressed.append)
    for number in (0, 3, MANY - 1):
        touch_row(rows, number)
    assert pressed == [0, 3, MANY - 1]


def test_the_marked_row_is_in_sight_wherever_it_is(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    rows = shown(qtbot, Listing(rows=goods(MANY), columns=COLUMNS))
    for marked in (MANY - 1, 5_000, 0):
        rows.show_list(Listing(rows=rows.listing.rows, columns=COLUMNS, marked=marked))
        place = rows.view.visualRect(rows.view.model().index(marked, 0))
        assert rows.view.viewport().rect().contains(place.center())


def test_keys_step_page_and_go_to_the_ends_where_it_has_the_focus(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    rows = shown(qtbot, Listing(rows=goods(50), columns=COLUMNS, marked=0), takes_focus=True)
    rows.setFocus()
    moves: list[int] = []
    entered: list[bool] = []
    rows.moved.connect(moves.append)
    rows.entered.connect(lambda: entered.append(True))
    key = Qt.Key
    for pressed in (key.Key_Down, key.Key_Up, key.Key_End, key.Key_Home, key.Key_PageDown, key.Key_Return):
        QTest.keyClick(rows.view, pressed)
    assert moves[:4] == [1, -1, TO_THE_END, -TO_THE_END]
    assert moves[4:] == [rows.view.viewport().height() // rows.view.row_height() - 1]
    assert entered == [True]


def test_keys_that_are_not_its_own_go_on_to_the_screen(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))

    rows = shown(qtbot, Listing(rows=goods(3), columns=COLUMNS), takes_focus=True)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    rows.view.keyPressEvent(event)
    assert not event.isAccepted()


def test_without_rows_it_says_so_in_their_place(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    rows = shown(qtbot, Listing(empty="Chưa có hàng nào.", title="Hàng"))
    said = [text for text in rows.findChildren(Text) if text.isVisible()]
    assert [text.text() for text in said] == ["Chưa có hàng nào."]
    rows.show_list(Listing(rows=goods(1), columns=COLUMNS, empty="Chưa có hàng nào.", title="Hàng"))
    assert not said[0].isVisible()


@pytest.mark.parametrize("size", [100, 125, 150])
def test_figures_are_whole_where_titles_give_way(qtbot: QtBot, look: Look, size: TextSize) -> None:
    look.wear(Preferences("vi", "light", size), Catalogue.load("vi"))
    rows = shown(qtbot, Listing(rows=goods(3), columns=COLUMNS, title="Hàng"), width=460)
    assert rows.cut_off() == []
    rows.show_list(Listing(rows=goods(1, figure="9" * 60), columns=COLUMNS))
    assert "9" * 60 in rows.cut_off()
    look.wear(Preferences(), Catalogue.load("vi"))


def test_a_long_row_of_the_settings_is_cut_at_its_own_size(
    play_scene: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: dict[str, int] = {}

    def seen(text: str, font: QFont, room_px: int) -> str:
        drawn[text] = font.pixelSize()
        return elided(text, font, room_px)

    monkeypatch.setattr(row_view, "elided", seen)
    play_scene("settings", Preferences("vi", "light", 150), size=(1024, 768)).window.grab()
    (account,) = [size for text, size in drawn.items() if text.startswith("970436")]
    assert account == font_for(Type.SMALL, QApplication.font()).pixelSize()


@pytest.mark.parametrize("icon", ["", "clipboard-list"])
def test_an_icon_of_its_own_is_red_for_what_was_refused(qtbot: QtBot, look: Look, icon: str) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    tones = (Tone.ATTENTION, Tone.REFUSED)
    rows = shown(qtbot, Listing(rows=tuple(Row(cells=("Mì",), tone=each, icon=icon) for each in tones)))
    picture, red = rows.grab().toImage(), rows.palette().color(Ink.REFUSED.value)
    found: list[bool] = []
    for number in range(len(tones)):
        middle, reach = rows.point_of(number).y(), rows.view.row_height() // 2 - 2
        dots = [(x, y) for x in range(60) for y in range(middle - reach, middle + reach)]
        found.append(any(picture.pixelColor(*dot) == red for dot in dots))
    assert found == [False, icon != ""]


def test_a_row_reads_out_all_of_itself(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    rows = shown(qtbot, Listing(rows=goods(1), columns=COLUMNS))
    index = rows.view.model().index(0, 0)
    said = rows.view.model().data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Mì Hảo Hảo tôm chua cay 0 · 8934500000000 · 8 % · 1.234.567"
    tip = rows.view.model().data(index, Qt.ItemDataRole.ToolTipRole)
    assert tip == "Mì Hảo Hảo tôm chua cay 0\n8934500000000"
