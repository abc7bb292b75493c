"""A shop with its own server, made without waiting for Python to start; what it says and does is the same."""

import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from terminal.bootstrap import own_server
from terminal.bootstrap.first_start import FirstStart
from tests.sync_model.real_server import admin
from tests.warm.client import WarmProcess, WarmProgram


def serve_warm(warm: WarmProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the own servers of this test warm."""
    pipe, both = subprocess.PIPE, subprocess.STDOUT

    def started(command: Sequence[str]) -> WarmProcess:
        return warm(command, stdin=pipe, stdout=pipe, stderr=both)

    monkeypatch.setattr(own_server, "started", started)


def administer_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the commands of `admin` in this process."""
    monkeypatch.setattr(FirstStart, "_admin", _admin_here)


def _admin_here(_: FirstStart, data: Path, action: str, *words: str, told: str = "") -> str:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(told.encode())))
        return admin(data, action, *words)
