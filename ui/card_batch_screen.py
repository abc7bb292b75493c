"""The screen where a batch of blank cards is made, over the screen *Cards*."""

from collections.abc import Callable

from terminal.session import Session
from ui.presenters.cards.batch import CardBatchErrands, CardBatchPresenter
from ui.presenters.office_state import OfficeState
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.card_batch_view import CardBatchView
from ui.views.hear import hear_text
from ui.views.main_window import MainWindow


class CardBatchScreen:
    """In front while it has a presenter; the last one is kept, whose batch may go on."""

    def __init__(
        self,
        window: MainWindow,
        errands: CardBatchErrands,
        runner: TaskRunner,
        *,
        on_back: Callable[[], None],
    ) -> None:
        self._window = window
        self._errands = errands
        self._runner = runner
        self._on_back = on_back
        self.view = window.add_screen(CardBatchView)
        self.presenter: CardBatchPresenter | None = None
        self._last: CardBatchPresenter | None = None
        self._connect()

    def open(self, session: Session, words: Words) -> None:
        """Bring it to the front; whoever was locked out of a batch of theirs sees how far that is."""
        last = self._last
        goes_on = last is not None and last.is_awaited_by(session)
        shown = last if last is not None and goes_on else self._visit(session, words)
        self.presenter = self._last = shown
        self._window.show_screen(self.view)
        shown.come_back(session, words)

    def _visit(self, session: Session, words: Words) -> CardBatchPresenter:
        shown: CardBatchPresenter = CardBatchPresenter(
            self._errands,
            session,
            self._runner,
            words,
            on_state=lambda state: self._paint(shown, state),
            on_back=self._leave,
        )
        return shown

    def tell(self, tell: Callable[[CardBatchPresenter], object]) -> bool:
        """Whether it is in front, and is told."""
        if self.presenter is not None:
            tell(self.presenter)
        return self.presenter is not None

    def _paint(self, presenter: CardBatchPresenter, state: OfficeState) -> None:
        """Show it, unless its presenter was left."""
        if presenter is self.presenter:
            self.view.show_state(state)

    def _leave(self) -> None:
        self.presenter = self._last = None
        self._on_back()

    def _connect(self) -> None:
        view, told = self.view, self.tell
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
        view.action_pressed.connect(lambda: told(lambda it: it.form_pressed()))
        view.entered.connect(lambda: told(lambda it: it.finish_pressed()))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))
