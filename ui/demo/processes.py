"""How the demo starts this program once more: as a process of its own, unless it is handed another way."""

import subprocess
from collections.abc import Mapping, Sequence
from typing import IO, Protocol

Stream = int | IO[bytes] | None
"""What a process reads from or says into: a file, `subprocess.PIPE` or `STDOUT`; None: what this one has."""


class Process(Protocol):
    """A process that was started; as much of `subprocess.Popen` as is used."""

    @property
    def pid(self) -> int:
        """Its number."""
        ...

    @property
    def stdin(self) -> IO[bytes] | None:
        """What it reads, if a pipe was asked for."""
        ...

    @property
    def stdout(self) -> IO[bytes] | None:
        """What it says, if a pipe was asked for."""
        ...

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it has ended."""
        ...

    def kill(self) -> None:
        """End it as a power cut does."""
        ...

    def terminate(self) -> None:
        """Ask it to end."""
        ...


class Start(Protocol):
    """Starts a command; its parameters are those of `subprocess.Popen`."""

    def __call__(
        self,
        command: Sequence[str],
        /,
        *,
        stdin: Stream = None,
        stdout: Stream = None,
        stderr: Stream = None,
        env: Mapping[str, str] | None = None,
    ) -> Process:
        """The process, started."""
        ...


def start_process(
    command: Sequence[str],
    /,
    *,
    stdin: Stream = None,
    stdout: Stream = None,
    stderr: Stream = None,
    env: Mapping[str, str] | None = None,
) -> Process:
    """As the system starts it."""
    return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=env)
