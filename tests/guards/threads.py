"""No thread outlives the test that started it."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager

from tests.guards.starts import Starts

GRACE_SECONDS = 3.0
"""How long a thread that was told to stop may take to be gone; waited for only where one is still there."""

_starts = Starts()


def remember_who_starts_threads() -> None:
    """From now on keep, for each thread, the line that started it."""
    _starts.watch(threading.Thread)


@contextmanager
def no_leaked_thread(grace_seconds: float = GRACE_SECONDS) -> Generator[None]:
    """Fail on each thread still there that was not before, naming the line that started it.

    Threads that Python did not start (a QThread's) are the Qt guard's.
    """
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + grace_seconds
    for thread in _ours(before):
        thread.join(max(0.0, until - time.monotonic()))
    left = [f"{thread.name} (started at {_starts.place(thread)})" for thread in _ours(before)]
    assert not left, f"threads left behind: {', '.join(left)}"


def _ours(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.name.startswith("Dummy-")
    ]
