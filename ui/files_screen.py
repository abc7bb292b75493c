"""The screen of import and export of an open till: its view, built when asked for, its presenter."""

from terminal.session import Session
from ui.office_screen import ErrandScreen, Visits
from ui.presenters.files.errands import FilesErrands
from ui.presenters.files.presenter import FilesPresenter
from ui.views.files_view import FilesView
from ui.views.hear import hear_text


class FilesScreen(ErrandScreen[FilesView, FilesErrands, FilesPresenter]):
    """In front or not; while it is, scans mean nothing."""

    def open(self, session: Session) -> None:
        """Bring it to the front; whoever was locked out of a file they began sees how far that is."""
        left = self.presenter
        if left is not None and left.is_awaited_by(session):
            self._show(left).come_back(session, self._words)
        else:
            super().open(session)

    @staticmethod
    def _made_of() -> tuple[type[FilesView], Visits[FilesErrands, FilesPresenter]]:
        return FilesView, FilesPresenter

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
