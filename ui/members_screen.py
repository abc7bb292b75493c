"""The screen *Members* of an open till: its view, built when it is first asked for, and its presenter."""

from collections.abc import Callable

from drivers.ports import Scan
from terminal.session import Session
from ui.presenters.beside import NOTHING_LOOKED_FOR, Beside
from ui.presenters.members.errands import MembersErrands
from ui.presenters.members.presenter import MembersPresenter
from ui.presenters.members.state import MembersState
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.hear import hear_number, hear_text, hear_texts
from ui.views.main_window import MainWindow
from ui.views.members_view import MembersView


def _nobody() -> str:
    return ""


def _always() -> bool:
    return True


class MembersScreen:
    """In front or not; while it is, scans are its own. `on_left` gets who goes on with the sale, if any."""

    def __init__(
        self,
        window: MainWindow,
        errands: MembersErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_left: Callable[[str], None],
        of_the_sale: Callable[[], str] = _nobody,
        is_sale_open: Callable[[], bool] = _always,
    ) -> None:
        self._window = window
        self._errands = errands
        self._runner = runner
        self._words = words
        self._on_left = on_left
        self._of_the_sale = of_the_sale
        self._is_sale_open = is_sale_open
        self.view = window.add_screen(MembersView)
        self.presenter: MembersPresenter | None = None
        self._connect()

    @property
    def is_in_front(self) -> bool:
        """Whether it is what is seen; not while the till is locked over it."""
        return self.presenter is not None and self._window.shows(self.view)

    @property
    def beside(self) -> Beside:
        """How far it is, for keys that are pressed ahead."""
        return NOTHING_LOOKED_FOR if self.presenter is None else self.presenter.beside

    def open(self, session: Session, member: str = "") -> None:
        """Bring it to the front: for a member, for the one of the sale, or to find one."""
        shown: MembersPresenter = MembersPresenter(
            self._errands,
            session,
            self._runner,
            self._words,
            has_sale=self._is_sale_open(),
            on_state=lambda state: self._paint(shown, state),
            on_back=lambda: self._leave(""),
            on_attach=self._leave,
        )
        self.presenter = shown
        self._window.show_screen(self.view)
        shown.begin(member or self._of_the_sale())

    def scanned(self, scan: Scan) -> None:
        """A scan, while it is in front."""
        self._tell(lambda it: it.scanned(scan.text))

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be used, while it is in front."""
        self._tell(lambda it: it.trouble(code))

    def synced(self) -> None:
        """An exchange with the server has ended well."""
        self._tell(lambda it: it.synced())

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        self._tell(lambda it: it.speak(words))

    def _paint(self, presenter: MembersPresenter, state: MembersState) -> None:
        """Show it, unless its presenter was left: an answer that comes late is nobody's any more."""
        if presenter is self.presenter:
            self.view.show_state(state)

    def _leave(self, member: str) -> None:
        self.presenter = None
        self._on_left(member)

    def _tell(self, tell: Callable[[MembersPresenter], object]) -> None:
        if self.presenter is not None:
            tell(self.presenter)

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
        hear_text(view.key_pressed, lambda key: told(lambda it: it.key_pressed(key)))
        hear_text(view.tab_pressed, lambda name: told(lambda it: it.tab_pressed(name)))
        hear_texts(view.field_changed, lambda name, value: told(lambda it: it.field_changed(name, value)))
        hear_number(view.moved, lambda by: told(lambda it: it.moved(by)))
        hear_number(view.turned, lambda by: told(lambda it: it.turned(by)))
        hear_number(view.row_pressed, lambda row: told(lambda it: it.row_pressed(row)))
        view.entered.connect(lambda: told(lambda it: it.entered()))
        view.note_pressed.connect(lambda: told(lambda it: it.note_pressed()))
        view.edit_pressed.connect(lambda: told(lambda it: it.edit_pressed()))
        view.apology_pressed.connect(lambda: told(lambda it: it.apology_pressed()))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))
