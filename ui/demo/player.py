"""Carries out a script on the till's window: with events of the window system, one action after the other.

Lines come from a file or from standard input and are answered on standard output. The player knows nothing of
the till; what it may do is what hands and eyes can. It waits by the event loop's clock, never by blocking it.
"""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from loyalty.errors import Refused
from ui.demo.script import Action, Answer, alternatives, parse_action
from ui.demo.seen import button_named, texts_seen

LOOK_EVERY_MS = 10
PATIENCE_S = 120.0
"""How long `wait`, `gone`, `press` and `ready` look for what they were told to; only a hang ends there."""
TYPING_MS = 60
"""Between two keys of a person; a scanner's come at once."""


class ScriptPlayer(QObject):
    """Plays the lines it is given, in order; `line_read` may be emitted from any thread."""

    line_read = Signal(str)

    def __init__(self, window: QWidget, answer: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._answer = answer
        self._waiting: deque[str] = deque()
        self._now: Action | None = None
        self._keys: deque[str] = deque()
        self._until = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self.line_read.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def _take(self, line: str) -> None:
        self._waiting.append(line)
        if self._now is None:
            self._next()

    def _next(self) -> None:
        """Begin the next action; those that take time go on by the timer."""
        while self._now is None and self._waiting:
            try:
                action = parse_action(self._waiting.popleft())
            except Refused as refused:
                self._answer(Answer(fault=str(refused)).line())
                continue
            if action is not None:
                self._begin(action)

    def _begin(self, action: Action) -> None:
        self._now = action
        self._until = time.monotonic() + PATIENCE_S
        if action.verb in {"type", "scan"}:
            self._keys.extend(action.text)
        self._timer.start(TYPING_MS if action.verb == "type" else LOOK_EVERY_MS)

    def _go_on(self) -> None:
        """One more step of the action under way, until it says that it is done."""
        if self._now is None:
            return
        answer = self._step(self._now)
        if answer is None and time.monotonic() < self._until:
            return
        self._timer.stop()
        late = Answer(fault=f"not within {PATIENCE_S:.0f} s: {self._now.line()}", seen=texts_seen())
        self._now = None
        self._keys.clear()
        self._answer((answer or late).line())
        self._next()

    def _step(self, action: Action) -> Answer | None:
        """Do what can be done now; None while the action is not over."""
        match action.verb:
            case "type":
                return self._one_key()
            case "scan":
                return self._scan()
            case "key":
                QTest.keySequence(self._target(), QKeySequence(action.text))
                return Answer()
            case "press":
                return self._press(action.text)
            case "ready":
                return Answer() if any(button_named(one) for one in alternatives(action)) else None
            case "wait" | "gone":
                return self._look(action)
            case "picture":
                taken = self._window.grab().save(action.text)
                return Answer(fault="" if taken else f"no picture can be written to {action.text}")
            case "seen":
                return Answer(seen=texts_seen())
            case "close":
                self._window.close()
                return Answer()

    def _look(self, action: Action) -> Answer | None:
        seen = texts_seen()
        there = any(one in text for one in alternatives(action) for text in seen)
        return Answer(seen=seen) if there == (action.verb == "wait") else None

    def _one_key(self) -> Answer | None:
        self._send(self._keys.popleft())
        return None if self._keys else Answer()

    def _scan(self) -> Answer:
        while self._keys:
            self._send(self._keys.popleft())
        QTest.keyClick(self._target(), Qt.Key.Key_Return)
        return Answer()

    def _send(self, character: str) -> None:
        """One key; a letter no plain keyboard has comes as an input method gives it, without a key."""
        key = QTest.asciiToKey(ord(character)) if character.isascii() else Qt.Key(0)
        plain = Qt.KeyboardModifier.NoModifier
        QTest.sendKeyEvent(QTest.KeyAction.Click, self._target(), key, character, plain)

    def _press(self, name: str) -> Answer | None:
        button = button_named(name)
        if button is None:
            return None
        place = button.mapTo(button.window(), button.rect().center())
        left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(button.window().windowHandle(), left, plain, place)
        return Answer()

    def _target(self) -> QWindow:
        return QGuiApplication.focusWindow() or self._window.windowHandle()


def play(window: QWidget, source: str) -> ScriptPlayer:
    """Play the script in the file `source` (`-`: standard input) on a window; answers go to stdout.

    Raises:
        OSError: the file cannot be read.
    """
    player = ScriptPlayer(window, _tell)
    if source == "-":
        # Not joined: a thread in a blocking read ends with the process, and with it the till is closed.
        threading.Thread(target=_read, args=(sys.stdin, player), name="script", daemon=True).start()
    else:
        for line in Path(source).read_text(encoding="utf-8").splitlines():
            player.line_read.emit(line)
    return player


def _read(source: TextIO, player: ScriptPlayer) -> None:
    for line in source:
        player.line_read.emit(line)


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
