"""In and out of training on the real window, of a till that is another colour and says what it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from loyalty.errors import Refused
from resources.catalogue import Catalogue
from terminal.bootstrap.first_glance import take_first_glance
from terminal.bootstrap.training import FOLDER
from terminal.keystore.choice import choose_key_store
from terminal.pairing import PairedServer
from terminal.practice import PRACTICE_PIN
from terminal.store.pairing_book import SqlPairingBook
from terminal.sync.keys import TillKey, new_till_key
from tests.conformance.patience import PATIENCE_MS
from tests.qt.conftest import Play
from tests.qt.contrast import LEAST_CONTRAST, contrast
from tests.unit.terminal.till_kit import IDENTITY, KEY, PEPPER, PIN, RICE, a_counter, a_shop
from ui.application import after
from ui.demo.seen import button_named
from ui.menu import shown_menu
from ui.presenters.preferences import THEMES, Preferences, Theme
from ui.presenters.shell import Screen, Shell
from ui.theme import TOKENS, TRAINING_ACCENTS, Ink
from ui.till_window import TillWindow
from ui.views.training_band import TrainingBand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of a paired till with goods, as it lies on the disk."""
    keys = choose_key_store(tmp_path, preference="file")
    keys.set("database-key", KEY)
    keys.set("pin-pepper", PEPPER)
    keys.set("till-key", new_till_key())
    server = PairedServer(url="http://127.0.0.1:9", key=TillKey(new_till_key()).public, ca_pem=None)
    empty = a_counter(tmp_path, identity=None)
    SqlPairingBook(empty.store).adopt(IDENTITY, feed_epoch="epoch-1", server=server)
    empty.close()
    a_shop(tmp_path).close()
    return tmp_path


class Till:
    """A window and the keys that are pressed on it."""

    def __init__(self, bot: QtBot, window: TillWindow) -> None:
        self.bot = bot
        self.window = window

    def wait(self, good: Callable[[], bool]) -> None:
        """Until it is so."""
        self.bot.waitUntil(good, timeout=PATIENCE_MS)

    def sign_in(self, operator: str, pin: str) -> None:
        """Choose the tile, type the PIN, and wait for the next screen."""
        self.window.window.show()
        self.wait(lambda: hasattr(self.window.opened, "shell"))
        sign_in = self.window.sign_in
        sign_in.operator_chosen(operator)
        for digit in pin:
            sign_in.key_pressed(digit)
        sign_in.enter_pressed()
        self.wait(lambda: self.shell().screen is not Screen.SIGN_IN)

    def sell(self, code: str) -> None:
        """Open the shift, scan a product, and take the money for it."""
        shell, shift = self.shell(), self.shell().shift
        assert shift is not None
        for digit in "500000":
            shift.key_pressed(digit)
        shift.finish_pressed()
        self.wait(lambda: shell.screen is Screen.CHECKOUT)
        checkout = shell.checkout
        assert checkout is not None
        checkout.scanned(code)
        self.wait(lambda: checkout.counter.model.can_pay)
        checkout.pay_pressed()
        self.wait(lambda: shell.screen is Screen.PAY)
        pay = shell.pay
        assert pay is not None

        def taken() -> bool:
            pay.finish_pressed()  # as often as one likes: it takes the money once, when it can
            return shell.screen is Screen.CHECKOUT

        self.wait(taken)
        assert checkout.counter.model.sale.lines == ()

    def shell(self) -> Shell:
        """The shell of the open till."""
        assert self.window.opened is not None
        return self.window.opened.shell

    def choices(self) -> set[str]:
        """What the menu offers now."""
        state = shown_menu(self.window, Catalogue.load("vi"), self.window.preferences)
        return {item.name for item in state.items}


def _run_out(app: QApplication) -> None:
    """End the application's loop as `run` does: until then, what was told to exit starts no other loop."""
    QTimer.singleShot(0, lambda: app.exit(0))
    app.exec()


def _accent(window: TillWindow) -> str:
    return window.window.palette().color(Ink.ACCENT.value).name()


def _band(window: TillWindow) -> list[str]:
    return [each.text() for each in window.window.findChildren(QLabel) if "HUẤN LUYỆN" in each.text()]


def test_a_manager_goes_into_training_sells_there_and_comes_back(
    qtbot: QtBot, qapp: QApplication, folder: Path
) -> None:
    first = take_first_glance(folder)
    real = Till(qtbot, TillWindow(qapp, first, size=(1366, 768)))
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
    _run_out(qapp)
    inside = after(real.window, first, qapp, (1366, 768))
    assert inside is not None
    assert inside.is_training
    with pytest.raises(Refused, match="data-folder-in-use"):
        take_first_glance(folder)
    practice = Till(qtbot, TillWindow(qapp, inside, size=(1366, 768)))
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
    _run_out(qapp)
    again = after(practice.window, inside, qapp, (1366, 768))
    assert again is not None
    assert not again.is_training
    assert again.seen.till_name == IDENTITY.name
    again.close()
    assert not (folder / FOLDER).exists()


def test_a_cashier_is_not_offered_training_and_the_menu_goes_with_its_screen(
    qtbot: QtBot, qapp: QApplication, folder: Path
) -> None:
    first = take_first_glance(folder)
    till = Till(qtbot, TillWindow(qapp, first, size=(1366, 768)))
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
    _run_out(qapp)
    assert after(till.window, first, qapp, (1366, 768)) is None
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
