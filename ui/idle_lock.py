"""Locks the till after some minutes in which nobody touched, typed or scanned anything.

It only watches: what a lock is, and when there must be none (in the middle of a payment), is the shell's.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

_DEEDS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)
_MINUTE_S: Final = 60.0


class IdleLock(QObject):
    """Watches the application; `now` is a clock in seconds that never goes back."""

    def __init__(self, minutes: int, now: Callable[[], float], lock: Callable[[], None]) -> None:
        super().__init__()
        self._limit_s = 0.0
        self._now = now
        self._lock = lock
        self._last = now()
        self.use(minutes)

    def use(self, minutes: int) -> None:
        """Lock after so many minutes from now on; 0 is never."""
        self._limit_s = minutes * _MINUTE_S
        self.stop()
        app = QApplication.instance()
        if app is not None and minutes:
            app.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent, /) -> bool:
        """Somebody is there; the event goes on to where it goes."""
        if event.type() in _DEEDS:
            self._last = self._now()
        return False

    def touched(self) -> None:
        """Something was done that is no event of the window: a scan."""
        self._last = self._now()

    def look(self) -> None:
        """Lock, if it is time."""
        if self._limit_s and self._now() - self._last >= self._limit_s:
            self._last = self._now()
            self._lock()

    def stop(self) -> None:
        """Watch no more."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
