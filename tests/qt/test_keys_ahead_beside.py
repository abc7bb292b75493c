"""Real keys beside the sale while somebody or something is looked up: they wait for who is found.

The lanes are held for as long as the test wants, as a slow disk would.
"""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from tests.qt.conftest import Play
from tests.qt.hands import press
from tools.sample_returns import ANH_DIGITS
from tools.theatre import Theatre
from ui.keys_ahead import KeysAhead
from ui.presenters.beside import Beside
from ui.presenters.type_ahead import TypeAhead
from ui.widgets.heard_keys import hear_key

KEY = Qt.Key


class Desk:
    """A screen beside the sale with the ear of an open till; `asks` is how far the screen is."""

    def __init__(self, theatre: Theatre, at: Callable[[], Beside]) -> None:
        self.theatre = theatre
        ahead = TypeAhead(lambda: theatre.shell.front.behind(at()))
        theatre.runner.on_handled = ahead.look
        KeysAhead(theatre.window, ahead)

    def look_for(self, text: str, *then: Qt.Key | str) -> None:
        """Look for it on a till that takes its time, go on pressing, and let it be found."""
        self.theatre.runner.hold("look-up")
        press(self.theatre, text, KEY.Key_Return, *then)
        self.theatre.runner.let_go("look-up")


@pytest.fixture
def members(play_scene: Play) -> Desk:
    """*Members*, where nobody is looked for yet."""
    theatre = play_scene("members")
    screen = theatre.members
    assert screen is not None
    return Desk(theatre, lambda: screen.beside)


@pytest.fixture
def returns(play_scene: Play) -> Desk:
    """*Returns*, with the sales of the day."""
    theatre = play_scene("returns")
    screen = theatre.returns
    assert screen is not None
    return Desk(theatre, lambda: screen.beside)


@pytest.fixture
def cards(play_scene: Play) -> Desk:
    """*Cards*, with nobody chosen."""
    theatre = play_scene("cards-nobodys")
    screen = theatre.cards
    assert screen is not None
    return Desk(theatre, lambda: screen.beside)


def test_enter_during_a_look_up_opens_whom_it_finds(members: Desk) -> None:
    members.look_for("n", KEY.Key_Down, KEY.Key_Return)
    assert members.theatre.members is not None
    it = members.theatre.members.presenter
    assert it is not None
    assert it.model.page is not None
    assert it.model.page.member.name == "Trần Văn Bình"


def test_nothing_is_pressed_over_what_was_not_found(members: Desk) -> None:
    members.look_for("zzz", "n", KEY.Key_Return)
    assert members.theatre.members is not None
    it = members.theatre.members.presenter
    assert it is not None
    assert (it.model.step, it.model.typed, it.model.hits) == ("find", "zzz", ())
    assert it.model.said is not None


def test_two_are_never_merged_by_an_enter_before_they_were_seen_side_by_side(members: Desk) -> None:
    assert members.theatre.members is not None
    it = members.theatre.members.presenter
    assert it is not None
    members.look_for("Ánh", KEY.Key_Return)
    it.tab_pressed("more")
    it.row_pressed(2)
    members.look_for("Bình", KEY.Key_Return, KEY.Key_Return)
    assert (it.model.step, members.theatre.sample_members.deeds) == ("merge", [])


def test_enter_during_a_look_up_marks_the_first_goods_of_a_receipt_and_f9_pays_nothing_back(
    returns: Desk,
) -> None:
    returns.look_for(ANH_DIGITS, KEY.Key_Return, KEY.Key_F9, KEY.Key_F9)
    assert returns.theatre.returns is not None
    it = returns.theatre.returns.presenter
    assert it is not None
    assert (it.model.step, list(it.model.wanted)) == ("lines", [0])
    assert returns.theatre.sample_returns.calls == []


def test_enter_during_a_look_up_opens_the_cards_of_whom_it_finds(cards: Desk) -> None:
    cards.look_for("n", KEY.Key_Return)
    assert cards.theatre.cards is not None
    it = cards.theatre.cards.presenter
    assert it is not None
    assert (it.model.step, it.model.name) == ("cards", "Nguyễn Thị Ánh")


@pytest.mark.parametrize("key", ["Ctrl+L", "F1"])
def test_the_till_is_locked_and_help_is_shown_over_what_was_not_found(members: Desk, key: str) -> None:
    pressed: list[str] = []
    hear_key(members.theatre.window, key, lambda: pressed.append(key), in_window=True)
    members.theatre.runner.hold("look-up")
    press(members.theatre, "zzz", KEY.Key_Return)
    QTest.keySequence(members.theatre.window.windowHandle(), QKeySequence(key))
    assert pressed == []
    members.theatre.runner.let_go("look-up")
    assert pressed == [key]
