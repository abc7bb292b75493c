"""Waiting for something that is about to happen on another thread, and not for ever."""

import time
from collections.abc import Callable

PATIENCE_S = 120.0
"""Nothing waits that long that works, on the slowest machine with the most to do beside."""

PATIENCE_MS = round(PATIENCE_S * 1_000)
"""The same for what is waited for in a loop of events."""

_PAUSE_S = 0.002


def eventually(came: Callable[[], bool]) -> None:
    """Look again and again until it came; fail if it does not."""
    until = time.monotonic() + PATIENCE_S
    while not came():
        assert time.monotonic() < until, f"it never came: {came}"
        time.sleep(_PAUSE_S)
