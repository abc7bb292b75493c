"""Starts this program warm; what it gives back is used as a `subprocess.Popen` is."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from ui.demo.processes import Stream
from ui.demo.shop import ROOT

PROGRAM = str(ROOT / "main.py")
MOST_BYTES = 64


@dataclass
class WarmProcess:
    """A process forked by the warm parent."""

    pid: int
    stdin: IO[bytes] | None
    stdout: IO[bytes] | None
    _ended: Callable[[int, float | None], int]
    _code: int | None = field(default=None, init=False)

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, negative for a signal, once it has ended.

        Raises:
            subprocess.TimeoutExpired: after so many seconds.
        """
        if self._code is None:
            self._code = self._ended(self.pid, timeout)
        return self._code

    def kill(self) -> None:
        """`kill -9`, if it runs."""
        self._signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end, if it runs."""
        self._signal(signal.SIGTERM)

    def _signal(self, what: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, what)


class WarmProgram:
    """The warm parent, from `with` to its end; called, it starts the program with what was typed."""

    def __init__(self) -> None:
        """Begin importing; the first start waits for it."""
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._codes: dict[int, int] = {}
        """Of those that have ended and were not waited for yet, by their number."""
        self._listening = threading.Lock()
        with theirs:
            command = [sys.executable, "-m", "tests.warm.parent", str(theirs.fileno())]
            self._parent = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
            )

    def __call__(
        self,
        command: Sequence[str],
        /,
        *,
        stdin: Stream = None,
        stdout: Stream = None,
        stderr: Stream = None,
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
    ) -> WarmProcess:
        """Start a command of `program_command`, or a module of this project by `-m`."""
        python, *words = command
        assert python == sys.executable, "only what this Python runs is warm"
        assert words[0] in {PROGRAM, "-m"}, "only this program and its modules are warm"
        module, *arguments = words[1:] if words[0] == "-m" else ("main", *words[1:])
        order = {
            "module": module,
            "arguments": arguments,
            "environment": dict(env or os.environ),
            "folder": str(cwd),
        }
        with self._listening, _Ends(stdin, stdout, stderr) as ends:
            socket.send_fds(self._orders, [json.dumps(order).encode()], ends.theirs)
            while (number := self._hear(None)) is None:
                pass
        return WarmProcess(number, ends.stdin, ends.stdout, self._ended)

    def _ended(self, number: int, within_s: float | None) -> int:
        until = None if within_s is None else time.monotonic() + within_s
        with self._listening:
            while number not in self._codes:
                left = None if until is None else max(0.0, until - time.monotonic())
                try:
                    self._hear(left)
                except (TimeoutError, BlockingIOError):
                    raise subprocess.TimeoutExpired(PROGRAM, within_s or 0) from None
            return self._codes.pop(number)

    def _hear(self, within_s: float | None) -> int | None:
        """One answer of the parent's: the number of a new process, or None as one that has ended is noted."""
        self._orders.settimeout(within_s)
        heard = self._orders.recv(MOST_BYTES)
        assert heard, "the warm parent is gone"
        number, *codes = map(int, heard.split())
        if not codes:
            return number
        self._codes[number] = codes[0]
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._orders.close()
        assert self._parent.wait() == 0


class _Ends:
    """Both ends of a process's standard streams; theirs are closed here once they have them."""

    def __init__(self, stdin: Stream, stdout: Stream, stderr: Stream) -> None:
        self._made: list[int] = []
        self.stdin: IO[bytes] | None = None
        self.stdout: IO[bytes] | None = None
        reading, writing = self._number(stdin, 0), self._number(stdout, 1)
        if stdin == subprocess.PIPE:
            reading, ours = self._pipe()
            self.stdin = os.fdopen(ours, "wb")
        if stdout == subprocess.PIPE:
            ours, writing = os.pipe()
            self._made.append(writing)
            self.stdout = os.fdopen(ours, "rb")
        complaints = writing if stderr == subprocess.STDOUT else self._number(stderr, 2)
        self.theirs = (reading, writing, complaints)

    def _pipe(self) -> tuple[int, int]:
        theirs, ours = os.pipe()
        self._made.append(theirs)
        return theirs, ours

    @staticmethod
    def _number(stream: Stream, default: int) -> int:
        if stream is None:
            return default
        return stream if isinstance(stream, int) else stream.fileno()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number in self._made:
            os.close(number)
