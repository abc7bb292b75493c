"""What a member has and what this basket could win: rows beside the sale, as many as there is room for."""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.presenters.checkout.state import RewardRow
from ui.theme import GRID_PX, Type
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.notice import INK_OF
from ui.widgets.surface import Card, FoldingText, Text, row

_ABOVE_BUTTON: Final = GRID_PX // 4


class RewardList(QWidget):
    """What the member has, and what this basket has won or could reach; as many as there is room for.

    Each has one line, those that go first before the others; then as many lines as its words ask for, while
    there is room. Where some have none, a button says how many, and `more_pressed` that it was pressed.
    `pressed` says the `act` of a row that does something, `why_pressed` whose reasons a touch asks for.
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

    def whole_height(self, width: int) -> int:
        """What all that is counted needs, with every word of it."""
        return _stacked([self._rows[number].complete_height(width) for number in self._counted()])

    def least_heights(self, width: int) -> tuple[int, ...]:
        """What the first ones need, with the button under them where more follow: ever less.

        Every word of them, each in one line, one fewer of them; the last is what the button needs alone.
        """
        counted = self._counted()
        if not counted:
            return (0,)
        more = self._more.sizeHint().height()
        first = [number for number in counted if self._rewards[number].goes_first] or counted[:1]
        heights: list[int] = []
        for most in range(len(first), 0, -1):
            below = more if most < len(counted) else 0
            rows = [self._rows[number] for number in first[:most]]
            heights.append(_stacked([each.complete_height(width) for each in rows]) + below)
            heights.append(_stacked([each.height_in(width, folded=True) for each in rows]) + below)
        return tuple(dict.fromkeys((*heights, more)))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Show as many as fit now."""
        super().resizeEvent(event)
        self._fit()

    def _counted(self) -> list[int]:
        return [number for number, each in enumerate(self._rewards) if not each.told_elsewhere]

    def _fit(self) -> None:
        """Room is kept for the button where one that nothing else tells of has none."""
        width, counted = self.width(), self._counted()
        room = self.height()
        if _stacked([self._rows[number].height_in(width, folded=True) for number in counted]) > room:
            room -= self._more.sizeHint().height()
        ranked = sorted(counted, key=lambda number: not self._rewards[number].goes_first)
        tall = self._with_room(ranked, {}, room)
        hidden = len(counted) - len(tall)
        left = room - _stacked([*tall.values()])
        for number in ranked:
            if number not in tall:
                continue
            more = self._rows[number].height_in(width, folded=False) - tall[number]
            if more <= left:
                tall[number] += more
                left -= more
        if not hidden:
            tall = self._with_room([n for n in range(len(self._rewards)) if n not in counted], tall, room)
        self._show_more(hidden, self._place(tall))

    def _with_room(self, numbers: list[int], tall: dict[int, int], room: int) -> dict[int, int]:
        """Those of these that have room under the others in one line; a tall one leaves it to the next."""
        found = dict(tall)
        taken = _stacked([*found.values()])
        for number in numbers:
            height = self._rows[number].height_in(self.width(), folded=True)
            under = height + (GRID_PX if found else 0)
            if taken + under <= room:
                found[number] = height
                taken += under
        return found

    def _place(self, tall: dict[int, int]) -> int:
        """Show these, and no others, from the top down; where the last of them ends."""
        top = bottom = 0
        for number, each in enumerate(self._rows):
            each.setVisible(number in tall)
            if number in tall:
                bottom = top + tall[number]
                each.setGeometry(0, top, self.width(), tall[number])
                each.show_in(self.width(), tall[number])
                top = bottom + GRID_PX
        return bottom

    def _show_more(self, hidden: int, top: int) -> None:
        """Directly under the last row: the button has air of its own."""
        self._more.setVisible(hidden > 0)
        if hidden:
            self._more.set_words(f"{self._more_said} ({hidden})")
            size = self._more.sizeHint()
            self._more.setGeometry(0, top, min(size.width() + GRID_PX, self.width()), size.height())


def _stacked(heights: list[int]) -> int:
    """How tall these are one under the other."""
    return sum(heights) + GRID_PX * max(0, len(heights) - 1)


class _Reward(Card):
    pressed = Signal(str)
    why_pressed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = row(self)
        self._text = FoldingText(self, kind=Type.LABEL)
        self._value = Text(self, kind=Type.SMALL_STRONG, right=True)
        self._do = Button(self, look=Look.LINK, kind=Type.SMALL_STRONG)
        self._act = self._why = ""
        self._gives_way = False
        self._shown: RewardRow | None = None
        for part, share in ((self._text, 1), (self._value, 0), (self._do, 0)):
            self._line.addWidget(part, share)
        self._do.clicked.connect(self._pressed)

    def show_reward(self, reward: RewardRow) -> None:
        """Show one. The button has its own air above and below its words."""
        if reward == self._shown:
            return
        self._shown = reward
        above = _ABOVE_BUTTON if reward.act else GRID_PX
        self._line.setContentsMargins(GRID_PX * 3 // 2, above, GRID_PX * 3 // 2, above)
        self._text.setText(reward.text)
        self._value.setText(reward.value)
        self._value.set_ink(INK_OF[reward.tone])
        self._act, self._why, self._gives_way = reward.act, reward.why, reward.gives_way
        self._do.set_words(reward.value)
        self._do.setVisible(bool(reward.act))
        self._value.setVisible(not reward.act)

    def height_in(self, width: int, *, folded: bool) -> int:
        """How tall it is in this width: in one line, or in as many as its words ask for in their own size."""
        beside, alone = (self._tall(self._text.height_in(room, folded=folded)) for room in self._rooms(width))
        return min(beside, alone)

    def complete_height(self, width: int) -> int:
        """How tall it is where it says everything: in one line where that has room in smaller letters."""
        folded = self._text.is_whole_in(self._rooms(width)[1])
        return self.height_in(width, folded=folded)

    def show_in(self, width: int, height: int) -> None:
        """Be so tall as one of the above: its value gives way where its text has no room beside it."""
        folded = height <= self.height_in(width, folded=True)
        beside, _ = self._rooms(width)
        self._text.fold(folded=folded)
        if self._gives_way:
            fits = self._tall(self._text.height_in(beside, folded=folded)) <= height
            self._value.setVisible(fits and (not folded or self._text.wanted_width() <= beside))

    def _rooms(self, width: int) -> tuple[int, int]:
        """The width of the text beside what stands at the right, and where that gives way."""
        sides, right = self._line.contentsMargins(), self._do if self._act else self._value
        alone = width - sides.left() - sides.right()
        beside = alone - self._line.spacing() - right.sizeHint().width()
        return beside, alone if self._gives_way else beside

    def _tall(self, text_px: int) -> int:
        sides, right = self._line.contentsMargins(), self._do if self._act else self._value
        return sides.top() + max(text_px, right.sizeHint().height()) + sides.bottom()

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """A touch beside the button opens the reasons."""
        if self._why and self.rect().contains(event.position().toPoint()):
            self.why_pressed.emit(self._why)

    def _pressed(self) -> None:
        self.pressed.emit(self._act)
