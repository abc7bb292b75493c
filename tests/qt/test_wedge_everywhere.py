"""The keyboard scanner on every screen of the till, whatever has the focus: no widget sees one of its keys.

Nothing is looked at but the keys that reach a widget: who gets none has nothing to react to. A person who
types fast on the same screens has every key arrive, in its order, and rewritten scans are told as such.
"""

from collections.abc import Iterator

import pytest
from _pytest.mark import ParameterSet
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from drivers.wedge import WedgeRecogniser
from tests.qt.conftest import Play
from tests.qt.hands import type_sign
from tools.scenes import SCENES
from tools.theatre import Theatre, settle
from ui.wedge_filter import WedgeFilter

CODE = "8934563138165"
REWRITTEN = "\u00c21234567"
"""What Telex makes of AA1234567."""
SCANNED_KEYS = {*"0123456789", "Return", "Enter", "Tab"}
"""A shortcut hears a key before the window does."""
SCAN_GAP_S = 0.005
TYPIST_GAP_S = 0.060
"""Two hundred words a minute."""
FEW = (
    *("sign-in", "open-shift", "keys", "pin-asked", "voiding", "why", "pay", "differing", "menu", "help"),
    *("returning", "approving", "wallet", "top-up", "cards", "cards-replacing", "cards-batch", "products"),
    *("products-editing", "devices", "settings", "settings-keys", "members", "member-note", "day"),
    *("day-pay-out", "audit", "people", "people-adding", "files", "first-shop", "first-devices"),
)
"""A scene of every screen, of every form and of every kind of dialog; all scenes under `soak`."""
STOPPED = "stopped"
"""A till that does not open listens to no scanner."""


_REACHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.Shortcut})


class KeyWatch(QObject):
    """Notes the keys that reach a widget, and those of them that reach the one with the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.reached: list[str] = []
        self.in_focus: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Note a key, or a shortcut that one made, and let it go on."""
        if isinstance(watched, QWidget | QShortcut) and event.type() in _REACHES:
            self.reached.append(f"{type(watched).__name__}: {event.type().name}")
            focused = QApplication.focusWidget() or QApplication.activeWindow()
            if isinstance(event, QKeyEvent) and watched is focused:
                self.in_focus.append(event.text() if event.type() == QEvent.Type.KeyPress else "")
        return False


class Hands:
    """A scanner and a person at the keyboard of one scene; time is moved by hand, scans go nowhere."""

    def __init__(self, theatre: Theatre) -> None:
        self.window, self.now = theatre.window, 100.0
        self.scans: list[str] = []
        self.troubles: list[str] = []
        self.filter = WedgeFilter(
            theatre.window.windowHandle(),
            WedgeRecogniser(),
            on_scan=lambda scan: self.scans.append(scan.text),
            on_trouble=self.troubles.append,
            clock=lambda: self.now,
        )

    def burst(self, text: str) -> None:
        """Scan, with Enter at the end."""
        self.keys(text, gap_s=SCAN_GAP_S)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            enter = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
            QCoreApplication.sendEvent(self.window.windowHandle(), enter)
        settle()

    def keys(self, text: str, *, gap_s: float) -> None:
        """Press keys at a pace; the window's own timer is told that time has passed."""
        self.now += 1
        for sign in text:
            type_sign(self.window, sign)
            self.now += gap_s
            self.filter.time_passed()


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[KeyWatch]:
    """Looks on at the whole application, from after the scene is set until the end of the test."""
    watching = KeyWatch()
    yield watching
    qapp.removeEventFilter(watching)


def scenes() -> list[ParameterSet]:
    """Those of every test run, and the others under `soak`."""
    assert set(FEW) <= set(SCENES)
    return [
        pytest.param(name, marks=() if name in FEW else pytest.mark.soak)
        for name in SCENES
        if name != STOPPED
    ]


def places(window: QWidget) -> list[QWidget]:
    """Every widget in sight that can have the focus."""
    return [
        each
        for each in window.findChildren(QWidget)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


@pytest.mark.parametrize("scene", scenes())
def test_a_scan_reaches_no_widget_and_a_fast_typist_reaches_the_one_in_focus(
    play_scene: Play, qapp: QApplication, watch: KeyWatch, scene: str
) -> None:
    theatre = play_scene(scene)
    hands, tried, focused = Hands(theatre), places(theatre.window), QApplication.focusWidget()
    qapp.installEventFilter(watch)
    for place in tried:
        place.setFocus()
        hands.burst(CODE)
        hands.burst(REWRITTEN)
    assert tried
    assert watch.reached == []
    assert hands.scans == [CODE] * len(tried)
    assert hands.troubles == ["input-method-on"] * len(tried)
    assert not {each.key().toString() for each in theatre.window.findChildren(QShortcut)} & SCANNED_KEYS
    if focused is not None:
        focused.setFocus()
    hands.keys(CODE, gap_s=TYPIST_GAP_S)
    hands.now += 1
    hands.filter.time_passed()
    assert "".join(watch.in_focus) == CODE
    assert len(hands.scans) == len(tried) == len(hands.troubles)
