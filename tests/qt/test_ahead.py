"""Screens are built one by one while a till stands at its sign-in screen, and not while somebody sells."""

from PySide6.QtCore import QObject

from ui.side_screens.ahead import BuildAhead


class Screens:
    """So many that are to be built, and whether somebody is signed in."""

    def __init__(self, count: int) -> None:
        self.left = count
        self.is_idle = True

    def build_next(self) -> bool:
        self.left -= 1
        return self.left > 0


def test_one_at_a_time_until_none_is_left(qapp: QObject) -> None:
    screens, parent = Screens(3), QObject(qapp)
    ahead = BuildAhead(parent, screens.build_next, lambda: screens.is_idle)
    for left in (2, 1, 0):
        assert not ahead.is_done
        ahead.look()
        assert screens.left == left
    assert ahead.is_done
    parent.deleteLater()


def test_nothing_is_built_while_somebody_is_signed_in(qapp: QObject) -> None:
    screens, parent = Screens(2), QObject(qapp)
    ahead = BuildAhead(parent, screens.build_next, lambda: screens.is_idle)
    screens.is_idle = False
    ahead.look()
    assert (screens.left, ahead.is_done) == (2, False)
    screens.is_idle = True
    ahead.look()
    assert screens.left == 1
    ahead.stop()
    assert ahead.is_done
    parent.deleteLater()
