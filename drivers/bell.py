"""A way to wake a thread that waits in `poll` for bytes: it waits for this descriptor too. POSIX only."""

import contextlib
import os
import select

_ENOUGH_BYTES = 4096


class Bell:
    """Rung from any thread, heard by the one that waits."""

    def __init__(self) -> None:
        self._ear, self._button = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def fileno(self) -> int:
        """The descriptor to wait for."""
        return self._ear

    def ring(self) -> None:
        """Wake whoever waits, now or the next time."""
        with contextlib.suppress(BlockingIOError):
            os.write(self._button, b"!")

    def silence(self) -> None:
        """Forget all ringing so far."""
        with contextlib.suppress(BlockingIOError):
            os.read(self._ear, _ENOUGH_BYTES)

    def wait(self, *, timeout_s: float | None, also: tuple[int, int] | None = None) -> int:
        """Wait until it rings, for a time at most, or until one of the events comes on `also`.

        Gives the events that came there, 0 if there were none.
        """
        poll = select.poll()
        poll.register(self, select.POLLIN)
        if also is not None:
            poll.register(*also)
        ready = dict(poll.poll(None if timeout_s is None else max(0.0, timeout_s) * 1000))
        return ready.get(also[0], 0) if also is not None else 0

    def close(self) -> None:
        """Give the descriptors back."""
        os.close(self._ear)
        os.close(self._button)
