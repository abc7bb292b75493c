"""The thread that owns one printer: it turns the desk's handle, and sleeps until there is more to do."""

import threading
from typing import Protocol

STOP_TIMEOUT_S = 3.0
"""How long a stopping till waits for the printer; what is being sent by then is unknown at the next start."""


class Desk(Protocol):
    """What a worker needs of a `PrintDesk`."""

    def step(self) -> float:
        """Do the next thing, and say how many seconds to wait unless woken."""
        ...

    def give_up_held(self) -> None:
        """Let go of the held slip at the next step; any thread."""
        ...


class PrintWorker:
    """Runs a `PrintDesk` on a thread of its own. Nothing else may touch its printer."""

    def __init__(self, desk: Desk, *, name: str) -> None:
        self._desk = desk
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"printer {name}", daemon=True)

    def start(self) -> None:
        """Begin, with what the last run left; once."""
        self._thread.start()

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
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            pause_s = self._desk.step()
            if not self._stopping:
                self._wake.wait(pause_s)
