"""The mark behind a job whose answer means that the job was printed. Pure: bytes to send, answers to judge.

Epson's process id (`GS ( H`) is answered when the printing is completed and carries a number, so that an
old answer is never taken for a new one. `GS r 1` is answered when everything before it was worked off.
Which of them a model knows is found out once, on its first job, by sending both.
"""

import itertools
import secrets
from collections.abc import Iterator
from enum import Enum, auto

from drivers.escpos import commands
from drivers.escpos.answers import Answer, InLineStatus, ProcessId
from drivers.ports import Sentinel

_LETTERS = b"@ABCDEFGHIJKLMNO"
"""Bytes that no other answer contains where it could be mistaken: bit 4 is not set."""


def process_ids() -> Iterator[bytes]:
    """Numbers for one process id after the other, four letters each, from a random start."""
    for number in itertools.count(secrets.randbelow(1 << 16)):
        yield bytes(_LETTERS[number >> shift & 15] for shift in (12, 8, 4, 0))


class Confirmation(Enum):
    """How far a job is confirmed; HALF is by `GS r` while the better answer may still come."""

    NONE = auto()
    HALF = auto()
    WHOLE = auto()


class SentinelWatch:
    """The mark of one job: `request` goes out after the job, `note` takes every answer that comes in."""

    def __init__(self, sentinel: Sentinel | None, process_id: bytes) -> None:
        self._sentinel = sentinel
        self._process_id = process_id
        self._in_line = False
        self._completed = False

    @property
    def request(self) -> bytes:
        """The bytes to send after the job. A model that never answered is asked what can do no harm."""
        by_id = commands.ask_process_id(self._process_id)
        match self._sentinel:
            case None:
                return by_id + commands.ASK_IN_LINE
            case Sentinel.GS_H:
                return by_id
            case Sentinel.GS_R | Sentinel.NONE:
                return commands.ASK_IN_LINE

    @property
    def confirmation(self) -> Confirmation:
        """What the answers so far amount to."""
        if self._completed:
            return Confirmation.WHOLE
        if self._in_line:
            return Confirmation.HALF if self._sentinel is None else Confirmation.WHOLE
        return Confirmation.NONE

    def note(self, answer: Answer) -> None:
        """Take an answer into account; others than those asked for change nothing."""
        if isinstance(answer, ProcessId):
            self._completed = self._completed or answer.process_id == self._process_id
        elif isinstance(answer, InLineStatus):
            self._in_line = True

    @property
    def answered(self) -> Sentinel:
        """The way in which this job was confirmed."""
        if self._completed:
            return Sentinel.GS_H
        return Sentinel.GS_R if self._in_line else Sentinel.NONE
