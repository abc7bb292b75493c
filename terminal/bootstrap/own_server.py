"""The server of a shop that has no other: this program once more, on loopback, its data beside the till's.

It runs as long as the till does, whatever ends the till: its standard input is a pipe that closes with us. If
it ends by itself it is started again. What it keeps is in the till's data folder under `server`, and is a
server's data like any other: a shop that grows moves it to a machine of its own (docs/manual).
"""

import logging
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from loyalty.errors import Unavailable
from terminal.sync.backoff import wait_before_next

log = logging.getLogger(__name__)

FOLDER: Final = "server"
READY_WORDS: Final = "is ready on"
READY_WITHIN_S: Final = 180.0
_STOP_S: Final = 30.0
_MAIN: Final = Path(__file__).parents[2] / "main.py"
_MIDDLE: Final = 0.5


def own_server(folder: Path) -> "OwnServer | None":
    """The server whose data lies in this till's folder, not started; None where there is none."""
    data = folder / FOLDER
    return OwnServer(data) if data.is_dir() else None


def runs_beside(folder: Path, *, configured: str | None) -> bool:
    """Whether the till of this folder has its own server beside it; not where another is `configured`."""
    return configured is None and (folder / FOLDER).is_dir()


def server_file(folder: Path, *, configured: str | None) -> Path | None:
    """The database of the server beside the till of this folder; None where there is none."""
    file = folder / FOLDER / "server.db"
    return file if runs_beside(folder, configured=configured) and file.exists() else None


def program_command(*arguments: str) -> list[str]:
    """The command line that runs this very program."""
    return [sys.executable, str(_MAIN), *arguments]


def started(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """A process whose standard input is a pipe that ends with us, and that says everything on one stream."""
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT)


class OwnServer:
    """A server that runs until this is closed; `address` holds from the start, `wait` until it answers."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._port = _free_port()
        self._guard = threading.Lock()
        self._ending = threading.Event()
        self._heard = threading.Event()
        self._is_ready = False
        self._said: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="own server", daemon=True)

    @property
    def address(self) -> str:
        """Where the till reaches it."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it, and keep it running."""
        self._thread.start()

    def wait(self) -> None:
        """Wait until it answers.

        Raises:
            Unavailable: `own-server-failed`, with what it said instead.
        """
        self._heard.wait(READY_WITHIN_S)
        if not self._is_ready:
            raise Unavailable("own-server-failed", retry=True, why="".join(self._said).strip()[-500:])

    def close(self) -> None:
        """Ask it to stop, and see that it does."""
        self._ending.set()
        with self._guard:
            process = self._process
            if process is not None and process.stdin is not None:
                process.stdin.close()
        self._thread.join(_STOP_S)
        if self._thread.is_alive() and process is not None:
            process.kill()
            self._thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _keep(self) -> None:
        failures = 0
        while (process := self._launched()) is not None:
            self._listen(process)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
            self._heard.set()
            failures += 1
            if not self._ending.is_set():
                log.warning("the shop's own server ended by itself: %s", "".join(self._said[-20:]).strip())
                self._ending.wait(wait_before_next(failures=failures, chance=_MIDDLE))

    def _launched(self) -> "subprocess.Popen[bytes] | None":
        """A new process, unless this is ending."""
        place = ("--data", str(self._data), "--port", str(self._port), "--until-input-ends")
        with self._guard:
            if self._ending.is_set():
                return None
            self._process = started(program_command("server", *place))
            return self._process

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        """Keep reading, so that it never blocks on what it says."""
        self._said.clear()
        for told in process.stdout or ():
            line = told.decode(errors="replace")
            self._said.append(line)
            del self._said[:-100]
            if READY_WORDS in line:
                self._is_ready = True
                self._heard.set()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
