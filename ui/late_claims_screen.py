"""The screen of earlier receipts of an open till: its view, built when asked for, and its presenter."""

from collections.abc import Callable

from drivers.ports import Scan
from terminal.session import Session
from ui.office_screen import OfficeScreen
from ui.presenters.late_claims.errands import LateClaimErrands
from ui.presenters.late_claims.presenter import LateClaimPresenter
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.hear import hear_text
from ui.views.late_claims_view import LateClaimsView
from ui.views.main_window import MainWindow


class LateClaimsScreen(OfficeScreen[LateClaimPresenter]):
    """In front or not; while it is, scans are its own."""

    def __init__(
        self,
        window: MainWindow,
        errands: LateClaimErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_back: Callable[[], None],
    ) -> None:
        self.view = window.add_screen(LateClaimsView)
        super().__init__(window, self.view, runner, words, on_back=on_back)
        self._errands = errands
        self._connect()

    def open(self, session: Session) -> None:
        """Bring it to the front with the receipts of the day that are nobody's."""
        shown = LateClaimPresenter(
            self._errands,
            session,
            self._runner,
            self._words,
            on_state=self.view.show_state,
            on_back=self._leave,
        )
        self._show(shown).begin()

    def scanned(self, scan: Scan) -> None:
        """A scan, while it is in front."""
        self._tell(lambda it: it.scanned(scan.text, scan.symbology))

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
        hear_text(view.key_pressed, lambda key: told(lambda it: it.key_pressed(key)))
