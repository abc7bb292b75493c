"""The demo's central server: this program once more, as a process on loopback."""

import socket
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from loyalty.errors import Unavailable
from ui.demo.shop import program_command

READY_WITHIN_S = 180.0
STOP_WITHIN_S = 30.0
READY_WORDS = "is ready on"


class RunningProgram(Protocol):
    """A process, as `subprocess.Popen` has it."""

    pid: int
    stdin: IO[str] | None
    stdout: IO[str] | None

    def kill(self) -> None:
        """End it at once."""
        ...

    def terminate(self) -> None:
        """Ask it to end."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code; raises subprocess.TimeoutExpired where it has none by then."""
        ...


Launch = Callable[[Sequence[str]], RunningProgram]
"""Starts this program with these words; what it says goes to its standard output, errors among the rest."""


def launch(words: Sequence[str]) -> RunningProgram:
    """As a command of the system."""
    command = program_command(*words)
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )


class ServerProcess:
    """A server that runs until this is closed; `address` holds from the start, `wait` until it answers."""

    def __init__(
        self,
        data: Path,
        *,
        database: str | None = None,
        port: int | None = None,
        workers: int = 1,
        launch: Launch = launch,
    ) -> None:
        """Start it on its embedded database in `data`, or on the one at the URL `database`."""
        self.port = port or free_port()
        place = ("--data", str(data), "--port", str(self.port), "--workers", str(workers))
        self._process = launch(("server", *place, *(("--database", database) if database else ())))
        self._said: list[str] = []
        self._heard = threading.Event()
        self._listener = threading.Thread(target=self._listen, name="demo server")
        self._listener.start()

    @property
    def address(self) -> str:
        """Where tills reach it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def wait(self) -> None:
        """Wait until it answers.

        Raises:
            Unavailable: `demo-server-failed`, with what it said instead.
        """
        self._heard.wait(READY_WITHIN_S)
        if not any(READY_WORDS in line for line in self._said):
            raise Unavailable("demo-server-failed", retry=True, said="".join(self._said).strip())

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._ended()

    def close(self) -> None:
        """Ask it to stop, and see that it does."""
        self._process.terminate()
        self._ended()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _listen(self) -> None:
        """Keep reading, so that it never blocks on what it says; the end of it is heard too."""
        for line in self._process.stdout or ():
            self._said.append(line)
            if READY_WORDS in line:
                self._heard.set()
        self._heard.set()

    def _ended(self) -> None:
        try:
            self._process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join()
        if self._process.stdout is not None:
            self._process.stdout.close()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
