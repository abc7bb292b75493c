"""A screen that the till was locked over is not in front: scans are no longer its own."""

from collections.abc import Callable
from typing import Protocol

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from tests.qt.conftest import Play
from tools.theatre import Theatre, settle
from ui.demo.seen import name_of
from ui.views.view import View
from ui.widgets.button import Button


class Backstage(Protocol):
    """What every screen behind the menu says of itself."""

    @property
    def is_in_front(self) -> bool:
        """Whether it is what is seen."""
        ...


SCREENS: dict[str, Callable[[Theatre], Backstage | None]] = {
    "returns": lambda theatre: theatre.returns,
    "devices": lambda theatre: theatre.devices,
    "products": lambda theatre: theatre.products,
    "cards": lambda theatre: theatre.cards,
    "cards-batch": lambda theatre: theatre.cards,
    "day": lambda theatre: theatre.day,
    "audit": lambda theatre: theatre.audit,
    "settings": lambda theatre: theatre.settings,
    "members": lambda theatre: theatre.members,
    "late-claims": lambda theatre: theatre.late_claims,
    "people": lambda theatre: theatre.people,
    "draws": lambda theatre: theatre.draws,
    "programs": lambda theatre: theatre.programs,
    "files": lambda theatre: theatre.files,
}


@pytest.mark.parametrize("scene", SCREENS)
def test_a_screen_behind_a_lock_is_not_in_front_until_it_is_seen_again(play_scene: Play, scene: str) -> None:
    theatre = play_scene(scene)
    screen, shown = SCREENS[scene](theatre), theatre.window.screen_shown
    assert screen is not None
    assert screen.is_in_front
    theatre.shell.lock()
    settle()
    assert theatre.window.screen_shown is theatre.sign_in_view
    assert theatre.window.screen_shown is not shown
    assert not screen.is_in_front


@pytest.mark.parametrize("scene", SCREENS)
def test_a_screen_that_was_left_by_its_button_is_opened_with_its_keys_at_work(
    play_scene: Play, scene: str
) -> None:
    theatre = play_scene(scene)
    view = theatre.window.screen_shown
    assert isinstance(view, View)
    back = next(each for each in view.findChildren(Button) if each.isVisible() and "Esc" in name_of(each))
    back.setFocus(Qt.FocusReason.MouseFocusReason)  # as a finger or Tab leaves it
    theatre.window.show_screen(theatre.stage.checkout)
    settle()
    theatre.window.show_screen(view)
    settle()
    focus = theatre.window.focusWidget()
    assert view.hasFocus() or view.isAncestorOf(focus)
    assert not isinstance(focus, QAbstractButton)


def test_the_box_has_the_focus_once_the_menu_is_closed_over_the_checkout(play_scene: Play) -> None:
    theatre = play_scene("empty")
    theatre.window.focus_screen()
    settle()
    assert theatre.stage.checkout.box.edit.hasFocus()


def test_the_fields_of_a_new_member_have_the_focus_once_the_menu_is_closed_over_them(
    play_scene: Play,
) -> None:
    theatre = play_scene("enrolling")
    theatre.window.focus_screen()
    settle()
    enrol = theatre.stage.checkout.enrol
    assert enrol.name.hasFocus() or enrol.phone.hasFocus()
