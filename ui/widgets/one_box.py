"""The one box that is scanned and typed into, with the short list of hits under it.

The box never decides what a text is; it says what was typed and which keys moved through the hits.
"""

from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QWidget

from ui.announced import announce
from ui.icons import icon_pixmap
from ui.key_caps import cap_of
from ui.presenters.checkout.state import HitRow
from ui.presenters.shown import Tone
from ui.theme import CORNER_PX, GRID_PX, Ink, Type, font_for
from ui.widgets.button import Button
from ui.widgets.paint import brush_of, shape, smooth_painter
from ui.widgets.surface import Card, ShortText, Text, column, row

MAX_TYPED: Final = 200
HITS_SHOWN: Final = 6


class BoxEdit(QLineEdit):
    """The field itself: tells of the keys that move, and keeps everything else."""

    moved = Signal(int)
    paged = Signal(int)
    entered = Signal()
    escaped = Signal()
    stepped = Signal(int)
    delete_pressed = Signal()
    focus_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(MAX_TYPED)
        self.setFont(font_for(Type.LARGE, QApplication.font()))

    def event(self, event: QEvent, /) -> bool:
        """Undo in an empty box belongs to the screen: a field keeps that key to itself otherwise."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride and not self.text()
        if is_asked and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Up, Down, the pages, Enter, Esc, in an empty box + − Del, are the screen's; Alt types nothing."""
        key = event.key()
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
        walks = {
            Qt.Key.Key_Up: (self.moved, -1), Qt.Key.Key_Down: (self.moved, 1),
            Qt.Key.Key_PageUp: (self.paged, -1), Qt.Key.Key_PageDown: (self.paged, 1),
        }  # fmt: skip
        if key in walks:
            signal, by = walks[Qt.Key(key)]
            signal.emit(by)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in steps and not self.text():
            self.stepped.emit(steps[Qt.Key(key)])
        elif key == Qt.Key.Key_Delete and not self.text():
            self.delete_pressed.emit()
        elif is_command(event):
            event.accept()  # it is no text here, and this is where every screen ends
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """The frame round the field shows the focus."""
        super().focusInEvent(event)
        self.focus_moved.emit()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        """And that it is gone."""
        super().focusOutEvent(event)
        self.focus_moved.emit()

    def changeEvent(self, event: QEvent, /) -> None:
        """Follow the application's text size."""
        if event.type() == QEvent.Type.FontChange:
            self.setFont(font_for(Type.LARGE, QApplication.font()))
        super().changeEvent(event)


def is_command(event: QKeyEvent) -> bool:
    """Whether a letter or digit is pressed with Alt, which chooses and types nothing; Qt's fields type it.

    With Ctrl too it is AltGr, and of other signs only the layout of the keyboard knows.
    """
    both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
    is_alt = event.modifiers() & both == Qt.KeyboardModifier.AltModifier
    return is_alt and event.text().isascii() and event.text().isalnum()


class OneBox(QWidget):
    """The box with its icon, its key, and the button that opens the keys for a finger."""

    pad_pressed = Signal()

    def __init__(self, parent: QWidget | None = None, *, key: str = "") -> None:
        super().__init__(parent)
        self.edit = BoxEdit(self)
        self.pad_button = Button(self, icon="keyboard")
        self._asking = False
        self._asked = ""
        self._replaced = False
        line = row(self)
        line.setContentsMargins(7 * GRID_PX, GRID_PX, GRID_PX * 3 // 2, GRID_PX)
        line.addWidget(self.edit, 1)
        self._key = KeyCap(key, self)
        self._key.setVisible(bool(key))
        line.addWidget(self._key)
        line.addWidget(self.pad_button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(8 * GRID_PX)
        self.setFocusProxy(self.edit)
        self.pad_button.clicked.connect(self.pad_pressed)
        self.edit.focus_moved.connect(self.update)

    def show_box(
        self, text: str, prompt: str, *, asking: bool, secret: bool = False, replaced: bool = False
    ) -> None:
        """Show a text, and in an empty box what may be put in.

        `asking` is a question that must be answered first; what is typed into a `secret` one stays hidden. A
        text that is `replaced` by what is typed next is selected, once: it can still be mended.
        """
        mode = QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal
        if self.edit.echoMode() != mode:
            self.edit.setEchoMode(mode)
        if self.edit.text() != text:
            self.edit.setText(text)
        if replaced and not self._replaced:
            self.edit.selectAll()
        self._replaced = replaced
        is_new = asking and prompt != self._asked
        self._asked = prompt if asking else ""
        self.edit.setPlaceholderText(prompt)
        self.edit.setAccessibleName(prompt)
        if is_new:
            announce(self.edit, prompt, Tone.ATTENTION)
        if asking != self._asking:
            self._asking = asking
            self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """A card with the accent's frame.

        The magnifying glass, or a question mark where something is asked.
        """
        painter = smooth_painter(self)
        edge = Ink.ATTENTION if self._asking else Ink.ACCENT if self.edit.hasFocus() else Ink.LINE
        fill = brush_of(self, Ink.CARD)
        shape(painter, QRectF(self.rect()), corner=CORNER_PX, fill=fill, edge=brush_of(self, edge), width=2)
        name, size = "circle-help" if self._asking else "search", 3 * GRID_PX
        colour = self.palette().color(Ink.QUIET.value)
        pixmap = icon_pixmap(name, colour, size_px=size, ratio=self.devicePixelRatioF())
        painter.drawPixmap(2 * GRID_PX + 2, (self.height() - size) // 2, pixmap)


class KeyCap(QWidget):
    """The name of a key on a little key."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._text = Text(self, kind=Type.CAPTION, ink=Ink.QUIET, text=cap_of(key))
        line = row(self)
        line.setContentsMargins(GRID_PX, 2, GRID_PX, 2)
        line.addWidget(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def cap_changed(self) -> None:
        """Another key is pressed for it, perhaps."""
        self._text.setText(cap_of(self._key))

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """The key."""
        fill, edge = brush_of(self, Ink.GROUND), brush_of(self, Ink.LINE)
        shape(smooth_painter(self), QRectF(self.rect()), corner=4, fill=fill, edge=edge)


class HitList(Card):
    """The hits, chosen by arrow or touch; lies over what is under the box and takes no focus."""

    hit_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, edge=Ink.ACCENT)
        lines = column(self, margin=GRID_PX // 2, gap=0)
        self._hits = tuple(_Hit(self) for _ in range(HITS_SHOWN))
        for number, hit in enumerate(self._hits):
            lines.addWidget(hit)
            hit.pressed.connect(lambda number=number: self.hit_chosen.emit(number))
        self.hide()

    def show_hits(self, hits: tuple[HitRow, ...], chosen: int) -> None:
        """Show at most `HITS_SHOWN` of them."""
        self.setVisible(bool(hits))
        for number, widget in enumerate(self._hits):
            widget.setVisible(number < len(hits))
            if number < len(hits):
                widget.show_hit(hits[number], chosen=number == chosen)
        if hits:
            self.setFixedHeight(self.sizeHint().height())
            self.raise_()

    def event(self, event: QEvent, /) -> bool:
        """Be as tall as the hits again, once they know how tall another size of text makes them."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.setFixedHeight(self.sizeHint().height())
        return done


class _Hit(Card):
    """One hit."""

    pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, edge=None)
        self._icon = ""
        line = row(self, gap=2 * GRID_PX)
        line.setContentsMargins(6 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        self._title = ShortText(self, kind=Type.BODY)
        self._detail = ShortText(self, kind=Type.SMALL, ink=Ink.QUIET)
        self._figure = Text(self, kind=Type.STRONG, right=True)
        line.addWidget(self._title, 3)
        line.addWidget(self._detail, 2)
        line.addWidget(self._figure, 1)
        self.setMinimumHeight(6 * GRID_PX)

    def show_hit(self, hit: HitRow, *, chosen: bool) -> None:
        """Show one hit."""
        self._icon = hit.icon
        self._title.setText(hit.title)
        self._detail.setText(hit.detail)
        self._figure.setText(hit.figure)
        self.set_inks(fill=Ink.ACCENT_GROUND if chosen else Ink.CARD, edge=Ink.ACCENT if chosen else None)
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """The ground, and what kind of hit it is."""
        super().paintEvent(event)
        size = 20
        colour = self.palette().color(Ink.QUIET.value)
        pixmap = icon_pixmap(self._icon, colour, size_px=size, ratio=self.devicePixelRatioF())
        QPainter(self).drawPixmap(2 * GRID_PX, (self.height() - size) // 2, pixmap)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """A touch chooses."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()
