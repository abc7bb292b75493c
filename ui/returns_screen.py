"""The screen *Returns* of an open till: its view, built when it is first asked for, and its presenter."""

from collections.abc import Callable

from drivers.ports import Scan
from terminal.returned import RefundWish
from terminal.session import Session
from ui.presenters.beside import NOTHING_LOOKED_FOR, Beside
from ui.presenters.returns.errands import ReturnsErrands
from ui.presenters.returns.presenter import ReturnsPresenter
from ui.presenters.returns.state import ReturnsState
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.hear import hear_number, hear_text
from ui.views.main_window import MainWindow
from ui.views.returns_view import ReturnsView


def _nobody_asks(_: str | None) -> None:
    """No display faces the customer."""


class ReturnsScreen:
    """In front or not; while it is, scans are its own. Who opens it is who takes the goods back."""

    def __init__(
        self,
        window: MainWindow,
        errands: ReturnsErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_back: Callable[[], None],
        on_refunded: Callable[[str | None], None] = _nobody_asks,
        on_exchange: Callable[[RefundWish], None] | None = None,
    ) -> None:
        self._on_exchange = on_exchange
        self._window = window
        self._errands = errands
        self._runner = runner
        self._words = words
        self._on_back = on_back
        self._on_refunded = on_refunded
        self._refunded: str | None = None
        self.view = window.add_screen(ReturnsView)
        self.presenter: ReturnsPresenter | None = None
        self._connect()

    @property
    def is_in_front(self) -> bool:
        """Whether it is what is seen; not while the till is locked over it."""
        return self.presenter is not None and self._window.shows(self.view)

    @property
    def beside(self) -> Beside:
        """How far it is, for keys that are pressed ahead."""
        return NOTHING_LOOKED_FOR if self.presenter is None else self.presenter.beside

    def open(self, session: Session) -> None:
        """Bring it to the front with the sales of the day."""
        self.presenter = ReturnsPresenter(
            self._errands,
            session,
            self._runner,
            self._words,
            on_state=self._show,
            on_back=self._leave,
            on_exchange=None if self._on_exchange is None else self._exchange,
        )
        self._window.show_screen(self.view)
        self.presenter.begin()

    def scanned(self, scan: Scan) -> None:
        """A scan, while it is in front."""
        self._tell(lambda it: it.scanned(scan.text, scan.symbology))

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be used, while it is in front."""
        self._tell(lambda it: it.trouble(code))

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        self._tell(lambda it: it.speak(words))

    def _exchange(self, wish: RefundWish) -> None:
        self._leave()
        if self._on_exchange is not None:
            self._on_exchange(wish)

    def _leave(self) -> None:
        self.presenter = None
        self._tell_of(None)
        self._on_back()

    def _show(self, state: ReturnsState) -> None:
        self.view.show_state(state)
        model = None if self.presenter is None else self.presenter.model
        done = None if model is None or model.step != "done" else model.done
        self._tell_of(None if done is None else done.sale)

    def _tell_of(self, sale: str | None) -> None:
        """Whose goods have just come back; told once."""
        if sale != self._refunded:
            self._refunded = sale
            self._on_refunded(sale)

    def _tell(self, tell: Callable[[ReturnsPresenter], object]) -> None:
        if self.presenter is not None:
            tell(self.presenter)

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
        hear_text(view.key_pressed, lambda key: told(lambda it: it.key_pressed(key)))
        hear_number(view.moved, lambda by: told(lambda it: it.moved(by)))
        hear_number(view.row_pressed, lambda row: told(lambda it: it.row_pressed(row)))
        hear_number(view.stepped, lambda by: told(lambda it: it.stepped(by)))
        view.entered.connect(lambda: told(lambda it: it.entered()))
        view.all_pressed.connect(lambda: told(lambda it: it.all_pressed()))
        view.reason_pressed.connect(lambda: told(lambda it: it.reason_pressed()))
        view.cash_pressed.connect(lambda: told(lambda it: it.cash_pressed()))
        view.exchange_pressed.connect(lambda: told(lambda it: it.exchange_pressed()))
        view.goods_pressed.connect(lambda: told(lambda it: it.goods_pressed()))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))
