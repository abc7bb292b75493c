"""Somebody who listens to a scanner, and waits for what it reports no longer than it takes."""

import threading
from collections.abc import Callable

from drivers.ports import Scan, ScannerLink
from tests.conformance.patience import PATIENCE_S


class Listener:
    """What a scanner reported, in its order; the callbacks may come on any thread."""

    def __init__(self) -> None:
        self.scans: list[Scan] = []
        self.links: list[ScannerLink] = []
        self.bank_cards = 0
        self._news = threading.Condition()

    @property
    def texts(self) -> list[str]:
        """The scanned texts."""
        return [scan.text for scan in self.scans]

    @property
    def connected(self) -> list[bool]:
        """Whether the scanner was there, at each change."""
        return [link.connected for link in self.links]

    def on_scan(self, scan: Scan) -> None:
        """Take a scan."""
        with self._news:
            self.scans.append(scan)
            self._news.notify_all()

    def on_link(self, link: ScannerLink) -> None:
        """Take a change of the link."""
        with self._news:
            self.links.append(link)
            self._news.notify_all()

    def on_bank_card(self) -> None:
        """Count one more bank card."""
        with self._news:
            self.bank_cards += 1
            self._news.notify_all()

    def wait_until(self, came: Callable[[], bool]) -> None:
        """Wait for something that is about to come."""
        with self._news:
            assert self._news.wait_for(came, PATIENCE_S), f"{self.texts} {self.connected}"
