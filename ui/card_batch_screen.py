"""The screen where a batch of blank cards is made, over the screen *Cards*."""

from collections.abc import Callable

from terminal.session import Session
from ui.presenters.cards.batch import CardBatchErrands, CardBatchPresenter
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.card_batch_view import CardBatchView
from ui.views.hear import hear_text
from ui.views.main_window import MainWindow


class CardBatchScreen:
    """In front while it has a presenter."""

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
        self._connect()

    def open(self, session: Session, words: Words) -> None:
        """Bring it to the front."""
        self.presenter = CardBatchPresenter(
            self._errands,
            session,
            self._runner,
            words,
            on_state=self.view.show_state,
            on_back=self._leave,
        )
        self._window.show_screen(self.view)
        self.presenter.begin()

    def tell(self, tell: Callable[[CardBatchPresenter], object]) -> bool:
        """Whether it is in front, and is told."""
        if self.presenter is not None:
            tell(self.presenter)
        return self.presenter is not None

    def _leave(self) -> None:
        self.presenter = None
        self._on_back()

    def _connect(self) -> None:
        view, told = self.view, self.tell
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
        view.action_pressed.connect(lambda: told(lambda it: it.form_pressed()))
        view.entered.connect(lambda: told(lambda it: it.finish_pressed()))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))
