"""In and out of training on the real window, of a till that is another colour and says what it is."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from loyalty.errors import Refused
from terminal.bootstrap.first_glance import take_first_glance
from terminal.bootstrap.training import FOLDER
from terminal.practice import PRACTICE_PIN
from tests.qt.conftest import Play
from tests.qt.contrast import LEAST_CONTRAST, contrast
from tests.qt.real_till import SIZE, Till, run_out
from tests.unit.terminal.till_kit import IDENTITY, PIN, RICE
from ui.application import after
from ui.demo.seen import button_named
from ui.presenters.preferences import THEMES, Preferences, Theme
from ui.presenters.shell import Screen
from ui.theme import TOKENS, TRAINING_ACCENTS, Ink
from ui.till_window import TillWindow
from ui.views.training_band import TrainingBand


def _accent(window: TillWindow) -> str:
    return window.window.palette().color(Ink.ACCENT.value).name()


def _band(window: TillWindow) -> list[str]:
    return [each.text() for each in window.window.findChildren(QLabel) if "HUẤN LUYỆN" in each.text()]


def test_a_manager_goes_into_training_sells_there_and_comes_back(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    first = take_first_glance(till_folder)
    real = Till(qtbot, TillWindow(qapp, first, size=SIZE))
    try:
        real.sign_in("op-minh", PIN)
        real.wait(lambda: real.shell().checkout is not None)
        assert {"training", "devices", "settings", "cards"} <= real.choices()
        assert "leave-training" not in real.choices()
        assert _band(real.window) == []
        real.window.begin_training()
        real.wait(lambda: real.window.training is not None and not real.window.window.isVisible())
    finally:
        real.window.close()
    run_out(qapp)
    inside = after(real.window, first, qapp, SIZE)
    assert inside is not None
    assert inside.is_training
    with pytest.raises(Refused, match="data-folder-in-use"):
        take_first_glance(till_folder)
    practice = Till(qtbot, TillWindow(qapp, inside, size=SIZE))
    try:
        assert _band(practice.window)
        assert _accent(practice.window) == TRAINING_ACCENTS["light"][0]
        practice.sign_in("training-manager", PRACTICE_PIN)
        assert practice.shell().screen is Screen.SHIFT
        practice.sell(RICE.barcodes[0])
        assert "leave-training" in practice.choices()
        assert not {"training", "devices", "settings", "cards"} & practice.choices()
        practice.window.leave_training()
    finally:
        practice.window.close()
    run_out(qapp)
    again = after(practice.window, inside, qapp, SIZE)
    assert again is not None
    assert not again.is_training
    assert again.seen.till_name == IDENTITY.name
    again.close()
    assert not (till_folder / FOLDER).exists()


def test_a_cashier_is_not_offered_training_and_the_menu_goes_with_its_screen(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    first = take_first_glance(till_folder)
    till = Till(qtbot, TillWindow(qapp, first, size=SIZE))
    try:
        till.sign_in("op-lan", PIN)
        till.wait(lambda: till.shell().checkout is not None)
        assert "training" not in till.choices()
        till.window.open_menu()
        assert button_named("Đóng") is not None
        till.shell().sign_out()
        assert button_named("Đóng") is None, "the menu of the screen that was left stands over the next"
    finally:
        till.window.close()
    run_out(qapp)
    assert after(till.window, first, qapp, SIZE) is None
    till.window.window.deleteLater()


@pytest.mark.parametrize("theme", THEMES)
def test_what_the_band_says_can_be_read_in_every_theme(play_scene: Play, theme: Theme) -> None:
    theatre = play_scene("training", Preferences("vi", theme))
    band = theatre.window.findChild(TrainingBand)
    assert isinstance(band, TrainingBand)
    assert (band.word.text(), "0000" in band.meaning.text()) == ("HUẤN LUYỆN", True)
    assert _ground(band) == TRAINING_ACCENTS[theme][0]
    for text in (band.word, band.meaning):
        assert _clearest_dot(band, text.geometry()) >= LEAST_CONTRAST


def test_the_window_after_a_training_has_the_accent_of_a_real_till(play_scene: Play) -> None:
    accents: list[str] = []
    for scene in ("training", "checkout"):
        theatre = play_scene(scene)
        accents.append(theatre.window.palette().color(Ink.ACCENT.value).name())
        theatre.window.hide()
    assert accents == [TRAINING_ACCENTS["light"][0], TOKENS["light"].accent]


def _ground(band: TrainingBand) -> str:
    """What is painted in its corner."""
    return band.grab().toImage().pixelColor(1, 1).name()


def _clearest_dot(band: TrainingBand, where: QRect) -> float:
    """The contrast of the dot that stands out most from the ground: the inside of a letter's stroke."""
    picture, ground = band.grab().toImage(), _ground(band)
    dots = {
        picture.pixelColor(x, y).name()
        for x in range(where.left(), where.right())
        for y in range(where.top(), where.bottom())
    }
    return max(contrast(dot, ground) for dot in dots)
