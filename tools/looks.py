"""How every scene looks, as somebody looked at it, and which look otherwise after a change.

A picture of every scene in both languages, light and dark, is kept under `tests/cases/looks`, half the size
and with few colours; of every screen one in high contrast. `make test` lays what the window shows beside it:
a word that moved by two dots or lost its end, another colour and another icon are differences. What was
expected, what is, and where they differ is written under `build/looks`. `python -m tools.looks NAME` does so
for one scene; who takes the pictures anew, when a scene is meant to look otherwise, is `tools.take_pictures`.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageFilter
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from resources.catalogue import LANGUAGES, Language
from tools.drawing import SIZE, draw_alike
from tools.scenes import SCENES, play
from tools.theatre import Theatre, settle
from ui.look import Look
from ui.presenters.preferences import Preferences, Theme
from ui.till_window import application

ROOT: Final = Path(__file__).resolve().parent.parent
KEPT: Final = ROOT / "tests" / "cases" / "looks"
FOUND: Final = ROOT / "build" / "looks"
"""Where what is shown now, and what differs, is written when it is not what was kept."""

THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
CONTRAST: Final[Theme] = "high-contrast"
CONTRASTED: Final = frozenset((
    *("sign-in", "wrong-pin", "open-shift", "empty", "checkout", "hits", "unknown-card", "enrolling", "keys"),
    *("things", "why", "pay", "transfer", "sold", "voiding", "menu", "help", "training", "closed-shift"),
    *("members", "member", "member-edit", "cards", "cards-batch", "products", "products-editing", "devices"),
    *("returns", "returning", "late-claims-shown", "settings", "day", "audit", "people", "people-adding"),
    *("files", "files-preview", "programs", "programs-publish", "draws", "first-shop", "first-loading"),
    *("customer-sale", "customer-transfer", "customer-asked", "receipt", "paper-asked", "stopped"),
))  # fmt: skip
"""A scene of every screen, of each form and kind of dialog: kept in high contrast too, in Vietnamese."""
SMALLER: Final = 2
COLOURS: Final = 96
"""So many keep each dot within 14 of 255 of what it was, on every scene."""
SEEN: Final = 16
"""Of 255, in any of the three colours: by how much a dot of what is kept differs when it counts."""
FEW: Final = 2
"""So many of a picture's 200,000 dots may differ: an accent of a small word that is gone is three."""
MARGIN: Final = 4
"""Dots of what is kept between a difference and the frame that marks it."""
_WHITE_WHERE_SEEN: Final = bytes(255 * (apart > SEEN) for apart in range(256))


@dataclass(frozen=True, slots=True)
class Shot:
    """Which picture it is."""

    scene: str
    language: Language
    theme: Theme

    @property
    def file(self) -> Path:
        """Where it is kept."""
        return KEPT / f"{self.language}-{self.theme}" / f"{self.scene}.webp"

    @property
    def take_anew(self) -> str:
        """What takes it anew."""
        return f"python -m tools.take_pictures {self.scene}"


def themes_of(scene: str, language: Language) -> tuple[Theme, ...]:
    """The themes in which a scene is kept."""
    return (*THEMES, CONTRAST) if language == "vi" and scene in CONTRASTED else THEMES


def shots(theatre: Theatre, scene: str) -> Iterator[tuple[Shot, Image.Image]]:
    """The scene that stands in the window, in each theme in turn; the window is left in the last one."""
    worn = theatre.preferences
    for theme in themes_of(scene, worn.language):
        theatre.prefer(worn._replace(theme=theme))
        settle()
        yield Shot(scene, worn.language, theme), grabbed(theatre.front)


def grabbed(window: QWidget) -> Image.Image:
    """What a window shows, dot by dot."""
    shown = window.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    size = (shown.width(), shown.height())
    return Image.frombytes("RGBX", size, bytes(shown.constBits())).convert("RGB")


def small(picture: Image.Image) -> Image.Image:
    """As it is kept, but for its colours."""
    return picture.reduce(SMALLER)


def keep(shot: Shot, taken: Image.Image) -> bool:
    """Keep what is shown now; False where it looks as what was kept, which then stays as it was."""
    if not trouble(shot, taken):
        return False
    shot.file.parent.mkdir(parents=True, exist_ok=True)
    with_few_colours(small(taken)).convert("RGB").save(shot.file, lossless=True, quality=60)
    return True


def with_few_colours(picture: Image.Image) -> Image.Image:
    """So that it stays small, and looks the same: what is large keeps its very colour."""
    coverage = Image.Quantize.MAXCOVERAGE
    return picture.quantize(COLOURS, method=coverage, kmeans=1, dither=Image.Dither.NONE)


def trouble(shot: Shot, taken: Image.Image) -> str:
    """What is wrong with how a scene looks now, in a sentence; nothing is said of what looks as it did."""
    name, taken = f"{shot.scene} in {shot.language}, {shot.theme}", small(taken)
    if not shot.file.exists():
        return f"{name} has no picture yet: look at it, then `{shot.take_anew}` takes it"
    with Image.open(shot.file) as file:
        kept = file.convert("RGB")
    if kept.size != taken.size:
        return f"{name} is {taken.size} now, and its picture {kept.size}: `{shot.take_anew}` takes it anew"
    if differing(kept, taken) <= FEW:
        return ""
    left, top, right, bottom = (SMALLER * edge for edge in _where(kept, taken))
    return (
        f"{name} looks otherwise between ({left}, {top}) and ({right}, {bottom}) of the window: see "
        f"{_explained(shot, kept, taken)}; if it is meant to, `{shot.take_anew}` takes it anew"
    )


def differing(kept: Image.Image, taken: Image.Image) -> int:
    """How many dots of what is kept are different enough to count."""
    return sum(_seen(kept, taken).tobytes()) // 255


def _seen(kept: Image.Image, taken: Image.Image) -> Image.Image:
    """White where a dot differs."""
    red, green, blue = ImageChops.difference(kept, taken).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return Image.frombytes("L", most.size, most.tobytes().translate(_WHITE_WHERE_SEEN))


def _where(kept: Image.Image, taken: Image.Image) -> tuple[int, int, int, int]:
    """The box around all that differs."""
    return _seen(kept, taken).getbbox() or (0, 0, *kept.size)


def _explained(shot: Shot, kept: Image.Image, taken: Image.Image) -> Path:
    """One picture: what was expected, what is, and what is with each difference framed; where it lies."""
    FOUND.mkdir(parents=True, exist_ok=True)
    seen = _seen(kept, taken)
    wide, wider = (seen.filter(ImageFilter.MaxFilter(2 * dots + 1)) for dots in (MARGIN, MARGIN + 2))
    frame = ImageChops.subtract(wider, wide)
    marked = Image.composite(Image.new("RGB", taken.size, "red"), taken, frame)
    sheet = Image.new("RGB", (3 * taken.width + 2 * MARGIN, taken.height), "red")
    for place, each in enumerate((kept, taken, marked)):
        sheet.paste(each, (place * (taken.width + MARGIN), 0))
    file = FOUND / f"{shot.scene}-{shot.language}-{shot.theme}.png"
    sheet.save(file)
    return file.relative_to(ROOT)


def every_shot(scenes: Sequence[str]) -> Iterator[tuple[Shot, Image.Image]]:
    """Play these scenes in both languages, light and dark, each in a window of its own."""
    look = Look(application())
    look.dress()
    for scene, language in product(scenes, LANGUAGES):
        theatre = play(scene, look, Preferences(language), size=SIZE)
        yield from shots(theatre, scene)
        theatre.close()


def chosen(parser: argparse.ArgumentParser, names: Sequence[str]) -> Sequence[str]:
    """The scenes of these names, or all of them; one that there is not ends the program with a sentence."""
    unknown = [name for name in names if name not in SCENES]
    if unknown:
        parser.error(f"there is no scene {', '.join(unknown)}; there are {', '.join(SCENES)}")
    return names or tuple(SCENES)


def main() -> int:
    """Tell which scenes look otherwise than they are kept; 1 where one does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scene", nargs="*", help="these scenes only")
    asked = parser.parse_args()
    draw_alike()
    found = 0
    for shot, taken in every_shot(chosen(parser, asked.scene)):
        if said := trouble(shot, taken):
            found += 1
            print(said)
    print(f"{found} look otherwise.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
