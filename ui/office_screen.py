"""What the screens of the back office over an `OfficeView` are alike in: which of its presses they hear.

Most open in one way as well (`ErrandScreen`); the day and the audit have more that leads out of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from terminal.session import Session
from ui.desk_screen import DeskPresenter, DeskScreen
from ui.presenters.office_state import OfficeState
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.hear import hear_number
from ui.views.main_window import MainWindow
from ui.views.office_view import OfficeView


class OfficePresenter(DeskPresenter, Protocol):
    """What each of them is told besides: rows that are marked or pressed, and the presses below."""

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before."""
        ...

    def row_pressed(self, row: int) -> None:
        """A row was pressed."""
        ...

    def action_pressed(self, which: int) -> None:
        """One of the presses between, from 0."""
        ...

    def entered(self) -> None:
        """Enter."""
        ...

    def finish_pressed(self) -> None:
        """The press in the corner."""
        ...

    def back_pressed(self) -> None:
        """Esc."""
        ...


_Presenter = TypeVar("_Presenter", bound=OfficePresenter)


class OfficeScreen(DeskScreen[_Presenter]):
    """A screen over an `OfficeView`; boxes, keys and fields are heard by those that have them."""

    def __init__(
        self,
        window: MainWindow,
        view: OfficeView,
        runner: TaskRunner,
        words: Words,
        *,
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(window, view, words, on_back=on_back)
        self._runner = runner
        self._show_state = view.show_state
        told = self._tell
        hear_number(view.moved, lambda by: told(lambda it: it.moved(by)))
        hear_number(view.row_pressed, lambda row: told(lambda it: it.row_pressed(row)))
        hear_number(view.action_pressed, lambda which: told(lambda it: it.action_pressed(which)))
        view.entered.connect(lambda: told(lambda it: it.entered()))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))

    def _paint(self, presenter: _Presenter, state: OfficeState) -> None:
        """Show it, unless its presenter was left: what comes late is not what the next visit is told."""
        if presenter is self.presenter:
            self._show_state(state)


class Visit(OfficePresenter, Protocol):
    """A presenter that lasts as long as the screen is open."""

    def begin(self) -> None:
        """The screen came up."""
        ...


_View = TypeVar("_View", bound=OfficeView)
_Errands = TypeVar("_Errands")
_Told_contra = TypeVar("_Told_contra", contravariant=True)
_Visit = TypeVar("_Visit", bound=Visit)
_Made_co = TypeVar("_Made_co", bound=Visit, covariant=True)


class Visits(Protocol[_Told_contra, _Made_co]):
    """A class of presenters that need errands, who is signed in, and nothing of their own."""

    def __call__(
        self,
        errands: _Told_contra,
        session: Session,
        runner: TaskRunner,
        words: Words,
        /,
        *,
        on_state: Callable[[OfficeState], None],
        on_back: Callable[[], None],
    ) -> _Made_co:
        """One visit."""
        ...


class ErrandScreen(OfficeScreen[_Visit], ABC, Generic[_View, _Errands, _Visit]):
    """A screen that is its view and its presenter, with errands between them; made of both by what it is."""

    def __init__(
        self,
        window: MainWindow,
        errands: _Errands,
        runner: TaskRunner,
        words: Words,
        *,
        on_back: Callable[[], None],
    ) -> None:
        build, self._visit = self._made_of()
        self.view = window.add_screen(build)
        super().__init__(window, self.view, runner, words, on_back=on_back)
        self._errands = errands
        self._connect()

    def open(self, session: Session) -> None:
        """Bring it to the front."""
        shown: _Visit = self._visit(
            self._errands,
            session,
            self._runner,
            self._words,
            on_state=lambda state: self._paint(shown, state),
            on_back=self._leave,
        )
        self._show(shown).begin()

    @staticmethod
    @abstractmethod
    def _made_of() -> tuple[type[_View], Visits[_Errands, _Visit]]:
        """Its view and its presenter."""

    @abstractmethod
    def _connect(self) -> None:
        """Hear what of its view an `OfficeScreen` does not."""
