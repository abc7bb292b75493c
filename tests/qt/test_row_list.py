"""The list of rows by itself: touch, keys, many rows, columns of figures."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
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
from ui.widgets.empty import Empty
from ui.widgets.row_list import RowList
from ui.widgets.row_view import TO_THE_END, in_two
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
    middle = said[0].mapTo(rows, said[0].rect().center())
    assert abs(middle.x() - rows.width() // 2) <= 1
    assert rows.height() // 4 < middle.y() < 3 * rows.height() // 4
    rows.show_list(Listing(rows=goods(1), columns=COLUMNS, empty="Chưa có hàng nào.", title="Hàng"))
    assert not said[0].isVisible()
    assert rows.view.isVisible()


@pytest.mark.parametrize(("height", "has_icon"), [(400, True), (90, False)])
def test_the_icon_of_an_empty_list_gives_way_to_its_words(
    qtbot: QtBot, look: Look, height: int, *, has_icon: bool
) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    nothing = Empty(icon="search")
    qtbot.addWidget(nothing)
    nothing.how.setText("Chưa có hàng nào.")
    nothing.resize(300, height)
    nothing.show()
    settle()
    ink = nothing.palette().color(Ink.QUIET.value)
    picture, top = nothing.grab().toImage(), nothing.how.geometry().top()
    dots = ((x, y) for x in range(300) for y in range(top))
    assert any(picture.pixelColor(*dot) == ink for dot in dots) is has_icon
    assert nothing.rect().contains(nothing.how.geometry())


@pytest.mark.parametrize("size", [100, 125, 150])
def test_figures_are_whole_where_titles_give_way(qtbot: QtBot, look: Look, size: TextSize) -> None:
    look.wear(Preferences("vi", "light", size), Catalogue.load("vi"))
    rows = shown(qtbot, Listing(rows=goods(3), columns=COLUMNS, title="Hàng"), width=460)
    assert rows.cut_off() == []
    rows.show_list(Listing(rows=goods(1, figure="9" * 60), columns=COLUMNS))
    assert "9" * 60 in rows.cut_off()
    look.wear(Preferences(), Catalogue.load("vi"))


def test_a_long_row_of_the_settings_goes_on_in_a_second_line_at_its_own_size(play_scene: Play) -> None:
    theatre = play_scene("settings", Preferences("vi", "light", 150), size=(1024, 768))
    assert theatre.settings is not None
    rows = theatre.settings.view.rows
    (account,) = [row for row in rows.listing.rows if row.detail.startswith("970436")]
    font, lines = rows.columns.lines(rows.columns.lower(account))
    assert (len(lines), " ".join(lines)) == (2, account.detail)
    assert font.pixelSize() == font_for(Type.SMALL, QApplication.font()).pixelSize()
    assert rows.view.row_height() >= rows.columns.upper_px + 2 * QFontMetrics(font).height()


@pytest.mark.parametrize("size", [100, 125, 150])
def test_no_row_is_smaller_than_letters_of_that_size_may_be(qtbot: QtBot, look: Look, size: TextSize) -> None:
    look.wear(Preferences("vi", "light", size), Catalogue.load("vi"))
    rows = shown(qtbot, Listing(rows=goods(3), columns=COLUMNS), width=400)
    for row in rows.listing.rows:
        for part in (rows.columns.upper(row), rows.columns.lower(row)):
            assert rows.columns.lines(part).font.pixelSize() >= 13 * size // 100
    look.wear(Preferences(), Catalogue.load("vi"))


def test_what_two_lines_do_not_hold_ends_in_dots(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    rows = shown(qtbot, Listing(rows=(Row(cells=("Mì Hảo Hảo tôm chua cay " * 9,)),), columns=()), width=300)
    columns = rows.columns
    font, lines = columns.lines(columns.upper(rows.listing.rows[0]))
    assert (len(lines), lines[0].endswith("…"), lines[1].endswith("…")) == (2, False, True)
    assert all(QFontMetrics(font).horizontalAdvance(line) <= columns.title.width() for line in lines)


@pytest.mark.parametrize(("count", "in_one_line"), [(MANY, False), (3, True)])
def test_a_long_list_and_one_that_changes_with_each_letter_keep_their_rows_low(
    qtbot: QtBot, look: Look, count: int, *, in_one_line: bool
) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    low = shown(qtbot, Listing(rows=goods(1), columns=COLUMNS)).view.row_height()
    rows = RowList(in_one_line=in_one_line)
    qtbot.addWidget(rows)
    rows.resize(600, 400)
    longest = Row(cells=("Mì Hảo Hảo tôm chua cay " * 9, "8 %", "1"), detail="8934500000000")
    rows.show_list(Listing(rows=(longest, *goods(count)), columns=COLUMNS))
    settle()
    assert rows.view.row_height() == low


FACTS = Listing(rows=(Row(cells=("Người duyệt", "Hương")), Row(cells=("Điểm hiện có", "1.297"))))


@pytest.mark.parametrize(("width", "is_under"), [(400, False), (120, True)])
def test_a_fact_is_strong_beside_or_under_what_it_is_of(
    qtbot: QtBot, look: Look, width: int, *, is_under: bool
) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    facts = RowList(is_dense=True)
    qtbot.addWidget(facts)
    facts.resize(width, 300)
    facts.show_list(FACTS)
    facts.show()
    settle()
    columns, row = facts.columns, FACTS.rows[0]
    assert columns.upper(row).ink is Ink.QUIET
    assert (columns.lower(row).text, columns.lower(row).ink) == (
        ("Hương", Ink.TEXT) if is_under else ("", Ink.QUIET)
    )
    assert columns.is_stacked is is_under
    if not is_under:
        assert columns.cells[0].width() >= QFontMetrics(columns.strong).horizontalAdvance("Hương")
    assert facts.cut_off() == []


def test_a_fact_under_what_it_is_of_keeps_what_is_said_of_it_and_its_colour(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    facts = RowList(is_dense=True)
    qtbot.addWidget(facts)
    facts.resize(300, 300)
    long = "2 × Nước mắm Nam Ngư chai lớn 900 ml, khuyến mãi tháng mười một"
    gone = Row(cells=(long, "98.000"), detail="Không còn gì", tone=Tone.ATTENTION)
    facts.show_list(Listing(rows=(gone, Row(cells=("1 × Mì", "3.500")))))
    facts.show()
    settle()
    assert [facts.columns.lower(row).text for row in (gone, Row(cells=("1 × Mì", "3.500")))] == [
        "98.000 · Không còn gì",
        "3.500",
    ]
    picture, colour = facts.grab().toImage(), facts.palette().color(Ink.ATTENTION.value)
    dots = [(x, y) for x in range(picture.width()) for y in range(facts.view.row_height())]
    assert any(picture.pixelColor(*dot) == colour for dot in dots)


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


def facts(count: int, *, figure: str = "1.234.567") -> Listing:
    rows = tuple(Row(cells=(f"Thuế GTGT {number} %", figure)) for number in range(count))
    return Listing(rows=rows, columns=(Column(title=""),))


@pytest.mark.parametrize(
    ("width", "count", "figure", "are_seen"),
    [
        (700, 24, "1.234.567", True),
        (300, 24, "1.234.567", False),
        (700, 24, "1.234.567 · 1.234.567 · 1.234.567", False),
        (700, 40, "1.234.567", False),
        (700, 9, "1.234.567", True),
    ],
)
def test_facts_that_are_too_many_stand_in_two_columns_where_all_are_seen_so(
    qtbot: QtBot, look: Look, *, width: int, count: int, figure: str, are_seen: bool
) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    rows = RowList(is_dense=True)
    qtbot.addWidget(rows)
    rows.resize(width, 400)
    rows.show_list(facts(count, figure=figure))
    rows.show()
    settle()
    view, model = rows.view, rows.view.model()
    places = [view.visualRect(model.index(number, 0)) for number in range(count)]
    lefts = sorted({place.left() for place in places})
    assert all(view.viewport().rect().contains(place.center()) for place in places) is are_seen
    assert len(lefts) == (2 if are_seen and count > 9 else 1)
    assert rows.cut_off() == []
    if len(lefts) == 2:
        assert lefts[0] + rows.columns.width_px < lefts[1]
        rows.resize(300, 400)
        settle()
        assert not view.isWrapping()


def under_titles(*counts: int) -> tuple[Row, ...]:
    """So many facts under each of some titles."""
    return tuple(
        row
        for title, count in enumerate(counts)
        for row in (
            Row(cells=(f"T{title}", ""), is_heading=True),
            *(Row(cells=(f"{title}.{number}", "1")) for number in range(count)),
        )
    )


@pytest.mark.parametrize(
    ("counts", "left", "right"),
    [
        ((2, 3, 4, 1), ["T0", "T1", "T3"], ["T2"]),
        ((2, 3), ["T0", "T1"], []),
        ((8, 8), ["T0"], ["T1"]),
        ((5, 5, 5), [], []),
    ],
)
def test_no_titles_facts_are_in_both_columns(
    counts: tuple[int, ...], left: list[str], right: list[str]
) -> None:
    rows = under_titles(*counts)
    arranged = in_two(rows, 9)
    titles = [[row.cells[0] for row in half if row.is_heading] for half in (arranged[:9], arranged[9:])]
    assert titles == [left, right]
    assert not arranged or [row for row in arranged if row.cells[0]] == [
        row
        for half in (left, right)
        for title in half
        for row in rows
        if row.cells[0].lstrip("T")[:1] == title[1:]
    ]


def test_what_a_list_is_called_is_as_large_as_the_heading_of_a_page(play_scene: Play) -> None:
    theatre = play_scene("cards-approving")
    assert theatre.cards is not None
    rows = theatre.cards.view.rows
    assert rows.listing.title == "Ai duyệt?"
    heading = font_for(Type.TITLE, QApplication.font())
    assert rows.view.y() >= QFontMetrics(heading).height()
