"""The screen of programs of an open till: its view, built when asked for, and its presenter."""

from ui.office_screen import ErrandScreen, Visits
from ui.presenters.programs.errands import ProgramErrands
from ui.presenters.programs.presenter import ProgramsPresenter
from ui.views.hear import hear_step, hear_text, hear_texts
from ui.views.programs_view import ProgramsView


class ProgramsScreen(ErrandScreen[ProgramsView, ProgramErrands, ProgramsPresenter]):
    """In front or not; while it is, scans mean nothing."""

    @staticmethod
    def _made_of() -> tuple[type[ProgramsView], Visits[ProgramErrands, ProgramsPresenter]]:
        return ProgramsView, ProgramsPresenter

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
        hear_step(view.field_stepped, lambda name, by: told(lambda it: it.field_stepped(name, by)))
        hear_texts(view.field_changed, lambda name, value: told(lambda it: it.field_changed(name, value)))
