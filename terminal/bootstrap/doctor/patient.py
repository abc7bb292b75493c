"""The till under examination, as far as it could be opened, and the lines that are said about it."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from terminal.clock import Clock
from terminal.configuration import Configuration
from terminal.keystore.ports import KeyStore
from terminal.store.database import Store

Verdict = Literal["well", "note", "ill"]
Param = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was found: how it is, and the text `key` of the translations with its `params`."""

    verdict: Verdict
    key: str
    params: Mapping[str, Param] = field(default_factory=dict[str, Param])


def well(key: str, **params: Param) -> Line:
    """Something is as it should be."""
    return Line(verdict="well", key=f"doctor.{key}", params=params)


def note(key: str, **params: Param) -> Line:
    """Something worth knowing that is nobody's fault."""
    return Line(verdict="note", key=f"doctor.{key}", params=params)


def ill(key: str, **params: Param) -> Line:
    """Something is wrong."""
    return Line(verdict="ill", key=f"doctor.{key}", params=params)


@dataclass(slots=True)
class Patient:
    """What earlier looks have opened for the later ones; `closing` closes it all.

    `is_running`: a till is at work on the folder. Then nothing that only one may use is touched.
    """

    data_dir: Path
    clock: Clock
    closing: ExitStack
    is_running: bool = False
    configuration: Configuration = field(default_factory=Configuration)
    keys: KeyStore | None = None
    store: Store | None = None
