"""Screens are built before anybody asks for them, while nobody is there: the first opening is quick too.

Nothing is built until a till has stood at its sign-in screen for a moment, and then one screen at a time, so
that whoever types a PIN waits for one of them at most. What was not built by then is built while whoever is
signed in lets the till alone for some seconds, or when it is opened.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

FIRST_MS: Final = 2_000
NEXT_MS: Final = 100


class BuildAhead:
    """Looks now and then whether one more can be built."""

    def __init__(self, parent: QObject, build_next: Callable[[], bool], is_idle: Callable[[], bool]) -> None:
        """`build_next` builds one, and says whether there are more."""
        self._build_next = build_next
        self._is_idle = is_idle
        self._timer = QTimer(parent)
        self._timer.timeout.connect(self.look)
        self._timer.start(FIRST_MS)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to build."""
        return not self._timer.isActive()

    def look(self) -> None:
        """Build one, if nobody is there."""
        if not self._is_idle():
            self._timer.setInterval(FIRST_MS)
        elif self._build_next():
            self._timer.setInterval(NEXT_MS)
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Build no more."""
        self._timer.stop()
