"""Printing to npos: what it makes of jobs, as values. One process of node reads them all."""

import base64
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tools.receipt_interpreter import install, node

_LIMIT_S = 120


@dataclass(frozen=True, slots=True)
class Read:
    """One command as npos reads it; `rows` are the rows of a picture as texts of 0 and 1."""

    offset: int
    length: int
    name: str
    rows: tuple[str, ...] = ()


def read_jobs(jobs: Sequence[bytes]) -> list[tuple[Read, ...]]:
    """The commands of each job; fails where npos does not understand one."""
    asked = b"".join(base64.b64encode(job) + b"\n" for job in jobs)
    command = [node(), install()]
    done = subprocess.run(command, input=asked, capture_output=True, check=True, timeout=_LIMIT_S)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(jobs)
    return [tuple(map(_read, _commands(answer))) for answer in answers]


def _commands(answer: dict[str, Any]) -> list[dict[str, Any]]:
    assert "error" not in answer, answer["error"]
    commands: list[dict[str, Any]] = answer["commands"]
    return commands


def _read(told: dict[str, Any]) -> Read:
    return Read(told["offset"], told["length"], told["name"], tuple(told.get("rows", ())))
