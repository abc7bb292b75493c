"""Which scenes look otherwise after a change: `tools.looks --keep`, the change, `tools.looks`.

A picture of every scene in both languages, light and dark, is kept under `build/looks`, half the size and
with few colours. Two pictures are compared as somebody sees them from a step away, by the mean of small
tiles: a card that moved by two dots, another colour and a word that lost its end are differences. What was
expected, what is, and where they differ is written beside. `make test` keeps no pictures of all scenes; what
it tries is the comparison itself.
"""

import argparse
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from resources.catalogue import LANGUAGES, Language
from tools.scenes import SCENES, Theatre, play, settle
from ui.look import Look
from ui.presenters.preferences import Preferences, Theme
from ui.till_window import application

ROOT: Final = Path(__file__).resolve().parent.parent
KEPT: Final = ROOT / "build" / "looks" / "kept"
FOUND: Final = ROOT / "build" / "looks" / "found"
"""Where what is shown now, and what differs, is written when it is not what was kept."""

SIZE: Final = (1366, 768)
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
SMALLER: Final = 2
COLOURS: Final = 64
"""Chosen so that no tile is by more than some 10 of 255 another than it was."""
TILE: Final = 2
"""Dots of what is kept on each side of what is compared: four of the screen's."""
SEEN: Final = 12
"""Of 255, in any of the three colours: by how much a tile differs when somebody sees it."""
FEW: Final = 12
"""So many tiles of 65,000 may differ: less than one short word."""
_WHITE_WHERE_SEEN: Final = bytes(255 * (apart > SEEN) for apart in range(256))
TAKE_ANEW: Final = "python -m tools.looks --keep takes the pictures anew"


@dataclass(frozen=True, slots=True)
class Shot:
    """Which picture it is."""

    scene: str
    language: Language
    theme: Theme

    @property
    def file(self) -> Path:
        """Where it is kept."""
        return KEPT / f"{self.language}-{self.theme}" / f"{self.scene}.png"


def shots(theatre: Theatre, look: Look, scene: str) -> Iterator[tuple[Shot, Image.Image]]:
    """The scene that stands in the window, in each colour in turn; the window is left in the last one."""
    language = theatre.preferences.language
    for theme in THEMES:
        look.wear(Preferences(language, theme), theatre.catalogue)
        settle()
        yield Shot(scene, language, theme), small(grabbed(theatre.window))


def grabbed(window: QWidget) -> Image.Image:
    """What a window shows, dot by dot."""
    shown = window.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    size = (shown.width(), shown.height())
    return Image.frombytes("RGBX", size, bytes(shown.constBits())).convert("RGB")


def small(picture: Image.Image) -> Image.Image:
    """As it is kept, but for its colours."""
    return picture.reduce(SMALLER)


def keep(shot: Shot, taken: Image.Image) -> None:
    """Keep what is shown now."""
    shot.file.parent.mkdir(parents=True, exist_ok=True)
    with_few_colours(taken).save(shot.file, optimize=True)


def with_few_colours(picture: Image.Image) -> Image.Image:
    """So that it stays small, and looks the same: what is large keeps its very colour."""
    coverage = Image.Quantize.MAXCOVERAGE
    return picture.quantize(COLOURS, method=coverage, kmeans=1, dither=Image.Dither.NONE)


def trouble(shot: Shot, taken: Image.Image) -> str:
    """What is wrong with how a scene looks now, in a sentence; nothing is said of what looks as it did."""
    name = f"{shot.scene} in {shot.language}, {shot.theme}"
    if not shot.file.exists():
        return f"{name} has no picture yet: {TAKE_ANEW}"
    with Image.open(shot.file) as file:
        kept = file.convert("RGB")
    if kept.size != taken.size:
        return f"{name} is {taken.size} now, and its picture {kept.size}: {TAKE_ANEW}"
    tiles = differing(kept, taken)
    if tiles <= FEW:
        return ""
    folder = _explained(shot, kept, taken)
    return f"{name} looks otherwise in {tiles} tiles, see {folder}; if it is meant to, {TAKE_ANEW}"


def differing(kept: Image.Image, taken: Image.Image) -> int:
    """How many tiles anybody sees to be different."""
    return sum(_seen(kept, taken).tobytes()) // 255


def _seen(kept: Image.Image, taken: Image.Image) -> Image.Image:
    """White where a tile differs."""
    apart = ImageChops.difference(kept.reduce(TILE), taken.reduce(TILE))
    red, green, blue = apart.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return Image.frombytes("L", most.size, most.tobytes().translate(_WHITE_WHERE_SEEN))


def _explained(shot: Shot, kept: Image.Image, taken: Image.Image) -> Path:
    folder = FOUND / f"{shot.scene}-{shot.language}-{shot.theme}"
    folder.mkdir(parents=True, exist_ok=True)
    kept.save(folder / "expected.png")
    taken.save(folder / "actual.png")
    where = _seen(kept, taken)
    red = Image.new("RGB", where.size, "red")
    Image.composite(red, taken.reduce(TILE), where).save(folder / "difference.png")
    return folder.relative_to(ROOT)


def main() -> int:
    """Keep how every scene looks, or tell which look otherwise; 1 where one does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="keep how they look now")
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    look = Look(application())
    look.dress()
    found = 0
    for language, scene in product(LANGUAGES, SCENES):
        theatre = play(scene, look, Preferences(language), size=SIZE)
        for shot, taken in shots(theatre, look, scene):
            if asked.keep:
                keep(shot, taken)
            elif said := trouble(shot, taken):
                found += 1
                print(said)
        theatre.close()
    print(f"The pictures are in {KEPT.relative_to(ROOT)}." if asked.keep else f"{found} look otherwise.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
