"""A screen that the till was locked over is not in front: scans are no longer its own."""

from collections.abc import Callable
from typing import Protocol

import pytest

from tests.qt.conftest import Play
from tools.theatre import Theatre, settle


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
