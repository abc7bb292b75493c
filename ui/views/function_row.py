"""The row of keys along the bottom of the checkout, Pay in its corner."""

from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.presenters.checkout.state import CheckoutState
from ui.theme import GRID_PX, Type
from ui.views.view import View
from ui.widgets.button import Button, Look, write_alike
from ui.widgets.surface import BIG_TOUCH_MM, row

FUNCTION_KEYS: Final = (
    ("F2", "new-sale"), ("F3", "goods"), ("F4", "member"), ("F5", "offers"), ("F6", "park"),
    ("F7", "recall"), ("F8", "returns"), ("F10", "reprint"), ("F12", "menu"),
)  # fmt: skip

_KEY_SHARE: Final = 12
_PAY_SHARE: Final = 31
"""Of the row, where every word has its room in a key as wide as its neighbours."""

_ENOUGH_PERCENT: Final = 110
"""A word that is asked to be so much smaller leaves the keys equally wide."""


class FunctionRow(View):
    """The keys along the bottom, and Pay always in the same corner.

    They are equally wide, written a little smaller where one asks for it. Where that is too little, each is
    as wide as its word asks for, and Pay has what is left; then all are written smaller.
    """

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._buttons: dict[str, Button] = {}
        self._line = row(self)
        for key, name in FUNCTION_KEYS:
            self._line.addWidget(self._key(key, name), _KEY_SHARE)
        self.pay = Button(self, look=Look.PRIMARY, kind=Type.TITLE, key="F9", millimetres=BIG_TOUCH_MM)
        self.pay.clicked.connect(lambda: self.pressed.emit("pay"))
        self.pay.set_least_height(8 * GRID_PX)
        self._line.addWidget(self.pay, _PAY_SHARE)
        write_alike(self._buttons.values())
        self.say("checkout.pay", self.pay.set_words)

    def show_state(self, state: CheckoutState) -> None:
        """Some keys only work when there is something for them to do."""
        self.pay.setEnabled(state.pay_enabled)
        self._buttons["new-sale"].setEnabled(state.can_clear)
        self._buttons["park"].setEnabled(state.can_park)
        self._buttons["recall"].setEnabled(state.can_recall)
        self._buttons["recall"].set_words(state.recall)
        self._buttons["reprint"].setEnabled(state.can_reprint)

    def event(self, event: QEvent, /) -> bool:
        """Another width, and other words, are another share for each."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._share_room()
        return super().event(event)

    def _share_room(self) -> None:
        keys = tuple(self._buttons.values())
        asked = [key.sizeHint().width() for key in keys]
        room = self.width() - len(keys) * self._line.spacing()
        one = room // (len(keys) * _KEY_SHARE + _PAY_SHARE)
        shares, pay = [_KEY_SHARE] * len(keys), _PAY_SHARE
        if max(asked) > one * _KEY_SHARE * _ENOUGH_PERCENT // 100:
            left = min(room - sum(asked), one * _PAY_SHARE)
            shares, pay = asked, max(left, self.pay.sizeHint().width())
        for key, share in zip(keys, shares, strict=True):
            self._line.setStretchFactor(key, share)
        self._line.setStretchFactor(self.pay, pay)

    def _key(self, key: str, name: str) -> Button:
        button = Button(self, key=key)
        button.set_least_height(8 * GRID_PX)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        button.clicked.connect(lambda: self.pressed.emit(name))
        self.say(f"key.{name}", button.set_words)
        self._buttons[name] = button
        return button
