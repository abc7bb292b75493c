"""The process that keeps the workers of a server alive."""

import os
import signal

import pytest

from server.commands.workers import Workers


def hears_no_signal(_number: int, _handler: object) -> None:
    """As the test's own process goes on as it was."""


def works(_place: int) -> None:
    """Where `fork` gives a child, nobody calls this."""


def test_a_child_that_is_no_worker_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As of a script that has left something at work and became the server."""
    ends, born = iter([(7, 9), (101, 9), (102, 0)]), iter([101, 102])
    monkeypatch.setattr(os, "fork", lambda: next(born))
    monkeypatch.setattr(os, "wait", lambda: next(ends))
    monkeypatch.setattr(signal, "signal", hears_no_signal)
    assert Workers(1, works).run() == 0
    assert next(born, None) is None
