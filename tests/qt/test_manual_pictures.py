"""The manual's pictures are of the till as it is: each scene is played again and laid beside it.

They are compared coarsely, as somebody sees them from two steps away: a screen that was laid out anew or a
button less is seen; how one machine smooths its letters is not.
"""

from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtGui import QImage

from resources.catalogue import LANGUAGES, Language
from tests.qt.conftest import Play
from tools.manual import scenes
from tools.take_pictures import PICTURES, SIZE
from ui.presenters.preferences import Preferences

TILE = 8
"""Dots on each side of what is compared."""
SEEN = 24
"""Of 255: by how much a tile is darker or lighter when somebody sees it."""
FEW = 0.01
"""The part of the tiles that may differ."""


def coarse(picture: Image.Image) -> Image.Image:
    return picture.convert("L").reduce(TILE)


def differing(one: Image.Image, other: Image.Image) -> float:
    """The part of the tiles that anybody sees to be different."""
    tiles = ImageChops.difference(coarse(one), coarse(other)).tobytes()
    return sum(tile > SEEN for tile in tiles) / len(tiles)


def shown(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        return picture.convert("RGB")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", scenes())
def test_a_picture_of_the_manual_is_of_the_screen_as_it_is(
    play_scene: Play, scene: str, language: Language
) -> None:
    theatre = play_scene(scene, Preferences(language=language), size=SIZE)
    grabbed = theatre.window.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    now = Image.frombytes("RGBX", SIZE, bytes(grabbed.constBits())).convert("RGB")
    taken = shown(PICTURES / language / f"{scene}.png")
    assert differing(taken, now) <= FEW, "python -m tools.take_pictures --scenes takes them anew"


def test_another_screen_or_one_button_less_is_seen() -> None:
    pay, offers = (shown(PICTURES / "en" / f"{scene}.png") for scene in ("pay", "offers"))
    assert differing(pay, pay) == 0
    assert differing(pay, offers) > 10 * FEW
    without = pay.copy()
    without.paste("white", (10, 700, 990, 760))
    assert differing(pay, without) > FEW
