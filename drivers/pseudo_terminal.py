"""A serial port that is none: what the fakes stand behind. POSIX only."""

import os
import pty
import tty
from pathlib import Path


class PseudoTerminal:
    """A pseudo-terminal in raw mode, with a link at `path` to the end that a program opens."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self.master, False)
        path.unlink(missing_ok=True)
        path.symlink_to(os.ttyname(self._slave))

    def close(self) -> None:
        """Pull the plug: whoever has it open finds it dead, and the link is gone."""
        self._path.unlink()
        os.close(self.master)
        os.close(self._slave)
