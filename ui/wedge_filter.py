"""The ear for keyboard-wedge scanners.

Sits on the window system's window, where each key arrives exactly once.

An application-wide filter would see every key several times, once for each widget it is offered to. What the
keys mean is decided by `drivers.wedge`; here they only become its keystrokes, and go on to the widgets if it
gives them back.
"""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow

from drivers.ports import Scan
from drivers.wedge import (
    BankCardDropped,
    GiveBack,
    InputMethodIsOn,
    KeyKind,
    Keystroke,
    Scanned,
    Verdict,
    WedgeRecogniser,
)  # fmt: skip

_ENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_MODIFIERS: Final = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
    }
)
_WITH_COMMAND: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)

_REST_MS: Final = 600
"""So long after the last key somebody who overhears is told that the keyboard rests."""

_LONGEST_WAIT_S: Final = 30.0
"""A key that seems to have waited longer was stamped by another count."""


class KeyTimes:
    """When keys were pressed, on the clock that is used here, by the window system's own stamps.

    A person's keys that waited while the window was busy come all at once, and would look like a scan by the
    time they are worked off. The stamps keep their distances: of all the differences between clock and stamp,
    the smallest is that of a key that did not wait. Stamps that cannot be (none, a new count) begin anew.
    """

    def __init__(self) -> None:
        self._ahead: float | None = None

    def at(self, stamp_ms: int, *, now: float) -> float:
        """The moment of the key with this stamp, which is worked off now."""
        ahead = now - stamp_ms / 1000
        if stamp_ms == 0:
            return now
        if self._ahead is None or ahead < self._ahead or ahead > self._ahead + _LONGEST_WAIT_S:
            self._ahead = ahead
        return stamp_ms / 1000 + self._ahead


class WedgeFilter(QObject):
    """Takes scans out of the keys of one window. `on_trouble` gets the code of a scan that is no use.

    Without a recogniser no key is ever a scan, and keys are only overheard where somebody asks for it.
    """

    def __init__(
        self,
        window: QWindow,
        recogniser: WedgeRecogniser | None,
        *,
        on_scan: Callable[[Scan], None],
        on_trouble: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._recogniser = recogniser
        self._on_scan = on_scan
        self._on_trouble = on_trouble
        self._clock = clock
        self._times = KeyTimes()
        self._giving_back = False
        self._on_key: Callable[[Keystroke], None] | None = None
        self._on_rest: Callable[[float], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.time_passed)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Hold a pressed key back until it is clear whose it is; its release goes with it."""
        if watched is not self._window or self._giving_back or not isinstance(event, QKeyEvent):
            return False
        if self._recogniser is None and self._on_key is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            self._make_way(event)
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if self._on_key is not None:
            return self._overheard(self._keystroke(event))
        if self._recogniser is not None:
            self._decide(self._recogniser.press(self._keystroke(event)))
        return True

    def overhear(
        self,
        on_key: Callable[[Keystroke], None] | None,
        *,
        on_rest: Callable[[float], None] | None = None,
    ) -> None:
        """From now on tell each key, and give it to nobody else, but for those that move about; None ends it.

        `on_rest` gets the time once no key has come for a while.
        """
        self._let_go()
        self._on_key, self._on_rest = on_key, on_rest

    def use(self, recogniser: WedgeRecogniser | None) -> None:
        """Tell scans from typing by other settings from now on, or not at all; what is held is given on."""
        self._let_go()
        self._recogniser = recogniser

    def _make_way(self, event: QKeyEvent) -> None:
        """A shortcut may be next, and would overtake what was typed before it: F9 without the last digits.

        No scanner sends such a key, so what is held is no scan.
        """
        if self._on_key is None and _kind_of(event) is KeyKind.OTHER:
            self._let_go()

    def _let_go(self) -> None:
        if self._recogniser is not None:
            self._decide(self._recogniser.tick(self._clock() + _LONGEST_WAIT_S))

    def _overheard(self, key: Keystroke) -> bool:
        if self._on_key is None or key.kind is KeyKind.OTHER:
            return False
        self._on_key(key)
        self._timer.start(_REST_MS)
        return True

    def _keystroke(self, event: QKeyEvent) -> Keystroke:
        return Keystroke(
            kind=_kind_of(event),
            at=self._times.at(event.timestamp(), now=self._clock()),
            text=event.text(),
            is_auto_repeat=event.isAutoRepeat(),
            tag=event.clone(),
        )

    def time_passed(self) -> None:
        """Give back what was held for too long."""
        if self._on_rest is not None:
            self._on_rest(self._clock())
        if self._recogniser is not None:
            self._decide(self._recogniser.tick(self._clock()))

    def _decide(self, verdicts: list[Verdict]) -> None:
        for verdict in verdicts:
            match verdict:
                case Scanned(scan):
                    self._on_scan(scan)
                case GiveBack(keys):
                    self._give_back(keys)
                case InputMethodIsOn():
                    self._on_trouble("input-method-on")
                case BankCardDropped():
                    self._on_trouble("bank-card-swiped")
        due = None if self._recogniser is None else self._recogniser.due
        if due is None:
            self._timer.stop()
        else:
            self._timer.start(max(1, round((due - self._clock()) * 1000) + 1))

    def _give_back(self, keys: tuple[Keystroke, ...]) -> None:
        """Hand keys on to the window as if they came now, press and release."""
        self._giving_back = True
        try:
            for key in keys:
                if isinstance(key.tag, QKeyEvent):
                    QCoreApplication.sendEvent(self._window, key.tag)
                    QCoreApplication.sendEvent(self._window, _release_of(key.tag))
        finally:
            self._giving_back = False


def _kind_of(event: QKeyEvent) -> KeyKind:
    key = Qt.Key(event.key())
    if key in _MODIFIERS:
        return KeyKind.MODIFIER
    if event.modifiers() & _WITH_COMMAND:
        return KeyKind.OTHER
    if key in _ENDS:
        return KeyKind.END
    if key == Qt.Key.Key_Backspace:
        return KeyKind.BACKSPACE
    return KeyKind.TEXT if event.text() and event.text().isprintable() else KeyKind.OTHER


def _release_of(press: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyRelease, press.key(), press.modifiers(), press.text())
