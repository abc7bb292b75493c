"""The customer's window: goods on the left, the figure that counts on the right, one question after the sale.

A window of its own for a second screen. While a transfer is asked for, its code stands where the goods do. It
never takes the keyboard from the till's, and only the answers of the question can be touched.
"""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.presenters.customer.state import CustomerState, SurveyState
from ui.presenters.pay.state import QrState
from ui.presenters.shown import FigureRow
from ui.theme import GRID_PX, Ink, Type
from ui.views.training_band import TrainingBand
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.figures import FigureColumn
from ui.widgets.notice import INK_OF
from ui.widgets.qr import QrPicture
from ui.widgets.surface import (
    BIG_TOUCH_MM,
    Card,
    FoldingText,
    ShortText,
    Text,
    column,
    needed_height,
    row,
    touch_of,
    wide,
)

_LEAST_WIDTH: Final = 1024
_LEAST_HEIGHT: Final = 600
_SIDE_SHARE: Final = 0.42
_SIDE_EMS: Final = 16
_ANSWER_MM: Final = 18.0
"""So tall: touched by somebody who does it once, with a bag in the other hand."""
_ACROSS: Final = 7
"""Answers in a row; a longer scale stands in two rows."""


class CustomerView(View):
    """The second window."""

    score_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, is_training: bool = False) -> None:
        """In training a band takes the place of the store's name."""
        super().__init__(parent)
        self.band = TrainingBand(self, for_customers=True) if is_training else None
        self._store = ShortText(self, kind=Type.TITLE)
        self._greeting = Text(self, kind=Type.POINTS, wrap=True)
        self._greeting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._middle = QWidget(self)
        self._goods = GoodsCard(self._middle)
        self.code = CodeCard(self._middle)
        self._side = SideCard(self._middle)
        self.survey = SurveyCard(self._middle)
        self._build()
        self.survey.score_chosen.connect(self.score_chosen)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAutoFillBackground(True)
        self.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)
        self.say("customer.window", self.setWindowTitle)
        if self.band is not None:
            self.say_by(self.band)

    def show_state(self, state: CustomerState) -> None:
        """Show it all."""
        self._store.setText(state.store)
        self._greeting.setText(state.greeting)
        self._greeting.setVisible(bool(state.greeting))
        asks = state.qr is not None
        self._goods.setVisible(state.survey is None and not asks)
        self.code.setVisible(asks)
        if state.qr is not None:
            self.code.show_qr(state.qr)
        self._goods.show_rows(state.rows, thanks=state.thanks, won=state.won)
        self._middle.setVisible(not state.greeting)
        self._side.show_state(state)
        self.survey.setVisible(state.survey is not None)
        if state.survey is not None:
            self.survey.show_survey(state.survey)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The side keeps its share."""
        super().resizeEvent(event)
        self._side.setFixedWidth(wide(_SIDE_SHARE, _SIDE_EMS, self.width()))

    def _build(self) -> None:
        lines = column(self, margin=2 * GRID_PX, gap=2 * GRID_PX)
        lines.addWidget(self.band or self._store)
        self._store.setVisible(self.band is None)
        lines.addWidget(self._greeting, 1)
        middle = row(self._middle, gap=2 * GRID_PX)
        middle.addWidget(self._goods, 1)
        middle.addWidget(self.code, 1)
        middle.addWidget(self.survey, 1)
        middle.addWidget(self._side)
        lines.addWidget(self._middle, 1)


class GoodsCard(Card):
    """What is being bought, big enough to be read from where the customer stands; or thanks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[FoldingText, Text]] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(GRID_PX)
        self._grid.setColumnStretch(0, 1)
        self._said = QWidget(self)
        self._thanks = Text(self._said, kind=Type.POINTS, ink=Ink.ACCENT, wrap=True)
        self._won = Text(self._said, kind=Type.LARGE_STRONG, ink=Ink.GOOD, wrap=True)
        said = column(self._said, gap=2 * GRID_PX)
        said.addStretch(1)
        for text in (self._thanks, self._won):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            said.addWidget(text)
        said.addStretch(1)
        self._lines = column(self, margin=3 * GRID_PX, gap=2 * GRID_PX)
        self._lines.addLayout(self._grid)
        self._lines.addWidget(self._said, 1)
        self._lines.addStretch()

    def show_rows(self, rows: tuple[FigureRow, ...], *, thanks: str, won: str) -> None:
        """Show the goods, what was taken off them in smaller letters; or thanks, and what was won."""
        while len(self._rows) < len(rows):
            self._add()
        for number, (label, figure) in enumerate(self._rows):
            label.setVisible(number < len(rows))
            figure.setVisible(number < len(rows))
            if number < len(rows):
                _write(rows[number], label, figure)
        self._thanks.setText(thanks)
        self._won.setText(won)
        self._won.setVisible(bool(won))
        self._said.setVisible(bool(thanks))
        self._fold()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Names have as many lines as there is room for."""
        super().resizeEvent(event)
        self._fold()

    def changeEvent(self, event: QEvent, /) -> None:
        """In larger letters they need more."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fold()

    def _fold(self) -> None:
        """A name that one line does not hold has more of them, the newest first, while there is room."""
        shown = [pair for pair in self._rows if not pair[0].isHidden()]
        if not shown:
            return
        for label, _ in shown:
            label.fold(folded=True)
        figures = max(figure.sizeHint().width() for _, figure in shown)
        margins = self._lines.contentsMargins()
        width = self.width() - margins.left() - margins.right() - self._grid.horizontalSpacing() - figures
        left = self.height() - needed_height(self)
        for label, _ in reversed(shown):
            more = label.more_in(width)
            if 0 < more <= left:
                label.fold(folded=False)
                left -= more

    def _add(self) -> None:
        pair = FoldingText(self, kind=Type.LARGE), Text(self, kind=Type.LARGE, right=True)
        for across, text in enumerate(pair):
            self._grid.addWidget(text, len(self._rows), across)
        self._rows.append(pair)


def _write(row: FigureRow, label: Text, figure: Text) -> None:
    ink = Ink.TEXT if row.strong else INK_OF[row.tone]
    for text, words in ((label, row.label), (figure, row.figure)):
        text.setText(words)
        text.set_kind(Type.LARGE if row.strong else Type.BODY)
        text.set_ink(ink)


class CodeCard(Card):
    """The code to pay by, in the place of the goods: a phone reads it across the counter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._qr = QrPicture(self)
        column(self, margin=2 * GRID_PX).addWidget(self._qr)
        self.hide()

    def show_qr(self, qr: QrState) -> None:
        """Show it."""
        self._qr.show_qr(qr)


class SideCard(Card):
    """Who it is, what it comes to, and the points before and after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._member = ShortText(self, kind=Type.TITLE)
        self._phone = ShortText(self, ink=Ink.QUIET)
        self._points = FigureColumn(self, gap=GRID_PX // 2)
        self._sums = FigureColumn(self, gap=GRID_PX // 2)
        self._label = ShortText(self, kind=Type.LARGE, ink=Ink.QUIET, right=True)
        self._figure = ShortText(self, kind=Type.DUE, right=True)
        self._figure.set_ink(Ink.ACCENT)
        lines = column(self, margin=3 * GRID_PX, gap=GRID_PX)
        for part in (self._member, self._phone, self._points):
            lines.addWidget(part)
        lines.addStretch(1)
        for part in (self._sums, self._label, self._figure):
            lines.addWidget(part)

    def show_state(self, state: CustomerState) -> None:
        """Show it."""
        self._member.setText(state.member)
        self._member.setVisible(bool(state.member))
        self._phone.setText(state.phone)
        self._phone.setVisible(bool(state.phone))
        self._points.show_rows(state.points)
        self._points.setVisible(bool(state.points))
        self._sums.show_rows(state.sums)
        self._sums.setVisible(bool(state.sums))
        self._label.setText("" if state.big is None else state.big.label)
        self._figure.setText("" if state.big is None else state.big.figure)
        self._fit_figures()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """What has room in large letters is read from where the customer stands."""
        super().resizeEvent(event)
        self._fit_figures()

    def _fit_figures(self) -> None:
        for is_large in (True, False):
            for figures in (self._points, self._sums):
                figures.set_large(is_large=is_large)
            if needed_height(self) <= self.height():
                return


class SurveyCard(Card):
    """The question and its answers, each as big as a finger."""

    score_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: tuple[int, ...] = ()
        self._question = Text(self, kind=Type.POINTS, wrap=True)
        self._low = Text(self, kind=Type.LARGE, ink=Ink.QUIET)
        self._high = Text(self, kind=Type.LARGE, ink=Ink.QUIET, right=True)
        self.buttons: list[Button] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(GRID_PX)
        lines = column(self, margin=3 * GRID_PX, gap=3 * GRID_PX)
        lines.addStretch(1)
        lines.addWidget(self._question)
        lines.addLayout(self._grid)
        ends = row()
        ends.addWidget(self._low)
        ends.addWidget(self._high)
        lines.addLayout(ends)
        lines.addStretch(2)

    def show_survey(self, survey: SurveyState) -> None:
        """Ask."""
        self._answers = survey.answers
        self._question.setText(survey.question)
        self._low.setText(survey.low)
        self._high.setText(survey.high)
        while len(self.buttons) < len(survey.answers):
            self._add(len(self.buttons))
        count = len(survey.answers)
        across = count if count <= _ACROSS else (count + 1) // 2
        for number, button in enumerate(self.buttons):
            self._grid.addWidget(button, number // across, number % across)
            button.setVisible(number < count)
            if number < count:
                button.set_words(str(survey.answers[number]))
                button.set_called(survey.question)

    def _add(self, number: int) -> None:
        button = Button(self, look=Look.CHOICE, kind=Type.TITLE, millimetres=BIG_TOUCH_MM)
        button.set_least_height(touch_of(self, _ANSWER_MM))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCheckable(False)
        button.clicked.connect(lambda: self.score_chosen.emit(self._answers[number]))
        self.buttons.append(button)
