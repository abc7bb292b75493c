"""A CUPS queue, by the two programs that come with it: `lpstat` to ask, `lp` to hand over.

They know where the server is and who may print; speaking IPP ourselves would mean doing that again. `-o raw`
keeps filters off the bytes. Checked against a CUPS of its own in the tests, where the machine has one.
"""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence

from drivers.ports import JobOutcome, JobState

ASK_S = 5.0
HAND_OVER_S = 20.0

_PLAIN_ENGLISH = {"LC_ALL": "C", "LANGUAGE": "C"}

Run = Callable[[Sequence[str], bytes, float], "Told"]


class Told:
    """What a program of CUPS said: its exit code, and everything it wrote."""

    def __init__(self, code: int, text: str) -> None:
        self.code = code
        self.text = text


class NotThere(Exception):
    """The program is not installed, or may not be started."""


class TookTooLong(Exception):
    """It was ended, after its time was up."""


def run_program(command: Sequence[str], given: bytes, timeout_s: float) -> Told:
    """Run a program to its end, in plain English whatever the machine's language.

    Raises:
        NotThere, TookTooLong: what they say.
    """
    environment: Mapping[str, str] = {**os.environ, **_PLAIN_ENGLISH}
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, timeout=timeout_s, check=False, env=environment
        )
    except OSError as error:  # it is not there, or this user may not start it
        raise NotThere from error
    except subprocess.TimeoutExpired as error:
        raise TookTooLong from error
    return Told(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))


class CupsSpooler:
    """The queue called `queue`, on this computer's CUPS server or the one at `server`.

    `server` is `host`, `host:port` or the path of a socket.
    """

    def __init__(self, queue: str, *, server: str | None = None, run: Run = run_program) -> None:
        self._queue = queue
        self._at = () if server is None else ("-h", server)
        self._run = run

    @property
    def name(self) -> str:
        """The queue's name."""
        return self._queue

    def trouble(self) -> str | None:
        """What `lpstat` says of the queue: unknown, stopped, or taking no jobs."""
        try:
            told = self._run(("lpstat", *self._at, "-p", self._queue, "-a", self._queue), b"", ASK_S)
        except NotThere:
            return "spooler-missing"
        except TookTooLong:
            return "spooler-silent"
        if told.code:
            return "spooler-silent" if "not running" in told.text.lower() else "queue-missing"
        if f"printer {self._queue} disabled" in told.text:
            return "queue-stopped"
        return "queue-closed" if f"{self._queue} not accepting" in told.text else None

    def submit(self, payload: bytes, *, title: str) -> JobOutcome:
        """Hand the bytes to `lp`, which says at once whether the queue took them."""
        command = ("lp", *self._at, "-d", self._queue, "-t", title, "-o", "raw", "-")
        try:
            told = self._run(command, payload, HAND_OVER_S)
        except NotThere:
            return JobOutcome(JobState.NOT_SENT, "spooler-missing")
        except TookTooLong:
            return JobOutcome(JobState.UNKNOWN, "spooler-silent", len(payload))
        if told.code:
            return JobOutcome(JobState.NOT_SENT, "queue-refused")
        return JobOutcome(JobState.UNCONFIRMED, None, len(payload))


def cups_queues(*, server: str | None = None, run: Run = run_program) -> tuple[str, ...]:
    """The names of the queues that there are; none where there is no CUPS."""
    at = () if server is None else ("-h", server)
    try:
        told = run(("lpstat", *at, "-e"), b"", ASK_S)
    except (NotThere, TookTooLong):
        return ()
    lines = told.text.splitlines() if not told.code else []
    return tuple(sorted(line.split()[0] for line in lines if line.strip()))
