"""The manual's pictures are of the till as it is: each is laid beside how its scene is kept.

They are compared coarsely, as somebody sees them from two steps away: a screen that was laid out anew or a
button less is seen; that one of the two has fewer colours is not.
"""

import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from resources.catalogue import LANGUAGES, Language
from tests.qt.conftest import Play
from tools.looks import SMALLER, Shot, grabbed
from tools.manual import book, scenes
from tools.take_pictures import CHECKOUT, PICTURES, RECEIPT, receipt_picture
from ui.presenters.preferences import Preferences
from ui.views.main_window import DEFAULT_SIZE
from ui.widgets.surface import Text

TILE = 8
"""Dots on each side of what is compared."""
SEEN = 24
"""Of 255: by how much a tile is darker or lighter when somebody sees it."""
FEW = 0.01
"""The part of the tiles that may differ."""


def differing(one: Image.Image, other: Image.Image) -> float:
    """The part of the tiles that anybody sees to be different."""
    tiles = ImageChops.difference(one, other).tobytes()
    return sum(tile > SEEN for tile in tiles) / len(tiles)


def coarse(file: Path, tile: int = TILE) -> Image.Image:
    with Image.open(file) as picture:
        return picture.convert("RGB").convert("L").reduce(tile)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", scenes())
def test_a_picture_of_the_manual_is_of_the_screen_as_it_is(scene: str, language: Language) -> None:
    shot = Shot(scene, language, "light")
    kept, taken = coarse(shot.file, TILE // SMALLER), coarse(PICTURES / language / f"{scene}.png")
    assert differing(taken, kept) <= FEW, f"`{shot.take_anew}` takes it anew"


def test_another_screen_or_one_button_less_is_seen() -> None:
    pay, offers = (coarse(PICTURES / "en" / f"{scene}.png") for scene in ("pay", "offers"))
    assert differing(pay, pay) == 0
    assert differing(pay, offers) > 10 * FEW
    without = pay.copy()
    without.paste(255, (1, 88, 123, 95))
    assert differing(pay, without) > FEW


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_manual_reckons_is_what_its_pictures_show(play_scene: Play, language: Language) -> None:
    told = re.search(r"^.*363[.,]611(?:.+\n)+", book("counter", language), re.MULTILINE)
    assert told is not None
    figures = re.findall(r"\d{3}[.,]\d{3}", told[0])
    for scene, amounts in {"checkout": figures[:1], "pay": figures[1:]}.items():
        theatre = play_scene(scene, Preferences(language))
        seen = " ".join(each.text() for each in theatre.window.findChildren(Text) if each.isVisible())
        assert [amount for amount in amounts if amount not in seen] == []
    assert len(figures) == 3


def test_the_pictures_of_the_readme_are_of_the_till_as_it_is(play_scene: Play) -> None:
    theatre = play_scene("checkout", size=DEFAULT_SIZE)
    shown = grabbed(theatre.front).convert("L").reduce(TILE)
    assert differing(coarse(CHECKOUT), shown) <= FEW
    assert RECEIPT.read_bytes() == receipt_picture(theatre)
