"""Locks the till after some minutes in which nobody touched, typed or scanned anything.

It only watches, and tells of every deed that it sees: what a lock is, and when there must be none (in the
middle of a payment), is the shell's.
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


def _nobody_asks() -> None:
    """Hears of a deed, and needs not know."""


class IdleLock(QObject):
    """Watches the application; `now` is a clock in seconds that never goes back."""

    def __init__(
        self,
        minutes: int,
        now: Callable[[], float],
        lock: Callable[[], None],
        *,
        on_deed: Callable[[], None] = _nobody_asks,
    ) -> None:
        """`on_deed` hears of each, also where nothing is ever locked."""
        super().__init__()
        self._limit_s = 0.0
        self._now = now
        self._lock = lock
        self._on_deed = on_deed
        self._last = now()
        self.use(minutes)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def use(self, minutes: int) -> None:
        """Lock after so many minutes from now on; 0 is never."""
        self._limit_s = minutes * _MINUTE_S

    def eventFilter(self, _watched: QObject, event: QEvent, /) -> bool:
        """Somebody is there; the event goes on to where it goes."""
        if event.type() in _DEEDS:
            self.touched()
        return False

    def touched(self) -> None:
        """Something was done; of itself also what is no event of the window: a scan."""
        self._last = self._now()
        self._on_deed()

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
