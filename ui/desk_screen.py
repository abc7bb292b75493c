"""What the screens of the back office are alike in: in front or not, spoken to, left.

What a screen asks its presenter for, and which signals of its view it hears, is its own.
"""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from drivers.ports import Scan
from ui.presenters.words import Words
from ui.views.main_window import MainWindow
from ui.views.view import View


class DeskPresenter(Protocol):
    """What is said to the presenter of any of them."""

    def trouble(self, code: str) -> None:
        """Say what is wrong."""
        ...

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        ...


_Presenter = TypeVar("_Presenter", bound=DeskPresenter)


class DeskScreen(Generic[_Presenter]):
    """A view that is there all the time, and a presenter while it is open."""

    def __init__(self, window: MainWindow, view: View, words: Words, *, on_back: Callable[[], None]) -> None:
        self._window = window
        self._view = view
        self._words = words
        self._on_back = on_back
        self.presenter: _Presenter | None = None

    @property
    def is_in_front(self) -> bool:
        """Whether it is what is seen; not while the till is locked over it."""
        return self.presenter is not None and self._window.shows(self._view)

    def scanned(self, scan: Scan) -> None:
        """A scan while it is in front: where nothing is scanned it says so."""
        del scan
        self.scan_was_useless("scan-nothing-here")

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be used, while it is in front."""
        self._tell(lambda it: it.trouble(code))

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        self._tell(lambda it: it.speak(words))

    def _show(self, presenter: _Presenter) -> _Presenter:
        """Bring the view to the front, with this presenter."""
        self.presenter = presenter
        self._window.show_screen(self._view)
        return presenter

    def _leave(self) -> None:
        self.presenter = None
        self._on_back()

    def _tell(self, tell: Callable[[_Presenter], object]) -> None:
        if self.presenter is not None:
            tell(self.presenter)
