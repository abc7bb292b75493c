"""Help on a sheet over any screen: a field to search by words, the pages found, and the one that is read.

What is typed goes into the field; up and down turn to another page, page up and down move within it; Esc and
F1 close it. A scan finds no page: it is no word of a manual.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.key_caps import worn_keys
from ui.presenters.help import HelpPresenter, HelpState
from ui.presenters.words import Words
from ui.theme import GRID_PX, Ink, Type
from ui.views.hear import hear_number, hear_text
from ui.views.main_window import MainWindow
from ui.widgets.button import Button
from ui.widgets.face import Place
from ui.widgets.reader import Reader
from ui.widgets.row_list import RowList
from ui.widgets.sheet import Overlay
from ui.widgets.surface import BIG_TOUCH_MM, Card, Text, column, ems, row, wide

PAGES: Final = {
    "FirstStartView": "first-start",
    "SignInView": "sign-in",
    "ShiftView": "shift",
    "CheckoutView": "checkout",
    "PayView": "pay",
    "ReturnsView": "returns",
    "ProductsView": "products",
    "DayView": "day",
    "AuditView": "audit",
    "PeopleView": "people",
    "FilesView": "files",
    "DrawsView": "draws",
    "ProgramsView": "programs",
    "LateClaimsView": "late-claims",
    "MembersView": "members",
    "CardsView": "cards",
    "CardBatchView": "cards",
    "DevicesView": "devices",
    "SettingsView": "settings",
}
"""The page of each screen, by the name of its view."""

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_SCROLLS: Final = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_EMS: Final = 60


class HelpSheet(Overlay):
    """The sheet; it takes every key while it is open."""

    typed = Signal(str)
    moved = Signal(int)
    page_marked = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Text(self.card, kind=Type.TITLE)
        self.field = QLineEdit(self.card)
        self.found = RowList(self.card, alike=True)
        self.reader = Reader(self.card)
        self.close_button = Button(self.card, key="Esc", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        lines = column(self.card, margin=3 * GRID_PX)
        frame = Card(self.card, fill=Ink.GROUND)
        column(frame, margin=GRID_PX).addWidget(self.field)
        for part in (self._title, frame):
            lines.addWidget(part)
        across = row(gap=2 * GRID_PX)
        across.addWidget(self.found)
        across.addWidget(self.reader, 1)
        lines.addLayout(across, 1)
        lines.addWidget(self.close_button)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self.typed)
        self.found.pressed.connect(self.page_marked)
        self.close_button.clicked.connect(self.closed)

    def show_state(self, state: HelpState) -> None:
        """Show it; a page that is new is read from its beginning."""
        fresh = not self.isVisible()
        self._title.setText(state.title)
        self.field.setPlaceholderText(state.hint)
        self.field.setAccessibleName(state.hint)
        if self.field.text() != state.query:
            self.field.setText(state.query)
        self.found.show_list(state.found)
        self.reader.setMarkdown(state.text)
        self.close_button.set_words(state.close)
        self.rise()
        if fresh:
            self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Keys that turn pages and close come first; the field gets what is typed."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._is_taken(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Nothing gets through to what lies under it."""
        self._is_taken(Qt.Key(event.key()))

    def _is_taken(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            self.moved.emit(_STEPS[key])
        elif key in _SCROLLS:
            bar = self.reader.verticalScrollBar()
            bar.setValue(bar.value() + _SCROLLS[key] * bar.pageStep())
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.closed.emit()
        elif key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            return False
        return True

    def _place(self) -> None:
        """Nearly as big as the window: it is there to be read."""
        self.setGeometry(self._over.window().rect())
        width, height = min(self.width() - 4 * GRID_PX, ems(_EMS)), self.height() - 8 * GRID_PX
        self.found.setFixedWidth(wide(0.3, 12, width))
        self.card.setGeometry((self.width() - width) // 2, 4 * GRID_PX, width, height)


class HelpScreen:
    """The sheet of one window, made when it is first asked for."""

    def __init__(self, window: MainWindow, *, words: Callable[[], Words]) -> None:
        self._window = window
        self._words = words
        self._presenter: HelpPresenter | None = None
        self.sheet = HelpSheet(window)
        sheet = self.sheet
        hear_text(sheet.typed, lambda text: self._tell(lambda it: it.typed(text)))
        hear_number(sheet.moved, lambda by: self._tell(lambda it: it.moved(by)))
        hear_number(sheet.page_marked, lambda number: self._tell(lambda it: it.page_marked(number)))
        sheet.closed.connect(self.close)

    def open(self) -> None:
        """Show the page of the screen in front."""
        name = PAGES.get(type(self._window.screen_shown).__name__, "trouble")
        self._presenter = HelpPresenter(self._words(), worn_keys(), on_state=self.sheet.show_state)
        self._presenter.begin(name)

    def close(self) -> None:
        """Close it; the screen has the focus again."""
        self._presenter = None
        self.sheet.hide()
        self._window.focus_screen()

    def _tell(self, tell: Callable[[HelpPresenter], object]) -> None:
        if self._presenter is not None:
            tell(self._presenter)
