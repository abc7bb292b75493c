"""The right side of the checkout where a member stands.

Who, how many points, how far to the next tier, what to spend.
"""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.presenters.checkout.state import BurnState, MemberState, RewardRow
from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.figures import Chip, ProgressBar
from ui.widgets.notice import INK_OF
from ui.widgets.surface import Card, ShortText, Text, column, give_way, row

LEAST_PERCENT: Final = 70
"""Of its size a name keeps so much beside the tier."""


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
        self._about = Text(self, kind=Type.SMALL, ink=Ink.QUIET, wrap=True)
        self._points = Text(self, kind=Type.POINTS)
        self._worth = Text(self, kind=Type.SMALL, ink=Ink.QUIET, wrap=True)
        self._bar = ProgressBar(self)
        self._progress = Text(self, kind=Type.SMALL, ink=Ink.QUIET, wrap=True)
        self._rewards = RewardList(self)
        self._burn = BurnStepper(self)
        self._earn = Button(self, look=Look.LINK, kind=Type.SMALL)
        self._earns = False
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
        self._rewards.show_rewards(member.rewards)
        self._burn.show_state(member.burn)
        self._earn.set_words(member.earn)
        self._earns = bool(member.earn)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """In a low window the lesser lines give way."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Room for the name; for the first of what the member has, or at least for the way to it.

        Where even that is short of it, what this sale earns gives way to the keys that use points.
        """
        self._place_tier()
        self._earn.setVisible(self._earns)
        for least in self._rewards.least_heights(self.width()):
            self._rewards.setMinimumHeight(least)
            if give_way(self, (self._about, self._progress)):
                return
        self._earn.hide()

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
        self._rewards.pressed.connect(self.thing_pressed)
        self._rewards.why_pressed.connect(self.why_pressed)
        self._rewards.more_pressed.connect(self.more_pressed)
        self._burn.why_pressed.connect(lambda: self.why_pressed.emit("burn"))
        self._burn.stepped.connect(self.burn_stepped)
        self._burn.typed_pressed.connect(self.burn_typed_pressed)
        self._burn.max_pressed.connect(self.burn_max_pressed)


class RewardList(QWidget):
    """What the member has, and what this basket has won or could reach; as many as there is room for.

    One that is too tall for what is left leaves its place to the next. Where some have no room, a button says
    how many, and `more_pressed` that it was pressed. `pressed` says the `act` of a row that does something,
    `why_pressed` whose reasons a touch asks for.
    """

    pressed = Signal(str)
    why_pressed = Signal(str)
    more_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rewards: tuple[RewardRow, ...] = ()
        self._rows: list[_Reward] = []
        self._more_said = ""
        self._more = Button(self, look=Look.LINK, kind=Type.SMALL, key="F5", place=Place.BESIDE)
        self._more.clicked.connect(self.more_pressed)
        self._more.hide()

    def sizeHint(self) -> QSize:
        """What it is to have at least; it takes whatever is left."""
        return QSize(0, self.minimumHeight())

    def say_more(self, said: str) -> None:
        """What the button says before the number."""
        self._more_said = said
        self._fit()

    def show_rewards(self, rewards: tuple[RewardRow, ...]) -> None:
        """Show them in this order, the won ones last."""
        self._rewards = rewards
        while len(self._rows) < len(rewards):
            one = _Reward(self)
            one.pressed.connect(self.pressed)
            one.why_pressed.connect(self.why_pressed)
            self._rows.append(one)
        for number, reward in enumerate(rewards):
            self._rows[number].show_reward(reward)
        self._fit()

    def least_heights(self, width: int) -> tuple[int, ...]:
        """What the first row needs, with the button under it where more follow; what the button needs."""
        counted = sum(not each.told_elsewhere for each in self._rewards)
        if not counted:
            return (0,)
        first, more = self._rows[0].height_in(width), self._more.sizeHint().height()
        return (first if counted == 1 else first + GRID_PX + more, more)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Show as many as fit now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Room is kept for the button where one that nothing else tells of has none."""
        rows = self._rows[: len(self._rewards)]
        tall = [each.height_in(self.width()) for each in rows]
        counted = [number for number, each in enumerate(self._rewards) if not each.told_elsewhere]
        room = self.height()
        if counted and sum(tall[: counted[-1] + 1]) + GRID_PX * counted[-1] > room:
            room -= self._more.sizeHint().height() + GRID_PX
        top, shown = 0, set[int]()
        for number, each in enumerate(rows):
            waits = self._rewards[number].told_elsewhere and not shown.issuperset(counted)
            if top + tall[number] <= room and not waits:
                shown.add(number)
                each.setGeometry(0, top, self.width(), tall[number])
                top += tall[number] + GRID_PX
        for number, each in enumerate(self._rows):
            each.setVisible(number in shown)
        self._show_more(len(set(counted) - shown), top)

    def _show_more(self, hidden: int, top: int) -> None:
        self._more.setVisible(hidden > 0)
        if hidden:
            self._more.set_words(f"{self._more_said} ({hidden})")
            size = self._more.sizeHint()
            self._more.setGeometry(0, top, min(size.width() + GRID_PX, self.width()), size.height())


class _Reward(Card):
    pressed = Signal(str)
    why_pressed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        line = row(self)
        line.setContentsMargins(GRID_PX * 3 // 2, GRID_PX, GRID_PX * 3 // 2, GRID_PX)
        self._text = Text(self, kind=Type.LABEL, wrap=True)
        self._value = Text(self, kind=Type.SMALL_STRONG, right=True)
        self._do = Button(self, look=Look.LINK, kind=Type.SMALL_STRONG)
        self._act = self._why = ""
        self._gives_way = False
        line.addWidget(self._text, 1)
        line.addWidget(self._value)
        line.addWidget(self._do)
        self._do.clicked.connect(self._pressed)

    def show_reward(self, reward: RewardRow) -> None:
        """Show one."""
        self._text.setText(reward.text)
        self._value.setText(reward.value)
        self._value.set_ink(INK_OF[reward.tone])
        self._act, self._why, self._gives_way = reward.act, reward.why, reward.gives_way
        self._do.set_words(reward.value)
        self._do.setVisible(bool(reward.act))
        self._value.setVisible(not reward.act)

    def height_in(self, width: int) -> int:
        """How tall it is in this width: with its value, or without where the text would need more lines."""
        if self._gives_way:
            self._value.setVisible(True)
            beside = self.heightForWidth(width)
            self._value.setVisible(False)
            alone = self.heightForWidth(width)
            self._value.setVisible(beside <= alone)
            return min(beside, alone)
        return self.heightForWidth(width)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """A touch beside the button opens the reasons."""
        if self._why and self.rect().contains(event.position().toPoint()):
            self.why_pressed.emit(self._why)

    def _pressed(self) -> None:
        self.pressed.emit(self._act)


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
