"""A pole display on a pseudo-terminal. POSIX only."""

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from drivers.pole.mechanism import DisplayMechanism
from drivers.pseudo_terminal import PseudoTerminal

_READ_BYTES: Final = 4096


class FakePoleDisplay:
    """A display on a pseudo-terminal; `path` is a link that follows it from plug to plug.

    Pulled and put back it starts dark, as a real one that is powered by its plug.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._terminal: PseudoTerminal | None = None
        self._mechanism = DisplayMechanism()

    def __enter__(self) -> Self:
        self.plug_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    @property
    def rows(self) -> tuple[str, str]:
        """What it shows by now."""
        if self._terminal is not None:
            with contextlib.suppress(BlockingIOError):
                while data := os.read(self._terminal.master, _READ_BYTES):
                    self._mechanism.receive(data)
        return self._mechanism.rows

    def plug_in(self) -> None:
        """Be there, dark, under a new name."""
        if self._terminal is None:
            self._mechanism = DisplayMechanism()
            self._terminal = PseudoTerminal(self.path)

    def unplug(self) -> None:
        """Be gone."""
        if self._terminal is not None:
            self._terminal.close()
            self._terminal = None
