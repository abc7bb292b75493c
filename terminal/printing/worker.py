"""The thread that owns one printer: it turns the desk's handle, and sleeps until there is more to do."""

import threading
from collections.abc import Callable
from typing import Final, Protocol

STOP_TIMEOUT_S = 3.0
"""How long a stopping till waits for the printer; what is being sent by then is unknown at the next start."""

_LOOK_AFTER_S: Final = 0.2
"""Between two looks at whether the worker before has ended."""


class Desk(Protocol):
    """What a worker needs of a `PrintDesk`."""

    def step(self) -> float:
        """Do the next thing, and say how many seconds to wait unless woken."""
        ...

    def give_up_held(self) -> None:
        """Let go of the held slip at the next step; any thread."""
        ...

    def end(self) -> None:
        """Let go of the printer: no step comes any more."""
        ...


class PrintWorker:
    """Runs a `PrintDesk` on a thread of its own. Nothing else may touch its printer."""

    def __init__(self, desk: Desk, *, name: str) -> None:
        self._desk = desk
        self._wake = threading.Event()
        self._stopping = False
        self._after: Callable[[float], bool] | None = None
        self._thread = threading.Thread(target=self._run, name=f"printer {name}", daemon=True)

    def start(self, *, after: Callable[[float], bool] | None = None) -> None:
        """Begin, with what the last run left; once.

        `after` waits for so many seconds at most until the workers before have ended, and says whether they
        have: until then nothing is done, so that no two ever work off one queue.
        """
        self._after = after
        self._thread.start()

    def has_ended(self, timeout_s: float) -> bool:
        """Wait for its end for so long at most, and return whether it has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def nudge(self) -> None:
        """Say that a row may be waiting; returns at once, any thread."""
        self._wake.set()

    def give_up_held(self) -> None:
        """Let go of a slip that the printer holds: it becomes unknown. Returns at once, any thread."""
        self._desk.give_up_held()
        self.nudge()

    def stop(self, *, timeout_s: float = STOP_TIMEOUT_S) -> bool:
        """Ask it to end after what it is doing, and return whether it did within the time."""
        self._stopping = True
        self._wake.set()
        return self.has_ended(timeout_s)

    def _run(self) -> None:
        while self._after is not None and not self._stopping and not self._after(_LOOK_AFTER_S):
            pass
        while not self._stopping:
            self._wake.clear()
            pause_s = self._desk.step()
            if not self._stopping:
                self._wake.wait(pause_s)
        self._desk.end()
