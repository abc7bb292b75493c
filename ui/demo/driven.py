"""A till in a process of its own, driven line by line: the other end of `--script -`.

Used by the demo without a display and by the tests of the whole program. No Qt here: the till has it.
"""

import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from loyalty.errors import Unavailable
from ui.demo.processes import Start, start_process
from ui.demo.script import Answer, parse_answer

ANSWER_WITHIN_S = 180.0
"""Longer than the till itself waits for anything it is told to wait for."""
CLOSE_WITHIN_S = 60.0
"""A loaded machine is waited for; what hangs is killed, and says so by its exit code."""
LAST_WORDS = 8_000
"""Characters of the log that an error carries."""


class DrivenTill:
    """A running till. Every action is done, and answered, before the next one is sent."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        start: Start = start_process,
    ) -> None:
        """Start `command`, which must end in `--script -`; what it complains about is appended to `log`."""
        self._log = log
        self._errors = log.open("ab")
        self._process = start(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, env=environment
        )
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="driven till")
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process, for tests that kill it."""
        return self._process.pid

    def do(self, *lines: str) -> Answer:
        """Carry out the lines in order; the answer to the last.

        Raises:
            Unavailable: `till-said-no`: an action failed, with what was seen instead; `till-gone`: it ended
                or does not answer, with the last it complained of.
        """
        answer = Answer()
        for line in lines:
            answer = self._ask(line)
            if answer.fault:
                seen = " | ".join(answer.seen)
                raise Unavailable("till-said-no", retry=False, line=line, fault=answer.fault, seen=seen)
        return answer

    def begin(self, line: str) -> None:
        """Send one line and do not wait for its answer; for a till that is about to be killed."""
        self._write(line)

    def close(self) -> int:
        """Close the window and wait for the till to end; its exit code."""
        if self._process.poll() is None:
            self._write("close")
        return self._ended(CLOSE_WITHIN_S)

    def kill(self) -> None:
        """End it as a power cut does: at once, whatever it is doing."""
        self._process.kill()
        self._ended(CLOSE_WITHIN_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def _ask(self, line: str) -> Answer:
        self._write(line)
        try:
            said = self._answers.get(timeout=ANSWER_WITHIN_S)
        except queue.Empty:
            said = b""
        if not said:
            raise self._gone(line)
        return parse_answer(said.decode())

    def _write(self, line: str) -> None:
        stdin = self._process.stdin
        if stdin is None or stdin.closed:
            raise self._gone(line)
        try:
            stdin.write(f"{line}\n".encode())
            stdin.flush()
        except BrokenPipeError as broken:
            raise self._gone(line) from broken

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._answers.put(line)
        self._answers.put(b"")

    def _ended(self, within_s: float) -> int:
        """Wait for the process, kill it if it will not end, and close all that led to it."""
        try:
            code = self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None and not stream.closed:
                stream.close()
        return code

    def _gone(self, line: str) -> Unavailable:
        last_words = self._log.read_text(encoding="utf-8", errors="replace")[-LAST_WORDS:]
        return Unavailable("till-gone", retry=False, line=line, log=last_words)
