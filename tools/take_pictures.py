"""`make screens`: the pictures of README and manual, and those that scenes are compared with, taken anew.

How each scene looks in both languages, light and dark, is kept for `tools.looks`, and those that the manual
has are kept for it too, whole and with few colours. The README has the checkout in the window that it is
drawn for, and its receipt, dot for dot. All are of the sample till, whose clock stands still: taken again,
they are the same. What is looked at and not kept, every screen in every size and theme, is `tools.screens`.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tools.drawing import draw_alike
from tools.manual import scenes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from tools.theatre import Theatre

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURES: Final = ROOT / "docs" / "pictures"
CHECKOUT: Final = PICTURES / "checkout.png"
RECEIPT: Final = PICTURES / "receipt.png"
COLOURS: Final = 96


def main() -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scene", nargs="*", help="these scenes only")
    asked = parser.parse_args()
    draw_alike()
    _take_scenes(parser, asked.scene)
    if not asked.scene:
        _take_readme()
    return 0


def _take_scenes(parser: argparse.ArgumentParser, names: "Sequence[str]") -> None:
    """Keep how these scenes look, or all of them, and then no scene that there is not."""
    from tools import looks

    in_manual = scenes()
    kept: set[Path] = set()
    for shot, taken in looks.every_shot(looks.chosen(parser, names)):
        kept.add(shot.file)
        if looks.keep(shot, taken):
            print(shot.file.relative_to(ROOT))
        if shot.scene in in_manual and shot.theme == "light":
            _keep_with_few_colours(taken, PICTURES / shot.language / f"{shot.scene}.png")
    if not names:
        for file in {*looks.KEPT.glob("*/*")} - kept:
            file.unlink()


def _take_readme() -> None:
    from tools.looks import grabbed
    from tools.scenes import play
    from ui.look import Look
    from ui.presenters.preferences import Preferences
    from ui.till_window import application
    from ui.views.main_window import DEFAULT_SIZE

    look = Look(application())
    look.dress()
    theatre = play("checkout", look, Preferences(), size=DEFAULT_SIZE)
    _keep_with_few_colours(grabbed(theatre.front), CHECKOUT)
    RECEIPT.write_bytes(receipt_picture(theatre))
    theatre.close()


def receipt_picture(theatre: "Theatre") -> bytes:
    """The receipt of the basket that is open, paid by card, as a printer of 576 dots prints it."""
    from drivers.png import png_bytes
    from terminal.receipts.layout import PAPER_80_MM, lay_out
    from tools.over_scenes import receipt_of_the_last
    from ui.raster.painter import QtPagePainter

    theatre.paying.method_chosen("card")
    theatre.paying.finish_pressed()
    document = receipt_of_the_last(theatre, copy=False)
    return png_bytes(QtPagePainter().paint(lay_out(document, PAPER_80_MM)))


def _keep_with_few_colours(taken: "Image.Image", file: Path) -> None:
    """So that it stays small."""
    from PIL import Image

    file.parent.mkdir(exist_ok=True)
    taken.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
