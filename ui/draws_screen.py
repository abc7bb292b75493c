"""The screen of draws of an open till: its view, built when asked for, and its presenter."""

from ui.office_screen import ErrandScreen, Visits
from ui.presenters.draws.errands import DrawErrands
from ui.presenters.draws.presenter import DrawsPresenter
from ui.views.draws_view import DrawsView
from ui.views.hear import hear_texts


class DrawsScreen(ErrandScreen[DrawsView, DrawErrands, DrawsPresenter]):
    """In front or not; while it is, scans mean nothing."""

    @staticmethod
    def _made_of() -> tuple[type[DrawsView], Visits[DrawErrands, DrawsPresenter]]:
        return DrawsView, DrawsPresenter

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_texts(view.field_changed, lambda name, value: told(lambda it: it.field_changed(name, value)))
