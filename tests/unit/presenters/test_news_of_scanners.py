"""What a scanner tells by itself, on its way to the screen."""

from collections.abc import Callable

from drivers.ports import Scan
from terminal.printing.report import PrintReport
from terminal.sync.status import SyncStatus
from ui.news import News


class Hearer:
    """Notes what a scan came to."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def scanned(self, scan: Scan) -> None:
        self.said.append(scan.text)

    def scan_was_useless(self, code: str) -> None:
        self.said.append(code)

    def synced(self, status: SyncStatus) -> None:
        raise AssertionError(status)

    def printer_changed(self, report: PrintReport) -> None:
        raise AssertionError(report)

    def pole_changed(self, trouble: str | None) -> None:
        raise AssertionError(trouble)

    def scanner_changed(self, source: str, *, connected: bool) -> None:
        raise AssertionError(source, connected)


def test_a_bank_card_and_a_scan_are_told_in_their_order_once_somebody_hears() -> None:
    posted = list[Callable[[], None]]()
    news, hearer = News(posted.append), Hearer()
    listeners = news.listeners()
    listeners.on_bank_card()
    listeners.on_scan(Scan("8934563138165", None, "serial-1", 0.0))
    for post in posted:
        post()
    news.hear(hearer)
    assert hearer.said == ["bank-card-swiped", "8934563138165"]
