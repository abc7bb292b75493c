"""What lies over a screen: the sheet of reasons, closed by a touch anywhere, and the one dialog that asks.

Both are children of the window, not windows of their own: nothing else opens, nothing blocks, and a scan
still reaches the presenter, which answers it in a sentence.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.announced import announce
from ui.presenters.checkout.state import ConfirmState, WhyState
from ui.presenters.shown import Tone
from ui.theme import GRID_PX, Ink, Type
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.figures import FigureColumn
from ui.widgets.surface import BIG_TOUCH_MM, Card, Text, column, ems, row

_SHADE_ALPHA: Final = 110
_SHEET_EMS: Final = 34


def is_covered(screen: QWidget) -> bool:
    """Whether something lies over it that has the keys, as the menu: a screen takes them from nobody."""
    return any(isinstance(each, Overlay) and each.isVisible() for each in screen.window().children())


class Overlay(QWidget):
    """A shade over the whole window, with a card in the middle."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._covered: QWidget | None = None
        """The window over which it came up last."""
        self.card = Card(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Stay as big as what is covered. What else is watched is a part of the card, being laid out."""
        if watched is self._covered and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent, /) -> bool:
        """The card wants another size: its words are others, or larger."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        return super().event(event)

    def rise(self) -> None:
        """Come up over the whole window that the parent given stands in."""
        window = self._over.window()
        if self._covered is not window:
            if self.parentWidget() is not window:
                self.setParent(window)
            window.installEventFilter(self)
            self._covered = window
        self._place()
        self.show()
        self.raise_()

    def wide(self) -> int:
        """How wide the card is where there is room."""
        return ems(_SHEET_EMS)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """The shade."""
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, _SHADE_ALPHA))

    def _place(self) -> None:
        self.setGeometry(self._over.window().rect())
        width = min(self.width() - 4 * GRID_PX, self.wide())
        self.card.ensurePolished()
        tall = max(self.card.heightForWidth(width), self.card.minimumSizeHint().height())
        height = min(self.height() - 4 * GRID_PX, max(tall, 20 * GRID_PX))
        self.card.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)


class WhySheet(Overlay):
    """The sentences behind a figure."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Text(self.card, kind=Type.TITLE, wrap=True)
        self._rows = FigureColumn(self.card)
        self._empty = Text(self.card, ink=Ink.QUIET, wrap=True)
        self.close_button = Button(self.card, key="Esc", place=Place.BESIDE)
        self.close_button.clicked.connect(self.closed)
        lines = column(self.card, margin=3 * GRID_PX, gap=2 * GRID_PX)
        for widget in (self._title, self._rows, self._empty):
            lines.addWidget(widget)
        lines.addStretch(1)
        lines.addWidget(self.close_button)

    def show_why(self, why: WhyState | None) -> None:
        """Show the sentences; None closes the sheet."""
        if why is None:
            self.hide()
            return
        self._title.setText(why.title)
        self._rows.show_rows(why.rows)
        self._rows.setVisible(bool(why.rows))
        self._empty.setText(why.empty)
        self._empty.setVisible(not why.rows)
        self.rise()

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """A touch beside the card closes it."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.closed.emit()


class ConfirmDialog(Overlay):
    """Asks before something that cannot be undone. Enter does nothing by itself: the way out has the focus.

    `answered` carries `accept`, `other` or `refuse`.
    """

    answered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Text(self.card, kind=Type.TITLE, wrap=True)
        self._text = Text(self.card, wrap=True)
        self._buttons = {
            "refuse": self._button("refuse", key="Esc"),
            "other": self._button("other"),
            "accept": self._button("accept", look=Look.DANGER),
        }
        lines = column(self.card, margin=3 * GRID_PX, gap=2 * GRID_PX)
        lines.addWidget(self._title)
        lines.addWidget(self._text)
        lines.addStretch(1)
        buttons = row()
        for button in self._buttons.values():
            buttons.addWidget(button, 1)
        lines.addLayout(buttons)

    def show_question(self, question: ConfirmState | None) -> None:
        """Ask; None takes the question away."""
        if question is None:
            self.hide()
            return
        fresh = not self.isVisible()
        self._title.setText(question.title)
        self._text.setText(question.text)
        for name, words in (
            ("accept", question.accept), ("other", question.other), ("refuse", question.refuse),
        ):  # fmt: skip
            self._buttons[name].set_words(words)
            self._buttons[name].setVisible(bool(words))
        self._buttons["accept"].set_look(Look.DANGER if question.is_grave else Look.PLAIN)
        self.rise()
        if fresh:
            announce(self, f"{question.title}. {question.text}", Tone.ATTENTION)
            self._buttons["refuse"].setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Esc is no; left and right walk between the answers; nothing else gets through."""
        if event.key() == Qt.Key.Key_Escape:
            self.answered.emit("refuse")
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)

    def focusNextPrevChild(self, forward: bool, /) -> bool:
        """Tab and the arrows stay between the answers."""
        ring = [button for button in self._buttons.values() if button.isVisible()]
        if not ring:  # Qt asks once more while the question is being hidden
            return False
        at = next((number for number, button in enumerate(ring) if button.hasFocus()), 0)
        ring[(at + (1 if forward else -1)) % len(ring)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _button(self, name: str, *, look: Look = Look.PLAIN, key: str = "") -> Button:
        button = Button(
            self.card, look=look, kind=Type.STRONG, key=key, place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        button.clicked.connect(lambda: self.answered.emit(name))
        return button
