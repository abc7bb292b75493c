"""What the till's workers tell by themselves, brought to the UI thread.

The newest is kept until somebody hears it.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from drivers.ports import Scan, ScannerLink
from terminal.bootstrap.running import Listeners
from terminal.printing.report import PrintReport
from terminal.store.checks import Finding
from terminal.sync.status import SyncStatus

log = logging.getLogger(__name__)


class Hearer(Protocol):
    """Who hears the news, on the UI thread."""

    def scanned(self, scan: Scan) -> None:
        """A scan."""
        ...

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be taken, and the code of the reason."""
        ...

    def synced(self, status: SyncStatus) -> None:
        """How sync stands."""
        ...

    def printer_changed(self, report: PrintReport) -> None:
        """How the printer is."""
        ...

    def pole_changed(self, trouble: str | None) -> None:
        """What is wrong with the pole display; None once it is well."""
        ...

    def scanner_changed(self, source: str, *, connected: bool) -> None:
        """Whether a scanner is there."""
        ...


class News:
    """The listeners of a running till. `post` brings a call to the UI thread."""

    def __init__(self, post: Callable[[Callable[[], None]], None]) -> None:
        self._post = post
        self._hearer: Hearer | None = None
        self._early: list[Callable[[Hearer], None]] = []

    def listeners(self) -> Listeners:
        """For the till: each call returns at once, on whatever thread it comes."""
        return Listeners(
            on_sync=lambda status: self._tell(lambda hearer: hearer.synced(status)),
            on_printer=lambda report: self._tell(lambda hearer: hearer.printer_changed(report)),
            on_scan=lambda scan: self._tell(lambda hearer: hearer.scanned(scan)),
            on_scanner=self._scanner,
            on_bank_card=lambda: self._tell(lambda hearer: hearer.scan_was_useless("bank-card-swiped")),
            on_pole=lambda trouble: self._tell(lambda hearer: hearer.pole_changed(trouble)),
            on_findings=_note,
        )

    def hear(self, hearer: Hearer) -> None:
        """From now on tell this one; first what came before. On the UI thread."""
        self._hearer = hearer
        for early in self._early:
            early(hearer)
        self._early.clear()

    def _scanner(self, link: ScannerLink) -> None:
        self._tell(lambda hearer: hearer.scanner_changed(link.source, connected=link.connected))

    def _tell(self, tell: Callable[[Hearer], None]) -> None:
        def on_ui_thread() -> None:
            if self._hearer is None:
                self._early.append(tell)
            else:
                tell(self._hearer)

        self._post(on_ui_thread)


def _note(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        log.error("the database is not sound: %s", finding)
