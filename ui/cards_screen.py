"""The screen *Cards* of an open till: its view, built when it is first asked for, and its presenter."""

from collections.abc import Callable

from drivers.ports import Scan
from terminal.session import Session
from ui.card_batch_screen import CardBatchScreen
from ui.presenters.cards.batch import CardBatchErrands
from ui.presenters.cards.errands import CardsErrands
from ui.presenters.cards.presenter import CardsPresenter
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.cards_view import CardsView
from ui.views.hear import hear_number, hear_text
from ui.views.main_window import MainWindow


class CardsScreen:
    """In front or not; while it is, scans are its own."""

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
        self._window = window
        self._errands = errands
        self._batches = batches
        self._runner = runner
        self._words = words
        self._on_back = on_back
        self.view = window.add_screen(CardsView)
        self.presenter: CardsPresenter | None = None
        self.batch: CardBatchScreen | None = None
        self._connect()

    @property
    def is_in_front(self) -> bool:
        """Whether it, or its sheet of blank cards, is what is seen; not while the till is locked over it."""
        views = (self.view,) if self.batch is None else (self.view, self.batch.view)
        return self.presenter is not None and any(self._window.shows(view) for view in views)

    def open(self, session: Session) -> None:
        """Bring it to the front with nobody chosen."""
        if self.batch is not None:
            self.batch.presenter = None
        self.presenter = CardsPresenter(
            self._errands,
            session,
            self._runner,
            self._words,
            on_state=self.view.show_state,
            on_back=self._leave,
            on_batch=lambda: self._make_batch(session),
        )
        self._window.show_screen(self.view)
        self.presenter.begin()

    def scanned(self, scan: Scan) -> None:
        """A scan, while it is in front."""
        if self.batch is None or not self.batch.tell(lambda it: it.scanned()):
            self._tell(lambda it: it.scanned(scan.text))

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be used, while it is in front."""
        if self.batch is None or not self.batch.tell(lambda it: it.scanned()):
            self._tell(lambda it: it.trouble(code))

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        self._tell(lambda it: it.speak(words))
        if self.batch is not None:
            self.batch.tell(lambda it: it.speak(words))

    def _make_batch(self, session: Session) -> None:
        if self.batch is None:
            self.batch = CardBatchScreen(
                self._window,
                self._batches,
                self._runner,
                on_back=lambda: self._window.show_screen(self.view),
            )
        self.batch.open(session, self._words)

    def _leave(self) -> None:
        self.presenter = None
        self._on_back()

    def _tell(self, tell: Callable[[CardsPresenter], object]) -> None:
        if self.presenter is not None:
            tell(self.presenter)

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
        hear_text(view.key_pressed, lambda key: told(lambda it: it.key_pressed(key)))
        hear_number(view.moved, lambda by: told(lambda it: it.moved(by)))
        hear_number(view.row_pressed, lambda row: told(lambda it: it.row_pressed(row)))
        view.entered.connect(lambda: told(lambda it: it.entered()))
        view.replace_pressed.connect(lambda: told(lambda it: it.replace_pressed()))
        view.block_pressed.connect(lambda: told(lambda it: it.block_pressed()))
        view.reason_pressed.connect(lambda: told(lambda it: it.reason_pressed()))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))
