"""A sheet over the screen with a kept receipt on white paper, as a printer would print it.

Left and right turn to older and newer receipts, F10 prints a copy, Esc leaves.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from ui.paper_sheet import PaperSheet, preview
from ui.presenters.receipts import ReceiptsErrands, ReceiptsPresenter, ReceiptsState
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.raster.painter import QtPagePainter
from ui.theme import GRID_PX, Type
from ui.views.hear import hear_number, hear_text
from ui.widgets.button import Button, Look, write_alike
from ui.widgets.face import Place
from ui.widgets.notice import Banner
from ui.widgets.reader import page_bar
from ui.widgets.sheet import Overlay
from ui.widgets.surface import BIG_TOUCH_MM, Text, column, ems, row

if TYPE_CHECKING:
    from terminal.session import Session
    from ui.views.main_window import MainWindow

_TURNS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_SCROLLS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_BUTTONS: Final = ("older", "newer", "print", "pdf", "mail", "close")
_PAPER_EMS: Final = 29


class ReceiptSheet(Overlay):
    """The sheet; it takes every key while it is open."""

    moved = Signal(int)
    print_pressed = Signal()
    save_pressed = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget, *, width_dots: int) -> None:
        super().__init__(parent)
        self.width_dots = width_dots
        self.paper: PaperSheet | None = None
        self._title = Text(self.card, kind=Type.TITLE)
        self._banner = Banner(self.card)
        self._scroll = QScrollArea(self.card)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setVerticalScrollBar(page_bar(self._scroll))
        self.older = self._button("←", icon="chevron-left")
        self.newer = self._button("→", icon="chevron-right")
        self.print_button = self._button("F10", look=Look.PRIMARY)
        self.pdf = self._button("")
        self.mail = self._button("")
        self.close_button = self._button("Esc")
        lines = column(self.card, margin=2 * GRID_PX)
        lines.addWidget(self._title)
        lines.addWidget(self._banner)
        lines.addWidget(self._scroll, 1)
        for buttons in (
            (self.older, self.newer, self.print_button),
            (self.pdf, self.mail, self.close_button),
        ):
            across = row()
            for button in buttons:
                across.addWidget(button, 1)
            lines.addLayout(across)
        write_alike((self.older, self.newer, self.print_button, self.pdf, self.mail, self.close_button))
        self._connect()

    def say(self, texts: "dict[str, str]") -> None:
        """Name the buttons."""
        for name, button in (
            ("older", self.older), ("newer", self.newer), ("print", self.print_button),
            ("pdf", self.pdf), ("mail", self.mail), ("close", self.close_button),
        ):  # fmt: skip
            button.set_words(texts[name])

    def show_state(self, state: ReceiptsState) -> None:
        """Show the receipt."""
        self._title.setText(state.title)
        self._banner.show_notice(state.notice)
        self.older.setEnabled(state.older)
        self.newer.setEnabled(state.newer)
        for button in (self.print_button, self.pdf, self.mail):
            button.setEnabled(state.document is not None)
        if state.document is not None:
            picture = preview(state.document, QtPagePainter(), width_dots=self.width_dots)
            self.paper = PaperSheet(picture)
            self._scroll.setWidget(self.paper)
        self.rise()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Keys turn, scroll, print and leave; nothing else gets through."""
        key = Qt.Key(event.key())
        if key in _TURNS:
            self.moved.emit(_TURNS[key])
        elif key in _SCROLLS:
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.value() + _SCROLLS[key] * 8 * GRID_PX)
        elif key == Qt.Key.Key_F10:
            self.print_pressed.emit()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F12):
            self.closed.emit()

    def _place(self) -> None:
        """As tall as the window, as wide as paper is beside texts of this size."""
        self.setGeometry(self._over.window().rect())
        width = min(self.width() - 4 * GRID_PX, max(ems(_PAPER_EMS), self.card.minimumSizeHint().width()))
        self.card.setGeometry((self.width() - width) // 2, 2 * GRID_PX, width, self.height() - 4 * GRID_PX)

    def _button(self, key: str, *, look: Look = Look.PLAIN, icon: str = "") -> Button:
        button = Button(
            self.card, look=look, icon=icon, key=key, place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _connect(self) -> None:
        self.older.clicked.connect(lambda: self.moved.emit(-1))
        self.newer.clicked.connect(lambda: self.moved.emit(1))
        self.print_button.clicked.connect(self.print_pressed)
        self.pdf.clicked.connect(lambda: self.save_pressed.emit("pdf"))
        self.mail.clicked.connect(lambda: self.save_pressed.emit("html"))
        self.close_button.clicked.connect(self.closed)


class ReceiptsScreen:
    """The sheet of an open till, made when it is first asked for, and its presenter while it is open."""

    def __init__(
        self,
        window: "MainWindow",
        errands: ReceiptsErrands,
        runner: TaskRunner,
        *,
        width_dots: Callable[[], int],
    ) -> None:
        self._window = window
        self._errands = errands
        self._runner = runner
        self._width_dots = width_dots
        self.sheet = ReceiptSheet(window, width_dots=width_dots())
        self.presenter: ReceiptsPresenter | None = None
        self._connect()

    def open(self, session: "Session", words: Words, number: int | None = None) -> None:
        """Show the receipt of that number, or the last one."""
        self.sheet.width_dots = self._width_dots()
        self.sheet.say({name: words.text(f"receipts.{name}") for name in _BUTTONS})
        self.presenter = ReceiptsPresenter(self._errands, session, self._runner, words, on_state=self._show)
        self.presenter.begin(number)

    def _show(self, state: ReceiptsState) -> None:
        """Show it, unless the sheet was closed before it came."""
        if self.presenter is not None:
            self.sheet.show_state(state)

    def _close(self) -> None:
        self.presenter = None
        self.sheet.hide()
        self._window.focus_screen()

    def _tell(self, tell: "Callable[[ReceiptsPresenter], object]") -> None:
        if self.presenter is not None:
            tell(self.presenter)

    def _connect(self) -> None:
        sheet = self.sheet
        hear_number(sheet.moved, lambda by: self._tell(lambda it: it.moved(by)))
        sheet.print_pressed.connect(lambda: self._tell(lambda it: it.print_pressed()))
        hear_text(
            sheet.save_pressed,
            lambda form: self._tell(lambda it: it.save_pressed("pdf" if form == "pdf" else "html")),
        )
        sheet.closed.connect(self._close)
