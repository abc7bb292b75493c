"""No timer, thread or window of Qt outlives its test. Does nothing where PySide6 was never imported."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.guards.garbage import GARBAGE
from tests.guards.starts import Starts

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

_starts = Starts()


@contextmanager
def nothing_left_in_qt() -> Generator[None]:
    """Fail on each timer and thread still running and each top-level widget that was not there before.

    Garbage is looked for only after a test that left an object of Qt: without one there is nothing to fail
    on. Only what the test made is looked through, unless a window would be said to have been left.
    """
    GARBAGE.set_aside()
    if "PySide6.QtCore" in sys.modules:
        _remember_who_starts()
    objects_before = _objects()
    running_before = set(_running())
    windows_before = [_address(window) for window in _windows()]
    yield
    if "PySide6.QtWidgets" not in sys.modules:
        return
    _deliver_deferred_deletes()
    if not _objects() <= objects_before:
        GARBAGE.collect()
        _deliver_deferred_deletes()
    _let_loops_run_again()
    if _left(running_before, windows_before):
        GARBAGE.collect_all()
        _deliver_deferred_deletes()
    left = _left(running_before, windows_before)
    assert not left, f"left behind in Qt: {', '.join(left)}"


def _left(running_before: "set[QObject]", windows_before: list[int]) -> list[str]:
    """What still runs or stands, in words."""
    running = [
        f"{type(one).__name__} (started at {_starts.place(one)})"
        for one in _running()
        if one not in running_before
    ]
    windows = [_described(window) for window in _windows() if _address(window) not in windows_before]
    return running + windows


def _remember_who_starts() -> None:
    from PySide6.QtCore import QThread, QTimer

    _starts.watch(QTimer)
    _starts.watch(QThread)


def _objects() -> set[int]:
    """What Python holds of Qt and Qt has not deleted, by addresses: they keep nothing alive."""
    if "PySide6.QtCore" not in sys.modules:
        return set()
    from shiboken6 import Shiboken

    return {id(one) for one in Shiboken.getAllValidWrappers()}


def _running() -> "list[QObject]":
    if "PySide6.QtCore" not in sys.modules:
        return []
    from PySide6.QtCore import QObject, QThread, QTimer
    from shiboken6 import isValid

    alive = [one for one in _starts.all() if isinstance(one, QObject) and isValid(one)]
    timers = [one for one in alive if isinstance(one, QTimer) and one.isActive()]
    return [*timers, *(one for one in alive if isinstance(one, QThread) and one.isRunning())]


def _windows() -> "list[QWidget]":
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtWidgets import QApplication

    return QApplication.topLevelWidgets() if QApplication.instance() else []


def _deliver_deferred_deletes() -> None:
    """Let `deleteLater` have its effect: it waits for an event loop, and a test has none."""
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _let_loops_run_again() -> None:
    """Told to exit, an application ends every loop that is started, the next test's too, until it has run."""
    from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

    app = QCoreApplication.instance()
    if app is None:
        return
    loop = QEventLoop()
    QTimer.singleShot(0, loop, loop.quit)
    if loop.exec() != 0:
        QTimer.singleShot(0, app, lambda: app.exit(0))
        app.exec()


def _address(window: "QWidget") -> int:
    from shiboken6 import getCppPointer

    return int(getCppPointer(window)[0])


def _described(window: "QWidget") -> str:
    return f"{type(window).__name__} {window.objectName() or window.windowTitle()!r}"
