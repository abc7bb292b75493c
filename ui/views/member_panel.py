"""The right side of the checkout where a member stands.

Who, how many points, how far to the next tier, what to spend.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ui.presenters.checkout.state import BurnState, MemberState
from ui.theme import GRID_PX, Ink, Type
from ui.views.reward_list import RewardList
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.figures import Chip, ProgressBar
from ui.widgets.left_note import LeftNote
from ui.widgets.surface import FoldingText, ShortText, Text, column, needed_height, row

LEAST_PERCENT: Final = 70
"""Of its size a name keeps so much beside the tier."""


class _Way(NamedTuple):
    """How the panel is set out: the least of the rewards, what is folded, how many of the lesser lines go."""

    rewards_px: int = 0
    folds_note: bool = True
    folds: bool = True
    hidden: int = 0


class MemberPanel(View):
    """The member of this one sale."""

    burn_stepped = Signal(int)
    burn_typed_pressed = Signal()
    burn_max_pressed = Signal()
    detach_pressed = Signal()
    page_pressed = Signal()
    thing_pressed = Signal(str)
    why_points_pressed = Signal()
    why_pressed = Signal(str)
    more_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ShortText(self, kind=Type.TITLE)
        self._tier = Chip(self, icon="gem")
        self._tier_below = Chip(self, icon="gem")
        self._detach = Button(self, look=Look.LINK, icon="x")
        self.page = Button(self, look=Look.LINK, icon="clipboard-list")
        self.note = LeftNote(self)
        self._about = FoldingText(self, kind=Type.SMALL, ink=Ink.QUIET)
        self._points = Text(self, kind=Type.POINTS)
        self._worth = Text(self, kind=Type.SMALL, ink=Ink.QUIET, wrap=True)
        self._bar = ProgressBar(self)
        self._progress = FoldingText(self, kind=Type.SMALL, ink=Ink.QUIET)
        self._lesser = (self._about, self._progress)
        self._rewards = RewardList(self)
        self._burn = BurnStepper(self)
        self._earn = Button(self, look=Look.LINK, kind=Type.SMALL)
        self._earns = False
        self._least: tuple[tuple[object, ...], int] | None = None
        self._build()
        self._connect()
        self.say("checkout.detach", self._detach.setAccessibleName)
        self.say("checkout.detach", self._detach.setToolTip)
        self.say("members.page", self.page.setAccessibleName)
        self.say("members.page", self.page.setToolTip)
        self.say("checkout.more-things", self._rewards.say_more)
        self.say_by(self._burn)

    def show_state(self, member: MemberState) -> None:
        """Show the member."""
        self._name.setText(member.name)
        self._tier.set_text(member.tier)
        self._tier_below.set_text(member.tier)
        self._about.setText(member.about)
        self._points.setText(member.points)
        self._worth.setText(member.worth)
        self._bar.setVisible(member.progress is not None)
        self._bar.set_progress(member.progress or 0)
        self._progress.setText(member.progress_text)
        self._progress.set_ink(Ink.ATTENTION if member.is_urgent else Ink.QUIET)
        for text in self._lesser:
            text.setVisible(bool(text.text()))
        self.note.show_note(member.note)
        self._rewards.show_rewards(member.rewards)
        self._burn.show_state(member.burn)
        self._earn.set_words(member.earn)
        self._earns = bool(member.earn)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """In a low window the lesser lines give way."""
        super().resizeEvent(event)
        self._make_room()

    def showEvent(self, event: QShowEvent, /) -> None:
        """The size of letters may have been changed behind another screen."""
        super().showEvent(event)
        self._least = None
        self._make_room()

    def _make_room(self) -> None:
        """Room for the name and a note; for what the member has, or at least for the way to it.

        The lesser lines give way to the first of what the member has: they are folded into one each, then one
        after the other goes. Where there is too little even for the way to the rest, what this sale earns
        gives way to the keys for points.
        """
        self._place_tier()
        self._earn.setVisible(self._earns)
        said = [text for text in self._lesser if text.text()]
        spare = self._spare(said)
        for asked, way in self._ways(said):
            if asked <= spare:
                self._set_out(said, way)
                return
        self._set_out(said, _Way(hidden=len(said)))
        self._earn.hide()

    def _ways(self, said: list[FoldingText]) -> Iterator[tuple[int, _Way]]:
        """How it can be set out, the best first, and what each asks for beyond the least."""
        width = self.width()
        note, lesser = self.note.more_in(width), sum(text.more_in(width) for text in said)
        whole = self._rewards.whole_height(width)
        yield whole + note + lesser, _Way(whole, folds_note=False, folds=False)
        yield whole + lesser, _Way(whole, folds=False)
        yield whole + note, _Way(whole, folds_note=False)
        yield whole, _Way(whole)
        for least in self._rewards.least_heights(width):
            yield least + lesser, _Way(least, folds=False)
            for hidden in range(len(said) + 1):
                saved = sum(text.height_in(width, folded=True) + GRID_PX for text in said[:hidden])
                yield least - saved, _Way(least, hidden=hidden)

    def _spare(self, said: list[FoldingText]) -> int:
        """What is left for the rewards where all the rest stands in its least, with every line of it.

        It is set out so to be measured; where nothing has come that could ask for more or less, it is not.
        """
        parts = (each.isVisibleTo(self) for each in (self._tier, self.note, self._bar, self._earn))
        asked = (
            self.width(), QApplication.font().pixelSize(), *parts, *(each in said for each in self._lesser),
            self._points.text(), self._worth.text(),
        )  # fmt: skip
        if self._least is None or self._least[0] != asked:
            self._set_out(said, _Way())
            self._least = asked, needed_height(self)
        return self.height() - self._least[1]

    def _set_out(self, said: list[FoldingText], way: _Way) -> None:
        self._rewards.setMinimumHeight(way.rewards_px)
        self.note.fold(folded=way.folds_note)
        for number, text in enumerate(said):
            text.setVisible(number >= way.hidden)
            text.fold(folded=way.folds)

    def _place_tier(self) -> None:
        """Beside the name where that stays large, else before the way to the next one."""
        others = (self._tier, self.page, self._detach)
        room = self.width() - sum(each.sizeHint().width() for each in others) - len(others) * GRID_PX
        wanted = QFontMetrics(self._name.font()).horizontalAdvance(self._name.text())
        is_beside = 100 * room >= LEAST_PERCENT * wanted
        self._tier.setVisible(is_beside)
        self._tier_below.setVisible(not is_beside)

    def _build(self) -> None:
        lines = column(self, gap=GRID_PX)
        top = row()
        top.addWidget(self._name, 1)
        top.addWidget(self._tier)
        top.addWidget(self.page)
        top.addWidget(self._detach)
        lines.addLayout(top)
        lines.addWidget(self.note)
        lines.addWidget(self._about)
        balance = row()
        balance.addWidget(self._points)
        self._worth.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        balance.addWidget(self._worth, 1)
        lines.addLayout(balance)
        way = row()
        way.addWidget(self._tier_below)
        way.addWidget(self._bar, 1)
        lines.addLayout(way)
        lines.addWidget(self._progress)
        lines.addWidget(self._rewards, 1)
        lines.addWidget(self._burn)
        self._earn.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        lines.addWidget(self._earn)

    def _connect(self) -> None:
        self._detach.clicked.connect(self.detach_pressed)
        self.page.clicked.connect(self.page_pressed)
        self._earn.clicked.connect(self.why_points_pressed)
        self.note.pressed.connect(lambda: self.why_pressed.emit("offers"))
        self._rewards.pressed.connect(self.thing_pressed)
        self._rewards.why_pressed.connect(self.why_pressed)
        self._rewards.more_pressed.connect(self.more_pressed)
        self._burn.why_pressed.connect(lambda: self.why_pressed.emit("burn"))
        self._burn.stepped.connect(self.burn_stepped)
        self._burn.typed_pressed.connect(self.burn_typed_pressed)
        self._burn.max_pressed.connect(self.burn_max_pressed)


class BurnStepper(View):
    """Points to pay with: a step less, the figure (a touch types it), a step more, and as many as can be."""

    stepped = Signal(int)
    typed_pressed = Signal()
    max_pressed = Signal()
    why_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Text(self, kind=Type.SMALL, ink=Ink.QUIET)
        self._note = ShortText(self, kind=Type.SMALL, ink=Ink.ATTENTION)
        self._less = Button(self, kind=Type.LARGE)
        self._points = Button(self, look=Look.CHOICE, kind=Type.LARGE_STRONG)
        self._points.setCheckable(False)
        self._more = Button(self, kind=Type.LARGE)
        self._most = Button(self, kind=Type.SMALL_STRONG)
        lines = column(self, gap=GRID_PX)
        top = row()
        top.addWidget(self._label)
        top.addWidget(self._note, 1)
        lines.addLayout(top)
        keys = row()
        for button, share in ((self._less, 2), (self._points, 5), (self._more, 2), (self._most, 3)):
            button.set_least_height(6 * GRID_PX)
            keys.addWidget(button, share)
        lines.addLayout(keys)
        self._less.clicked.connect(lambda: self.stepped.emit(-1))
        self._more.clicked.connect(lambda: self.stepped.emit(1))
        self._points.clicked.connect(self.typed_pressed)
        self._most.clicked.connect(self.max_pressed)
        self.say("checkout.burn", self._call)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """A touch of what stands over the keys opens why no more can be used."""
        if event.position().y() < self._less.y():
            self.why_pressed.emit()

    def show_state(self, burn: BurnState) -> None:
        """Show it."""
        self._less.set_words(burn.less)
        self._points.set_words(burn.points)
        self._more.set_words(burn.more)
        self._most.set_words(burn.most)
        self._less.setEnabled(burn.can_less)
        self._more.setEnabled(burn.can_more)
        self._most.setEnabled(burn.can_most)
        self._note.setText(burn.note)

    def _call(self, what: str) -> None:
        """Say it over the keys, and to a screen reader with each figure on them."""
        self._label.setText(what)
        for button in (self._less, self._points, self._more):
            button.set_called(what)
