"""A basket that is longer than the screen, by the keys that one knows for it."""

from PySide6.QtCore import Qt

from tests.qt.conftest import Play
from tests.qt.hands import press_key
from tools.theatre import Theatre, settle


def chosen(theatre: Theatre) -> int:
    """Which line of the basket is chosen, from 0."""
    model = theatre.checkout.counter.model
    return model.sale.line_ids.index(model.line or 0)


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
