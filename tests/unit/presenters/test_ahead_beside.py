"""Keys that wait behind one that opens a screen beside the sale are that screen's; the lock is never lost."""

from collections.abc import Callable
from functools import partial

import pytest

from ui.presenters.beside import NOTHING_LOOKED_FOR, Beside
from ui.presenters.stage import Screen
from ui.presenters.type_ahead import Front, Passage, TypeAhead

WRITING = Front(Screen.PAY, "s1", Passage.TO_NEXT, asks=False)
NEXT = Front(Screen.CHECKOUT, "s2", None, asks=False)
FINDS = Beside(place=("find", "", "", ()))


class Till:
    """One whose sale is written for as long as the test wants; `heard` is what was pressed in the end."""

    def __init__(self, front: Front = WRITING) -> None:
        self.front = front
        self.heard: list[str] = []
        self.ahead = TypeAhead(lambda: self.front)

    def key(self, name: str, does: Callable[[], object] | None = None, *, anywhere: bool = False) -> None:
        """Press it while the till is at work."""
        finishes, chooses = name in {"F9", "Enter"}, name == "Enter"
        press = partial(self._press, name, does)
        assert self.ahead.key_waits(press, finishes=finishes, chooses=chooses, anywhere=anywhere)

    def opens(self, beside: Beside) -> Callable[[], None]:
        """What brings that screen to the front."""

        def come() -> None:
            self.front = self.front.behind(beside)

        return come

    def comes(self, front: Front) -> None:
        """What was on its way is there."""
        self.front = front
        self.ahead.look()

    def _press(self, name: str, does: Callable[[], object] | None) -> None:
        self.heard.append(name)
        if does is not None:
            does()


@pytest.mark.parametrize(
    ("beside", "heard"),
    [(FINDS, ["Ctrl+F4", "0", "9", "Enter"]), (NOTHING_LOOKED_FOR, ["Ctrl+F4", "0", "9"])],
)
def test_what_is_typed_behind_the_key_that_opens_a_screen_is_typed_there(
    beside: Beside, heard: list[str]
) -> None:
    till = Till()
    till.key("Ctrl+F4", till.opens(beside))
    for key in ("0", "9", "Enter", "F9"):
        till.key(key)
    till.comes(NEXT)
    assert till.heard == heard


def test_what_was_meant_for_the_checkout_is_not_pressed_on_a_screen_that_a_finger_opened() -> None:
    till = Till()
    till.key("5")
    till.comes(NEXT.behind(FINDS))
    assert till.heard == []


@pytest.mark.parametrize(
    "then",
    [
        NEXT.behind(FINDS._replace(asks=True)),
        NEXT.behind(NOTHING_LOOKED_FOR),
        WRITING._replace(passage=None),
        NEXT._replace(asks=True),
    ],
)
def test_the_till_is_locked_over_whatever_has_come_and_nothing_before_or_after_it_is_pressed(
    then: Front,
) -> None:
    till = Till()
    till.key("5")
    till.key("Ctrl+L", anywhere=True)
    till.key("Enter")
    till.comes(then)
    assert till.heard == ["Ctrl+L"]
