"""A script drives a window as hands do: keys, a pointer, and eyes that read what a screen reader is told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.conformance.patience import PATIENCE_MS
from ui.demo.player import ScriptPlayer
from ui.demo.script import Answer, parse_answer


class Shop(QWidget):
    """A window with a box, a button that takes what is in it, and a label that says so."""

    def __init__(self) -> None:
        super().__init__()
        self.box, self.button, self.label = (
            QLineEdit(self),
            QPushButton("Thanh toán · F9", self),
            QLabel(self),
        )
        lines = QVBoxLayout(self)
        for widget in (self.box, self.button, self.label):
            lines.addWidget(widget)
        self.button.setShortcut("F9")
        self.button.clicked.connect(lambda: self.label.setText(f"Đã thu {self.box.text()}"))
        self.box.returnPressed.connect(lambda: self.label.setText(f"Quét {self.box.text()}"))


Played = Callable[[str], Answer]


@pytest.fixture
def shop(qtbot: QtBot) -> Shop:
    window = Shop()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitActive(window)
    window.activateWindow()
    window.box.setFocus()
    return window


@pytest.fixture
def played(qtbot: QtBot, shop: Shop) -> Played:
    """Play one line and give its answer."""
    answers: list[Answer] = []
    player = ScriptPlayer(shop, lambda line: answers.append(parse_answer(line)))

    def play_line(line: str) -> Answer:
        answers.clear()
        player.line_read.emit(line)
        qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE_MS)
        return answers[0]

    return play_line


def test_typing_reaches_the_box_letter_by_letter_with_vietnamese_ones(shop: Shop, played: Played) -> None:
    assert played("type Ánh 09") == Answer()
    assert shop.box.text() == "Ánh 09"


def test_a_scan_is_typed_at_once_and_ends_with_enter(shop: Shop, played: Played) -> None:
    assert played("scan 8934563138165") == Answer()
    assert shop.label.text() == "Quét 8934563138165"


def test_a_key_and_a_press_do_what_the_button_does(shop: Shop, played: Played) -> None:
    shop.box.setText("1")
    assert played("press Thanh toán") == Answer()
    assert shop.label.text() == "Đã thu 1"
    shop.box.setText("2")
    assert played("key F9") == Answer()
    assert not played("wait Đã thu 2").fault


def test_a_button_is_ready_once_it_can_be_pressed(shop: Shop, played: Played) -> None:
    shop.button.setEnabled(False)
    QTimer.singleShot(20, shop, lambda: shop.button.setEnabled(True))
    assert played("ready Xóa | Thanh toán") == Answer()
    assert shop.button.isEnabled()


def test_waiting_ends_when_the_text_is_seen_and_when_it_is_gone(shop: Shop, played: Played) -> None:
    QTimer.singleShot(20, shop, lambda: shop.label.setText("Phải trả 275.390 ₫"))
    answer = played("wait 391.500 | 275.390")
    assert not answer.fault
    assert "Phải trả 275.390 ₫" in answer.seen
    QTimer.singleShot(20, shop, shop.label.clear)
    assert not played("gone 275.390").fault


def test_what_never_comes_is_told_with_what_is_seen_instead(
    monkeypatch: pytest.MonkeyPatch, shop: Shop, played: Played
) -> None:
    monkeypatch.setattr("ui.demo.player.PATIENCE_S", 0.05)
    shop.label.setText("Hết giấy")
    answer = played("wait Phải trả")
    assert "wait Phải trả" in answer.fault
    assert "Hết giấy" in answer.seen
    assert "press Xóa" in played("press Xóa").fault


def test_a_disabled_button_cannot_be_pressed(
    monkeypatch: pytest.MonkeyPatch, shop: Shop, played: Played
) -> None:
    monkeypatch.setattr("ui.demo.player.PATIENCE_S", 0.05)
    shop.button.setEnabled(False)
    assert played("press Thanh toán").fault


def test_a_picture_of_the_window_is_written(tmp_path: Path, shop: Shop, played: Played) -> None:
    assert played(f"picture {tmp_path / 'shop.png'}") == Answer()
    assert QPixmap(str(tmp_path / "shop.png")).size() == shop.size()
    assert played(f"picture {tmp_path / 'nowhere' / 'shop.png'}").fault


def test_lines_wait_for_their_turn(qtbot: QtBot, shop: Shop) -> None:
    answers: list[str] = []
    player = ScriptPlayer(shop, answers.append)
    for line in ("type 12", "# nothing", "what", "type 34", "close"):
        player.line_read.emit(line)
    qtbot.waitUntil(lambda: len(answers) == 4, timeout=PATIENCE_MS)
    assert shop.box.text() == "1234"
    assert "script-verb" in answers[1]
    assert not shop.isVisible()
