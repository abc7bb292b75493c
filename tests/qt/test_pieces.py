"""The pieces by themselves: tokens, flags, lanes, Qt's own words, virtual printer and scanner's pad."""

import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from drivers.ports import Bitmap
from resources.catalogue import Catalogue
from tests.conformance.patience import PATIENCE_MS
from tests.qt.conftest import Play
from tests.qt.contrast import LEAST_CONTRAST, contrast
from tests.qt.hands import touch_middle
from tools.theatre import settle
from ui.lanes import LaneRunner
from ui.look import Look
from ui.presenters.preferences import TEXT_SIZES, THEMES, Preferences
from ui.raster.image import image_of
from ui.scanner_pad import PadCode, ScannerPad
from ui.theme import TOKENS, Ink, Type, body_font, fitted, font_for, palette_of, tokens_of, touch_px
from ui.translator import CatalogueTranslator
from ui.virtual_printer_view import VirtualPrinterView
from ui.widgets import early
from ui.widgets.button import Button

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("is_training", [False, True])
@pytest.mark.parametrize("theme", THEMES)
def test_every_ink_can_be_read_on_every_ground(theme: str, *, is_training: bool) -> None:
    tokens = tokens_of(theme, is_training=is_training)
    for ground in (tokens.ground, tokens.card, tokens.accent_ground):
        for ink in (tokens.text, tokens.quiet, tokens.accent, tokens.good, tokens.attention, tokens.refused):
            assert contrast(ink, ground) >= LEAST_CONTRAST, (ink, ground)
    assert contrast(tokens.on_accent, tokens.accent) >= LEAST_CONTRAST


def test_the_palette_carries_every_ink() -> None:
    for theme in THEMES:
        palette = palette_of(theme)
        for ink in Ink:
            assert palette.color(ink.value).name() == getattr(TOKENS[theme], ink.name.lower())


def test_type_grows_with_the_text_size_and_big_figures_by_half_of_it(look: Look) -> None:
    assert look
    sizes = [font_for(Type.BODY, body_font(size)).pixelSize() for size in TEXT_SIZES]
    assert sizes == [16, 20, 24]
    assert [font_for(Type.DUE, body_font(size)).pixelSize() for size in TEXT_SIZES] == [46, 52, 58]
    assert fitted(body_font(150), "Thanh toán bằng chuyển khoản", 40).pixelSize() == 13


@pytest.mark.parametrize(
    ("millimetres", "dpi", "pixels"), [(9, 96, 36), (12, 96, 48), (9, 10, 32), (9, 400, 60)]
)
def test_a_finger_is_measured_in_millimetres(millimetres: float, dpi: float, pixels: int) -> None:
    assert touch_px(millimetres, dpi) == pixels


def test_flags_are_the_numbers_that_qt_gives_them() -> None:
    align, text = Qt.AlignmentFlag, Qt.TextFlag
    assert (align.AlignLeft | align.AlignVCenter).value == early.LEFT
    assert (align.AlignRight | align.AlignVCenter).value == early.RIGHT
    assert align.AlignCenter.value == early.CENTRED
    assert text.TextWordWrap.value == early.WORD_WRAP
    assert Qt.TextFormat.PlainText.value == early.PLAIN_TEXT
    assert Qt.FocusPolicy.TabFocus.value == early.TAB_FOCUS
    assert Qt.FocusPolicy.StrongFocus.value == early.STRONG_FOCUS


def test_a_flag_that_qt_does_not_know_is_a_bug(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    with pytest.raises(AttributeError):
        early.set_flag(widget, "noSuchProperty", 1)


def test_the_first_picture_is_painted_without_the_qt_namespace() -> None:
    program = """
import PySide6.QtCore
from resources.catalogue import Catalogue
from ui.look import Look
from ui.presenters.preferences import Preferences
from ui.presenters.shown import Notice, Tone
from ui.presenters.sign_in_state import SignInState, Tile
from ui.till_window import application
from ui.views.main_window import MainWindow
from ui.views.sign_in_view import SignInView
app = application()
catalogue = Catalogue.load("vi")
Look(app).wear(Preferences(), catalogue)
window = MainWindow(catalogue)
view = window.add_screen(SignInView)
view.show_state(SignInState("Ai?", (Tile("lan", "Lan", "Thu ngân", True),), "PIN", 2, False, None, "..."))
window.show_screen(view)
view.painted.connect(lambda: app.exit(0))
window.show()
app.exec()
heavy = {"sqlalchemy", "escpos", "urllib3", "cryptography", "phonenumbers", "tomllib"}
heavy |= {"dataclasses"}
import sys
print("Qt" in vars(PySide6.QtCore), sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.stdout.strip() == "False []", done.stderr


def test_a_lane_does_its_tasks_in_order_and_answers_on_the_ui_thread(qtbot: QtBot) -> None:
    runner = LaneRunner()
    done: list[tuple[int, bool]] = []
    main = threading.current_thread()

    def on_done(number: int) -> None:
        done.append((number, threading.current_thread() is main))

    for number in range(20):
        runner.run("look-up", partial(int, number), on_done=on_done, on_failed=_fail)
    qtbot.waitUntil(lambda: len(done) == 20, timeout=PATIENCE_MS)
    assert done == [(number, True) for number in range(20)]
    runner.stop()


def test_a_task_that_fails_answers_once_and_only_that_it_failed(qtbot: QtBot) -> None:
    runner = LaneRunner()
    failed: list[Exception] = []

    def work() -> int:
        raise ValueError("no")

    runner.run("store", work, on_done=_fail, on_failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed), timeout=PATIENCE_MS)
    assert [str(error) for error in failed] == ["no"]
    runner.stop()


def test_nothing_comes_back_from_a_runner_that_was_stopped(qtbot: QtBot) -> None:
    runner = LaneRunner()
    gate = threading.Event()
    runner.run("net", gate.wait, on_done=_fail, on_failed=_fail)
    gate.set()
    runner.stop()
    runner.run("net", gate.wait, on_done=_fail, on_failed=_fail)
    runner.post(_fail_too)
    QCoreApplication.processEvents()
    assert qtbot


def test_what_comes_back_waits_for_what_is_still_to_be_painted(qtbot: QtBot) -> None:
    runner, seen = LaneRunner(), list[str]()

    class Painted(QWidget):
        def paintEvent(self, event: QPaintEvent, /) -> None:
            super().paintEvent(event)
            seen.append("painted")

    painted = Painted()
    qtbot.addWidget(painted)
    painted.show()
    qtbot.waitUntil(lambda: bool(seen), timeout=PATIENCE_MS)
    settle()
    seen.clear()
    painted.update()
    lane = threading.Thread(target=runner.post, args=(lambda: seen.append("came back"),))
    lane.start()
    lane.join()
    qtbot.waitUntil(lambda: "came back" in seen, timeout=PATIENCE_MS)
    assert seen == ["painted", "came back"]
    runner.stop()


def _fail(what: object) -> None:
    raise AssertionError(what)


def _fail_too() -> None:
    raise AssertionError


def test_qts_own_words_are_ours(qapp: QApplication) -> None:
    translator = CatalogueTranslator(Catalogue.load("vi"))
    assert not translator.isEmpty()
    qapp.installTranslator(translator)
    try:
        assert QCoreApplication.translate("QPlatformTheme", "&Cancel") == "Thôi"
        assert QCoreApplication.translate("QLineEdit", "&Paste") == "Dán"
        assert QCoreApplication.translate("QLineEdit", "Some other words") == "Some other words"
    finally:
        qapp.removeTranslator(translator)


def test_the_language_changes_on_every_screen_at_once(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    english = Catalogue.load("en")
    theatre.window.speak(english)
    names = {button.accessibleName() for button in theatre.window.findChildren(Button)}
    assert {"Pay · F9", "Sign in · Enter", "Back · Esc"} <= names


def test_text_size_and_colours_change_under_an_open_sale(play_scene: Play, look: Look) -> None:
    theatre = play_scene("checkout")
    before = theatre.stage.checkout.keys.pay.sizeHint()
    look.wear(Preferences("vi", "dark", 150), theatre.catalogue)
    settle()
    assert theatre.stage.checkout.keys.pay.sizeHint().height() > before.height()
    assert theatre.window.palette().color(Ink.GROUND.value).name() == TOKENS["dark"].ground
    assert theatre.window.isVisible()


def bitmap() -> Bitmap:
    """Sixteen dots wide, two rows: the first all black, the second black on its left half."""
    return Bitmap(width_dots=16, height_dots=2, rows=b"\xff\xff\xff\x00")


def test_printed_dots_are_black_on_white() -> None:
    image = image_of(bitmap())
    dots = [[image.pixelColor(x, y).lightness() for x in (0, 15)] for y in (0, 1)]
    assert dots == [[0, 0], [0, 255]]


def test_paper_comes_out_newest_first_and_the_oldest_goes(qtbot: QtBot) -> None:
    view = VirtualPrinterView()
    qtbot.addWidget(view)
    view.speak(Catalogue.load("vi"))
    view.show()
    for _ in range(25):
        view.show_paper(bitmap())
    assert view.papers == 20
    assert view.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus, (
        "a keyboard scanner types into the till"
    )
    states: list[bool] = []
    view.paper_out_toggled.connect(states.append)
    for button in view.findChildren(Button):
        touch_middle(button)
    assert states == [True]


def test_the_pad_scans_what_its_buttons_say_and_takes_no_focus(qtbot: QtBot) -> None:
    pad, field = ScannerPad(), QLineEdit()
    qtbot.addWidget(pad)
    qtbot.addWidget(field)
    pad.add_group("scanner-pad.goods", [PadCode("Mì", "8934563138165"), PadCode("Gạo", "8936079963682")])
    pad.speak(Catalogue.load("vi"))
    pad.show()
    codes: list[str] = []
    pad.scan_pressed.connect(codes.append)
    for button in pad.findChildren(Button):
        touch_middle(button)
    assert codes == ["8934563138165", "8936079963682"]
