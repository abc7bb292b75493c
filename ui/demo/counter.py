"""A counter: a till's folder, a printer on TCP and a scanner on a pseudo-terminal.

The printer and the scanner are the shipped fakes on real lines of the system, so every byte is real. Used by
the demo without a display and by the tests of the whole program.
"""

import os
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from drivers.fake_lines import FakeScanner, FakeTcpPrinter
from drivers.fakes import FakePrinter
from ui.demo.driven import DrivenTill
from ui.demo.processes import Start, start_process
from ui.demo.shop import program_command

SETTINGS = """# Written for a counter of fakes.
server = "{server}"
printer = "tcp://127.0.0.1:{port}"
scanner = "serial:///{scanner}"
"""


class Counter:
    """The devices of one till, plugged in from `with` to its end; tills come and go in between."""

    def __init__(self, till: Path, scratch: Path, *, start: Start = start_process) -> None:
        """`till` is a paired till's folder; `scratch` takes the scanner's device link and the till's log."""
        self.till = till
        self._start = start
        self.printer = FakePrinter()
        self.scanner = FakeScanner(scratch / "scanner")
        self._line = FakeTcpPrinter(self.printer)
        self._scratch = scratch
        self._plugs = ExitStack()

    def start(self, server: str, *, size: str = "1366x768") -> DrivenTill:
        """Start the till's program against a server's address, its window drawn into memory."""
        scanner = self._scratch / "scanner"
        settings = SETTINGS.format(server=server, port=self._line.port, scanner=scanner)
        (self.till / "till.toml").write_text(settings, encoding="utf-8")
        command = program_command("--data", str(self.till), "--size", size, "--script", "-")
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        log = self._scratch / "till.log"
        return DrivenTill(command, log=log, environment=environment, start=self._start)

    def __enter__(self) -> Self:
        self._plugs.enter_context(self._line)
        self._plugs.enter_context(self.scanner)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._plugs.close()
