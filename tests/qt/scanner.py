"""A scanner that types on a window as a keyboard does."""

from PySide6.QtCore import Qt

from drivers.wedge import WedgeRecogniser
from tests.qt.hands import press_key, type_sign
from tools.theatre import Theatre, settle
from ui.wedge_filter import WedgeFilter


class Scanner:
    """A wedge scanner on a theatre's window, and a person beside it; time is moved by hand."""

    def __init__(self, theatre: Theatre) -> None:
        self.theatre = theatre
        self.now = 100.0
        self.scans: list[str] = []
        self.troubles: list[str] = []
        self.filter = WedgeFilter(
            theatre.window.windowHandle(),
            WedgeRecogniser(),
            on_scan=lambda scan: self._scanned(scan.text),
            on_trouble=self._trouble,
            clock=lambda: self.now,
        )

    def scan(self, text: str, *, end: Qt.Key = Qt.Key.Key_Return, gap_s: float = 0.004) -> None:
        """Type at a scanner's pace."""
        for sign in text:
            self.now += gap_s
            type_sign(self.theatre.window, sign)
        self.now += gap_s
        press_key(self.theatre.window, end)
        settle()

    def type_in(self, text: str) -> None:
        """Type as a person does; the window's timer tells that nothing more came."""
        for sign in text:
            self.now += 0.2
            type_sign(self.theatre.window, sign)
        self.now += 0.2
        self.filter.time_passed()
        settle()

    def _scanned(self, text: str) -> None:
        self.scans.append(text)
        self.theatre.shell.scanned(text)

    def _trouble(self, code: str) -> None:
        self.troubles.append(code)
        self.theatre.shell.scan_was_useless(code)
