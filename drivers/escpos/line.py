"""An open line to a printer: bytes go out under a deadline, answers come in sorted. No judgement here.

Answers are read while bytes are written, so that nothing piles up on the way back: an unread answer makes a
TCP connection end in a reset, and loses what was not printed yet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from drivers.escpos import commands, statuses
from drivers.escpos.answers import Answer, AnswerReader, AutoStatus, InfoText, InLineStatus, RealTimeStatus
from drivers.escpos.limits import Limits
from drivers.ports import PrinterStatus, Transport

PROGRESS_BYTES = 4096

_A = TypeVar("_A", RealTimeStatus, InLineStatus, InfoText)


@dataclass(slots=True)
class Outgoing:
    """Bytes on their way out, and how many of them were handed over."""

    data: bytes
    sent: int = 0


class PrinterLine:
    """One line, from `open` to `close`. A line that breaks raises `DeviceUnavailable` and is closed."""

    def __init__(self, transport: Transport, *, limits: Limits, clock: Callable[[], float]) -> None:
        self._transport = transport
        self._limits = limits
        self._clock = clock
        self._reader = AnswerReader()
        self._inbox: list[Answer] = []
        self.said: PrinterStatus | None = None
        """The last status that the printer sent by itself."""
        self.unclean = True
        """Whether the printer may hold a part of something: at the start too, since a program that was killed
        leaves no note."""

    @property
    def two_way(self) -> bool:
        """Whether a printer can answer on this line at all."""
        return self._transport.two_way

    def open(self) -> None:
        """Open the line and forget all that was heard on the last one."""
        self._transport.open(timeout_s=self._limits.connect_s)
        self._reader = AnswerReader()
        self._inbox.clear()
        self.said = None

    def close(self) -> None:
        """Let what was sent arrive, and close."""
        self._transport.close(timeout_s=self._limits.close_s)

    def send(self, outgoing: Outgoing) -> bool:
        """Hand over the rest of `outgoing`; False if the printer takes no more."""
        was_unclean, self.unclean = self.unclean, True
        while outgoing.sent < len(outgoing.data):
            if not self._send_to(outgoing, min(len(outgoing.data), outgoing.sent + PROGRESS_BYTES)):
                return False
            self.listen(timeout_s=0)
        self.unclean = was_unclean
        return True

    def listen(self, *, timeout_s: float) -> None:
        """Sort what has come in, waiting for the first byte of it."""
        if not self.two_way:
            return
        data = self._transport.read(timeout_s=timeout_s)
        if not data and timeout_s:
            self._reader.drop_partial()
        for answer in self._reader.feed(data):
            if isinstance(answer, AutoStatus):
                self.said = statuses.from_auto_status(answer.data)
            self._inbox.append(answer)

    def take_answers(self) -> list[Answer]:
        """The answers since the last time, in their order."""
        answers = list(self._inbox)
        self._inbox.clear()
        return answers

    def ask_status(self, *, timeout_s: float) -> PrinterStatus:
        """Ask all of DLE EOT that is of use; other answers that come meanwhile are kept."""
        answers: dict[int, int] = {}
        for query in (statuses.PRINTER, statuses.OFFLINE_CAUSE, statuses.ERROR_CAUSE, statuses.PAPER):
            if query == statuses.ERROR_CAUSE and not statuses.has_error(answers):
                continue
            answer = self._ask(commands.ask_status(query), RealTimeStatus, timeout_s)
            if answer is None:
                break
            answers[query] = answer.byte
        return statuses.from_real_time(answers)

    def ask_in_line(self, *, timeout_s: float) -> bool:
        """Whether the printer works off commands: it answers one in its turn."""
        return self._ask(commands.ASK_IN_LINE, InLineStatus, timeout_s) is not None

    def ask_text(self, question: bytes, *, timeout_s: float) -> str:
        """The text that answers GS I; empty if there is none in time."""
        self._reader = AnswerReader(texts=True)
        answer = self._ask(question, InfoText, timeout_s)
        self._reader = AnswerReader()
        return answer.text if answer is not None else ""

    def _ask(self, question: bytes, kind: type[_A], timeout_s: float) -> _A | None:
        """The answer to a question; what was there before it was asked is no answer to it."""
        if not self.two_way:
            return None
        self.listen(timeout_s=0)
        self._take(kind)
        if not self.send(Outgoing(question)):
            return None
        deadline = self._clock() + timeout_s
        while (answer := self._take(kind)) is None and (left := deadline - self._clock()) > 0:
            self.listen(timeout_s=left)
        return answer

    def _take(self, kind: type[_A]) -> _A | None:
        """The last answer of this kind; all of its kind leave the inbox with it."""
        taken = [answer for answer in self._inbox if isinstance(answer, kind)]
        self._inbox[:] = [answer for answer in self._inbox if not isinstance(answer, kind)]
        return taken[-1] if taken else None

    def _send_to(self, outgoing: Outgoing, end: int) -> bool:
        """Hand over the bytes up to `end` within the deadline for progress."""
        deadline = self._clock() + self._limits.progress_s
        while outgoing.sent < end:
            left = deadline - self._clock()
            if left <= 0:
                return False
            piece = outgoing.data[outgoing.sent : end]
            taken = self._transport.write(piece, timeout_s=min(left, self._limits.poll_s))
            outgoing.sent += taken
            if not taken:
                self.listen(timeout_s=0)
                if self.said is not None and self.said.trouble:
                    return False
        return True
