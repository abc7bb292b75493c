"""The thread that owns one pole display: it shows the newest rows, and goes on until the display takes them.

Rows are also shown anew from time to time, since a display that was pulled and put back is dark and does not
say so. What was not shown in time is not made up for: only the newest counts.
"""

import threading
from collections.abc import Callable
from typing import Final

from drivers.ports import PoleDisplay

SHOW_AGAIN_S: Final = 1.0
"""A display that was put back shows the newest rows within this time."""

STOP_TIMEOUT_S: Final = 3.0

Rows = tuple[str, str]


class DisplayWorker:
    """Runs a `PoleDisplay` on a thread of its own. Nothing else may touch it.

    `on_trouble` hears each change, on that thread: the code of what is wrong, None once it is well.
    """

    def __init__(self, display: PoleDisplay, *, on_trouble: Callable[[str | None], None]) -> None:
        self._display = display
        self._on_trouble = on_trouble
        self._wake = threading.Event()
        self._stopping = False
        self._rows: Rows = ("", "")
        self._told: str | None = None
        self._thread = threading.Thread(target=self._run, name=f"display {display.name}", daemon=True)

    def start(self) -> None:
        """Begin, with empty rows; once."""
        self._thread.start()

    def show(self, rows: Rows) -> None:
        """Show these rows from now on; returns at once, any thread."""
        if rows != self._rows:
            self._rows = rows
            self._wake.set()

    def stop(self, *, timeout_s: float = STOP_TIMEOUT_S) -> bool:
        """Clear the display and end; whether it did within the time."""
        self._rows = ("", "")
        self._stopping = True
        self._wake.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def step(self) -> None:
        """Show the newest rows once. The worker's own thread does nothing else."""
        self._wake.clear()
        trouble = self._display.show(*self._rows)
        if trouble != self._told:
            self._told = trouble
            self._on_trouble(trouble)

    def _run(self) -> None:
        while not self._stopping:
            self.step()
            if not self._stopping:
                self._wake.wait(SHOW_AGAIN_S)
        self.step()
        self._display.close()
