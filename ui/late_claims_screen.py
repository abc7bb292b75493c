"""The screen of earlier receipts of an open till: its view, built when asked for, and its presenter."""

from drivers.ports import Scan
from ui.office_screen import ErrandScreen, Visits
from ui.presenters.late_claims.errands import LateClaimErrands
from ui.presenters.late_claims.presenter import LateClaimPresenter
from ui.views.hear import hear_text
from ui.views.late_claims_view import LateClaimsView


class LateClaimsScreen(ErrandScreen[LateClaimsView, LateClaimErrands, LateClaimPresenter]):
    """In front or not; while it is, scans are its own."""

    @staticmethod
    def _made_of() -> tuple[type[LateClaimsView], Visits[LateClaimErrands, LateClaimPresenter]]:
        return LateClaimsView, LateClaimPresenter

    def scanned(self, scan: Scan) -> None:
        """A scan, while it is in front."""
        self._tell(lambda it: it.scanned(scan.text, scan.symbology))

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
        hear_text(view.key_pressed, lambda key: told(lambda it: it.key_pressed(key)))
