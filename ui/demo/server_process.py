"""The demo's central server: this program once more, as a process on loopback."""

import socket
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from loyalty.errors import Unavailable
from ui.demo.processes import Start, start_process
from ui.demo.shop import program_command

READY_WITHIN_S = 180.0
STOP_WITHIN_S = 30.0
READY_WORDS = "is ready on"


class ServerProcess:
    """A server that runs until this is closed; `address` holds from the start, `wait` until it answers."""

    def __init__(
        self,
        data: Path,
        *,
        database: str | None = None,
        port: int | None = None,
        workers: int = 1,
        start: Start = start_process,
    ) -> None:
        """Start it on its embedded database in `data`, or on the one at the URL `database`."""
        self.port = port or free_port()
        place = ("--data", str(data), "--port", str(self.port), "--workers", str(workers))
        command = program_command("server", *place, *(("--database", database) if database else ()))
        self._process = start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
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
        for line in map(bytes.decode, self._process.stdout or ()):
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
