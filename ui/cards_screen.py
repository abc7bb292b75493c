"""The screen *Cards* of an open till: its view, built when it is first asked for, and its presenter."""

from collections.abc import Callable

from drivers.ports import Scan
from terminal.session import Session
from ui.card_batch_screen import CardBatchScreen
from ui.desk_screen import DeskScreen
from ui.presenters.beside import NOTHING_LOOKED_FOR, Beside
from ui.presenters.cards.batch import CardBatchErrands
from ui.presenters.cards.errands import CardsErrands
from ui.presenters.cards.presenter import CardsPresenter
from ui.presenters.cards.state import CardsState
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.cards_view import CardsView
from ui.views.hear import hear_number, hear_text
from ui.views.main_window import MainWindow


class CardsScreen(DeskScreen[CardsPresenter]):
    """In front or not, with its sheet of blank cards; while either is, scans are its own."""

    def __init__(
        self,
        window: MainWindow,
        errands: CardsErrands,
        batches: CardBatchErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_back: Callable[[], None],
    ) -> None:
        self.view = window.add_screen(CardsView)
        super().__init__(window, self.view, words, on_back=on_back)
        self._errands = errands
        self._batches = batches
        self._runner = runner
        self.batch: CardBatchScreen | None = None
        self._connect()

    @property
    def is_in_front(self) -> bool:
        """Whether it, or its sheet of blank cards, is what is seen; not while the till is locked over it."""
        batch = None if self.presenter is None else self.batch
        return super().is_in_front or (batch is not None and self._window.shows(batch.view))

    @property
    def beside(self) -> Beside:
        """How far it is, for keys pressed ahead; on the sheet of blank cards nobody is looked for."""
        is_here = self.presenter is not None and self._window.shows(self.view)
        return self.presenter.beside if self.presenter is not None and is_here else NOTHING_LOOKED_FOR

    def open(self, session: Session) -> None:
        """Bring it to the front with nobody chosen."""
        if self.batch is not None:
            self.batch.presenter = None
        shown: CardsPresenter = CardsPresenter(
            self._errands,
            session,
            self._runner,
            self._words,
            on_state=lambda state: self._paint(shown, state),
            on_back=self._leave,
            on_batch=lambda: self._make_batch(session),
        )
        self._show(shown).begin()

    def scanned(self, scan: Scan) -> None:
        """A scan, while it is in front."""
        if self.batch is None or not self.batch.tell(lambda it: it.scanned()):
            self._tell(lambda it: it.scanned(scan.text))

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be used, while it is in front."""
        if self.batch is None or not self.batch.tell(lambda it: it.scanned()):
            super().scan_was_useless(code)

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        super().speak(words)
        if self.batch is not None:
            self.batch.tell(lambda it: it.speak(words))

    def _paint(self, presenter: CardsPresenter, state: CardsState) -> None:
        """Show it, unless its presenter was left: an answer that comes late is nobody's any more."""
        if presenter is self.presenter:
            self.view.show_state(state)

    def _make_batch(self, session: Session) -> None:
        if self.batch is None:
            self.batch = CardBatchScreen(
                self._window,
                self._batches,
                self._runner,
                on_back=lambda: self._window.show_screen(self.view),
            )
        self.batch.open(session, self._words)

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
        hear_text(view.key_pressed, lambda key: told(lambda it: it.key_pressed(key)))
        hear_number(view.moved, lambda by: told(lambda it: it.moved(by)))
        hear_number(view.row_pressed, lambda row: told(lambda it: it.row_pressed(row)))
        view.entered.connect(lambda: told(lambda it: it.entered()))
        view.print_pressed.connect(lambda: told(lambda it: it.print_pressed()))
        view.replace_pressed.connect(lambda: told(lambda it: it.replace_pressed()))
        view.block_pressed.connect(lambda: told(lambda it: it.block_pressed()))
        view.reason_pressed.connect(lambda: told(lambda it: it.reason_pressed()))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))
