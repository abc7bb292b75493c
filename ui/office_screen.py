"""What the screens of the back office over an `OfficeView` are alike in: which of its presses they hear."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from ui.desk_screen import DeskPresenter, DeskScreen
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
        told = self._tell
        hear_number(view.moved, lambda by: told(lambda it: it.moved(by)))
        hear_number(view.row_pressed, lambda row: told(lambda it: it.row_pressed(row)))
        hear_number(view.action_pressed, lambda which: told(lambda it: it.action_pressed(which)))
        view.entered.connect(lambda: told(lambda it: it.entered()))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))
