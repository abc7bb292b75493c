"""A basket that is longer than the screen, by the keys that one knows for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.qt.conftest import Play
from tests.qt.hands import press_key
from tools.theatre import Theatre, settle
from ui.widgets.line_list import Columns


def chosen(theatre: Theatre) -> int:
    """Which line of the basket is chosen, from 0."""
    model = theatre.checkout.counter.model
    return model.sale.line_ids.index(model.line or 0)


def test_a_name_too_long_for_two_rows_ends_in_dots_and_a_shorter_one_is_whole(play_scene: Play) -> None:
    play_scene("checkout")
    columns = Columns(560, QApplication.font())
    name = "Bộ quà tặng Tết Nguyên Đán cao cấp gồm rượu vang đỏ Đà Lạt, hạt điều Bình Phước, trà Thái Nguyên"
    first, rest = columns.name_shown(name).split("\n")
    assert name.startswith(f"{first} {rest.removesuffix('…')}")
    assert rest.endswith("…")
    assert all(columns.words.horizontalAdvance(line) <= columns.name.width() for line in (first, rest))
    for whole in ("Rau muống", " ".join(first.split(" ") + rest.split(" ")[:1])):
        assert columns.name_shown(whole) == whole


def test_the_page_keys_go_through_it_and_stop_at_its_ends(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    while len(theatre.checkout.counter.model.sale.lines) < 20:
        theatre.checkout.box.scanned(f"={4_000 + len(theatre.checkout.counter.model.sale.lines)}")
        settle()
    assert chosen(theatre) == 19
    for key, line in (
        (Qt.Key.Key_PageUp, 11),
        (Qt.Key.Key_PageUp, 3),
        (Qt.Key.Key_PageUp, 0),
        (Qt.Key.Key_PageDown, 8),
        (Qt.Key.Key_PageDown, 16),
        (Qt.Key.Key_PageDown, 19),
    ):
        press_key(theatre.window, key)
        settle()
        assert chosen(theatre) == line
