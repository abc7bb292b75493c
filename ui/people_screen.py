"""The screen *People* of an open till: its view, built when asked for, its presenter."""

from ui.office_screen import ErrandScreen, Visits
from ui.presenters.people.errands import PeopleErrands
from ui.presenters.people.presenter import PeoplePresenter
from ui.views.hear import hear_texts
from ui.views.people_view import PeopleView


class PeopleScreen(ErrandScreen[PeopleView, PeopleErrands, PeoplePresenter]):
    """In front or not; while it is, scans mean nothing."""

    @staticmethod
    def _made_of() -> tuple[type[PeopleView], Visits[PeopleErrands, PeoplePresenter]]:
        return PeopleView, PeoplePresenter

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_texts(view.field_changed, lambda name, value: told(lambda it: it.field_changed(name, value)))
