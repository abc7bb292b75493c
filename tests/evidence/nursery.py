"""Programs that start without importing anything: forked from a process that has imported them already.

`kill -9` ends such a process as any other: nothing of what it held in memory is anybody else's. What takes a
second at each start is left out, so that more can be killed in an hour. For Linux, by its process handles.

`python -m tests.evidence.nursery FD` is the process that forks. It reads requests from a socket of whole
messages: `run` a program with words, over the three handles that come along; `wait` for one of them.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from main import main
from tests.evidence.selling_till import SellingTill

LONGEST_MESSAGE: Final = 16_384
STANDARD_HANDLES: Final = 3
ALREADY_IMPORTED: Final = ("server.commands.serve", "terminal.bootstrap.running")
"""What the programs import themselves, and late."""
PROJECT: Final = Path(__file__).parents[2]


@dataclass
class Forked:
    """One program that runs; what `subprocess.Popen` has, as far as it is used here."""

    pid: int
    stdin: IO[str] | None
    stdout: IO[str] | None
    nursery: "Nursery"

    def kill(self) -> None:
        """End it as a power cut does."""
        os.kill(self.pid, signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        os.kill(self.pid, signal.SIGTERM)

    def wait(self, timeout: float | None = None) -> int:
        """How it ended.

        Raises:
            subprocess.TimeoutExpired: it has not.
        """
        status = self.nursery.ask({"wait": self.pid, "timeout": timeout})
        if status is None:
            raise subprocess.TimeoutExpired([str(self.pid)], timeout or 0)
        return os.waitstatus_to_exitcode(status)


class Nursery:
    """The process that forks, from `with` to its end."""

    def __enter__(self) -> Self:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "tests.evidence.nursery", str(theirs.fileno())]
            self._process = subprocess.Popen(command, cwd=PROJECT, pass_fds=[theirs.fileno()])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
        self._process.wait()

    def start(self, program: str, words: Sequence[str], *, log: IO[bytes] | None = None) -> Forked:
        """Start a program; without a log, what it says of trouble is said among the rest."""
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        errors = theirs_out if log is None else log.fileno()
        pid = self.ask({"run": program, "words": list(words)}, (theirs_in, theirs_out, errors))
        os.close(theirs_in)
        os.close(theirs_out)
        assert pid is not None
        return Forked(pid, os.fdopen(ours_out, "w"), os.fdopen(ours_in, encoding="utf-8"), self)

    def ask(self, what: dict[str, Any], handles: Sequence[int] = ()) -> int | None:
        """A request and its answer."""
        socket.send_fds(self._socket, [json.dumps(what).encode()], handles)
        answer: int | None = json.loads(self._socket.recv(LONGEST_MESSAGE))
        return answer


def _serve(asked: socket.socket) -> None:
    """Answer until nobody asks any longer."""
    while True:
        said, handles, _, _ = socket.recv_fds(asked, LONGEST_MESSAGE, STANDARD_HANDLES)
        if not said:
            return
        what = json.loads(said)
        answer = _wait(what["wait"], what["timeout"]) if "wait" in what else _fork(what, handles, asked)
        asked.send(json.dumps(answer).encode())


def _wait(pid: int, timeout: float | None) -> int | None:
    handle = os.pidfd_open(pid)
    try:
        ended, _, _ = select.select([handle], [], [], timeout)
    finally:
        os.close(handle)
    return os.waitpid(pid, 0)[1] if ended else None


def _fork(what: dict[str, Any], handles: Sequence[int], asked: socket.socket) -> int:
    pid = os.fork()
    if pid == 0:
        asked.close()
        for number, handle in enumerate(handles):
            os.dup2(handle, number)
        os.closerange(STANDARD_HANDLES, max(handles) + 1)
        code = 1
        try:
            code = _run(what["run"], what["words"])
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    for handle in handles:
        os.close(handle)
    return pid


def _run(program: str, words: list[str]) -> int:
    if program == "till":
        SellingTill(Path(words[0])).run()
        return 0
    return main(words)


if __name__ == "__main__":
    for module in ALREADY_IMPORTED:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    _serve(socket.socket(fileno=int(sys.argv[1])))
