"""The screen *Products* of an open till: its view, built when it is first asked for, and its presenter."""

from collections.abc import Callable

from drivers.ports import Scan
from terminal.session import Session
from ui.desk_screen import DeskScreen
from ui.presenters.products.errands import ProductsErrands
from ui.presenters.products.presenter import ProductsPresenter
from ui.presenters.products.state import ProductsState
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.hear import hear_number, hear_step, hear_text, hear_texts
from ui.views.main_window import MainWindow
from ui.views.products_view import ProductsView


class ProductsScreen(DeskScreen[ProductsPresenter]):
    """In front or not; while it is, scans are its own."""

    def __init__(
        self,
        window: MainWindow,
        errands: ProductsErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_back: Callable[[], None],
        on_sold: Callable[[str], None],
    ) -> None:
        """`on_sold` gets the code of what was added in a sale, once the sale is in front again."""
        self.view = window.add_screen(ProductsView)
        super().__init__(window, self.view, words, on_back=on_back)
        self._errands = errands
        self._runner = runner
        self._on_sold = on_sold
        self._connect()

    def open(self, session: Session) -> None:
        """Bring it to the front with the first goods."""
        self._begin(session).begin()

    def open_with(self, session: Session, code: str) -> None:
        """Bring it to the front with the form of a product for a code that nobody knew."""
        self._begin(session).begin_with(code)

    def scanned(self, scan: Scan) -> None:
        """A scan, while it is in front."""
        self._tell(lambda it: it.scanned(scan.text))

    def synced(self) -> None:
        """An exchange with the server has ended well."""
        self._tell(lambda it: it.synced())

    def _begin(self, session: Session) -> ProductsPresenter:
        shown: ProductsPresenter = ProductsPresenter(
            self._errands,
            session,
            self._runner,
            self._words,
            on_state=lambda state: self._paint(shown, state),
            on_back=self._leave,
            on_sold=self._sold,
        )
        return self._show(shown)

    def _paint(self, presenter: ProductsPresenter, state: ProductsState) -> None:
        """Show it, unless its presenter was left: an answer that comes late is nobody's any more."""
        if presenter is self.presenter:
            self.view.show_state(state)

    def _sold(self, code: str) -> None:
        self._leave()
        self._on_sold(code)

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
        hear_text(view.key_pressed, lambda key: told(lambda it: it.key_pressed(key)))
        hear_number(view.moved, lambda by: told(lambda it: it.moved(by)))
        hear_number(view.row_pressed, lambda row: told(lambda it: it.row_pressed(row)))
        hear_texts(view.field_changed, lambda name, value: told(lambda it: it.field_changed(name, value)))
        hear_step(view.field_stepped, lambda name, by: told(lambda it: it.field_stepped(name, by)))
        view.entered.connect(lambda: told(lambda it: it.entered()))
        view.new_pressed.connect(lambda: told(lambda it: it.new_pressed()))
        view.price_pressed.connect(lambda: told(lambda it: it.price_pressed()))
        view.withdraw_pressed.connect(lambda: told(lambda it: it.withdraw_pressed()))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))
