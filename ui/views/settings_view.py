"""The screen *Settings*: sections on the left, their rows in the middle, the marked one explained beside.

Left and right walk the sections, up and down the rows; Enter changes the marked row, Esc leaves.
"""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ui.key_caps import name_of
from ui.presenters.settings.state import SettingsState
from ui.theme import GRID_PX, Ink, Type
from ui.views.touch_view import TouchView
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.notice import Banner
from ui.widgets.plain_edit import EditFrame, PlainEdit
from ui.widgets.row_list import RowList
from ui.widgets.surface import BIG_TOUCH_MM, Card, Text, column, row, wide

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TURNS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_NO_KEYS: Final = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}
)


class SettingsView(TouchView):
    """The screen. `key_pressed` carries the name of a key while the state waits for one."""

    section_chosen = Signal(int)
    section_moved = Signal(int)
    row_marked = Signal(int)
    moved = Signal(int)
    typed = Signal(str)
    key_pressed = Signal(str)
    change_pressed = Signal()
    back_pressed = Signal()

    _is_pressing = False  # of the class: Qt asks for it while the view is made

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about_texts: tuple[str, ...] = ()
        self.banner = Banner(self)
        self._title = Text(self, kind=Type.TITLE)
        self.sections = RowList(self, alike=True)
        self.rows = RowList(self)
        self.field = PlainEdit(self)
        self._heading = Text(self, kind=Type.LARGE_STRONG, wrap=True)
        self._code = Text(self, kind=Type.AMOUNT)
        self._about = Text(self, ink=Ink.QUIET, wrap=True)
        self.back = Button(self, key="Esc", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.change = Button(
            self,
            look=Look.PRIMARY,
            kind=Type.TITLE,
            key="Enter",
            place=Place.BESIDE,
            millimetres=BIG_TOUCH_MM,
        )
        self._build()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say("settings.back", self.back.set_words)

    def show_state(self, state: SettingsState) -> None:
        """Show it all."""
        self._is_pressing = state.is_pressing
        self.banner.show_notice(state.notice)
        self._title.setText(state.title)
        self.setAccessibleName(state.title)
        self.sections.show_list(state.sections)
        self.rows.show_list(state.rows)
        self._heading.setText(state.heading)
        self._code.setText(state.code)
        self._code.setVisible(bool(state.code))
        self._about_texts = state.about
        self._show_field(state)
        self._say_about()
        self.change.set_words(state.change)
        self.change.setVisible(bool(state.change))

    def event(self, event: QEvent, /) -> bool:
        """While a key is waited for, it is nobody's shortcut."""
        if self._is_pressing and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Every touch has its key; while one is waited for, it is told by its name."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.back_pressed.emit()
        elif self._is_pressing:
            if key not in _NO_KEYS:
                self.key_pressed.emit(name_of(event))
        elif key in _STEPS:
            self.moved.emit(_STEPS[key])
        elif key in _TURNS:
            self.section_moved.emit(_TURNS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.change_pressed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The sides keep their share."""
        super().resizeEvent(event)
        self._left.setFixedWidth(wide(0.26, 12, self.width()))
        self._right.setFixedWidth(wide(0.34, 15, self.width()))

    def toggle_keyboard(self) -> None:
        """With the keys for a finger up there is room for what matters of a row, not for all."""
        super().toggle_keyboard()
        self._say_about()

    def _say_about(self) -> None:
        is_low = self.keyboard is not None and self.keyboard.isVisible()
        self._about.setText("\n\n".join(self._about_texts[: 1 if is_low else None]))

    def _show_field(self, state: SettingsState) -> None:
        """The field has the focus while something is typed into it, and the screen again afterwards."""
        was_there = not self._frame.isHidden()
        self._frame.setVisible(state.field is not None)
        self.field.setPlaceholderText(state.hint)
        self.field.setAccessibleName(state.hint)
        echo = QLineEdit.EchoMode.Password if state.is_secret else QLineEdit.EchoMode.Normal
        self.field.setEchoMode(echo)
        self._show_keys(in_box=False, in_form=state.field is not None)
        if state.field is None:
            if was_there:
                self.setFocus()
            return
        if self.field.text() != state.field:
            self.field.setText(state.field)
        if not was_there:
            self.field.setFocus()

    def _connect(self) -> None:
        self.sections.pressed.connect(self.section_chosen)
        self.rows.pressed.connect(self.row_marked)
        self.field.textEdited.connect(self.typed)
        self.field.entered.connect(self.change_pressed)
        self.field.escaped.connect(self.back_pressed)
        self.field.moved.connect(self.moved)
        self.back.clicked.connect(self.back_pressed)
        self.change.clicked.connect(self.change_pressed)

    def _build(self) -> None:
        self._left, middle, self._right = Card(self), Card(self), Card(self)
        left = column(self._left, margin=2 * GRID_PX)
        left.addWidget(self._title)
        left.addWidget(self.sections, 1)
        inside = column(middle, margin=2 * GRID_PX)
        inside.addWidget(self.rows, 1)
        self._frame = EditFrame(self.field, self)
        typing = row()
        typing.addWidget(self.field, 1)
        typing.addWidget(self.keys)
        column(self._frame, margin=GRID_PX).addLayout(typing)
        self._frame.hide()
        inside.addWidget(self._frame)
        right = column(self._right, margin=3 * GRID_PX, gap=2 * GRID_PX)
        right.addWidget(self._heading)
        right.addWidget(self._code)
        right.addWidget(self._about)
        right.addStretch(1)
        lines = column(self)
        across = row()
        across.addWidget(self._left)
        across.addWidget(middle, 1)
        across.addWidget(self._right)
        lines.addLayout(across, 1)
        lines.addWidget(self.banner)  # under the rows: it comes and goes while they are pressed
        bottom = row()
        for button, share in ((self.back, 30), (self.change, 70)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.set_least_height(8 * GRID_PX)
            bottom.addWidget(button, share)
        lines.addLayout(bottom)
