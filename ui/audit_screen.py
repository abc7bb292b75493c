"""The screen of who did what of an open till: its view, built when asked for, and its presenter."""

from collections.abc import Callable
from datetime import datetime, tzinfo

from drivers.ports import Scan
from terminal.session import Session
from ui.office_screen import OfficeScreen
from ui.presenters.audit.errands import AuditErrands
from ui.presenters.audit.presenter import AuditPresenter
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.audit_view import AuditView
from ui.views.hear import hear_text
from ui.views.main_window import MainWindow


class AuditScreen(OfficeScreen[AuditPresenter]):
    """In front or not; while it is, scans are its own."""

    def __init__(
        self,
        window: MainWindow,
        errands: AuditErrands,
        runner: TaskRunner,
        words: Words,
        *,
        zone: tzinfo,
        now: Callable[[], datetime],
        on_back: Callable[[], None],
        on_receipt: Callable[[int], None],
    ) -> None:
        self.view = window.add_screen(AuditView)
        super().__init__(window, self.view, runner, words, on_back=on_back)
        self._errands = errands
        self._zone = zone
        self._now = now
        self._on_receipt = on_receipt
        self._connect()

    def open(self, session: Session) -> None:
        """Bring it to the front."""
        shown: AuditPresenter = AuditPresenter(
            self._errands,
            session,
            self._runner,
            self._words,
            zone=self._zone,
            now=self._now,
            on_state=lambda state: self._paint(shown, state),
            on_back=self._leave,
            on_receipt=self._on_receipt,
        )
        self._show(shown).begin()

    def scanned(self, scan: Scan) -> None:
        """A scan, while it is in front."""
        self._tell(lambda it: it.scanned(scan.text))

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
