"""What tests with a window need: the till's look, put on once, and windows that are closed again."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tools.scenes import play
from tools.theatre import Theatre
from ui.look import Look
from ui.presenters.preferences import Preferences

Play = Callable[..., Theatre]


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """The application dressed as the till."""
    dressed = Look(qapp)
    dressed.dress()
    return dressed


@pytest.fixture
def play_scene(look: Look) -> Iterator[Play]:
    """Play a scene of `tools.scenes` in a window, which is closed after the test."""
    theatres: list[Theatre] = []

    def played(
        scene: str,
        worn: Preferences | None = None,
        *,
        size: tuple[int, int] = (1366, 768),
        is_training: bool = False,
    ) -> Theatre:
        theatres.append(play(scene, look, worn or Preferences(), size=size, is_training=is_training))
        return theatres[-1]

    yield played
    for theatre in theatres:
        theatre.close()
