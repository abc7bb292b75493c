"""The Qt guard fails on a running timer, a running thread and a window that stays."""

import gc
from weakref import ref

import pytest
from PySide6.QtCore import QEventLoop, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.guards.qt import nothing_left_in_qt


class LostWindow(QWidget):
    """A window nobody closes."""

    itself: "LostWindow"


def test_a_running_timer_is_named_with_the_line_that_started_it(qtbot: QtBot) -> None:
    del qtbot
    timer = QTimer()
    named = r"QTimer \(started at .*test_qt_guard\.py:\d+\)"
    with pytest.raises(AssertionError, match=named), nothing_left_in_qt():
        timer.start(60_000)
    timer.stop()


def test_a_running_thread_is_named(qtbot: QtBot) -> None:
    del qtbot
    thread = QThread()
    with pytest.raises(AssertionError, match=r"QThread \(started at"), nothing_left_in_qt():
        thread.start()
    thread.quit()
    assert thread.wait(3000)


def test_a_window_that_stays_is_named(qtbot: QtBot) -> None:
    windows: list[QWidget] = []
    with pytest.raises(AssertionError, match="LostWindow"), nothing_left_in_qt():
        windows.append(LostWindow())
    qtbot.addWidget(windows[0])


def test_a_window_told_to_delete_itself_is_no_leak(qtbot: QtBot) -> None:
    del qtbot
    with nothing_left_in_qt():
        QWidget().deleteLater()


def test_after_a_test_that_told_the_application_to_exit_loops_run_again(qapp: QApplication) -> None:
    with nothing_left_in_qt():
        qapp.exit(0)
        assert QEventLoop().exec() == -1
    loop = QEventLoop()
    QTimer.singleShot(0, loop, loop.quit)
    assert loop.exec() == 0


def test_a_window_that_only_garbage_holds_is_no_leak(qtbot: QtBot) -> None:
    del qtbot
    with nothing_left_in_qt():
        window = LostWindow()
        window.itself = window
        del window


def test_a_window_that_only_garbage_set_aside_holds_is_no_leak(qtbot: QtBot) -> None:
    del qtbot
    with nothing_left_in_qt():
        window = LostWindow()
        window.itself = window
        gc.freeze()
        del window


def test_garbage_is_looked_for_after_a_test_that_left_something_of_qt_only() -> None:
    class Ring:
        def __init__(self) -> None:
            self.itself = self

    gc.disable()
    try:
        ring = ref(Ring())
        with nothing_left_in_qt():
            pass
        assert ring() is not None
        kept: list[QObject] = []
        with nothing_left_in_qt():
            kept.append(QObject())
        assert ring() is None
    finally:
        gc.enable()
