"""Cut the shipped typefaces out of the Noto packages; run again only when the letters on paper change.

`python -m tools.fonts FOLDER` reads the untouched `Noto*.ttf` files in FOLDER (Debian's fonts-noto-mono,
fonts-noto-core and fonts-noto-extra, all 20201225-1: `apt-get download` and `dpkg -x` are enough) and writes
the subsets into `resources/fonts`. The same sources give the same bytes.
"""

import sys
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from resources.fonts import FONTS_FOLDER
from terminal.receipts.letters import PRINTABLE

MINUS = 0x2212
COMBINING = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
PAPER = ("NotoSansMono-Regular.ttf", "NotoSansMono-Bold.ttf")
SCREEN = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf", "NotoSans-Bold.ttf")


def cut(source: Path, target: Path, *, characters: frozenset[str], features: list[str]) -> None:
    """Write the part of `source` that draws `characters`; its hinting makes one-bit text crisp and stays."""
    font = TTFont(source, recalcTimestamp=False)
    if MINUS not in font.getBestCmap():
        add_minus(font)
    options = Options()
    options.layout_features = features
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    font.save(target, reorderTables=True)


def add_minus(font: TTFont) -> None:
    """Give the font a minus sign as wide and as thick as its own plus: this Noto Sans has none."""
    plus = font["glyf"]["plus"].coordinates
    left, *_, right = sorted({x for x, _ in plus})
    _, low, high, _ = sorted({y for _, y in plus})
    pen = TTGlyphPen(None)
    pen.moveTo((left, low))
    pen.lineTo((left, high))
    pen.lineTo((right, high))
    pen.lineTo((right, low))
    pen.closePath()
    font.setGlyphOrder([*font.getGlyphOrder(), "minus"])
    font["glyf"]["minus"] = pen.glyph()
    font["hmtx"]["minus"] = (font["hmtx"]["plus"][0], left)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[MINUS] = "minus"


def main(folder: Path) -> None:
    """Cut every shipped file; text on paper is composed already, so it needs no layout features."""
    for name in PAPER:
        cut(folder / name, FONTS_FOLDER / name, characters=PRINTABLE, features=[])
    for name in SCREEN:
        shaping = ["kern", "mark", "mkmk", "ccmp", "locl"]
        cut(folder / name, FONTS_FOLDER / name, characters=PRINTABLE | COMBINING, features=shaping)
    for path in sorted(FONTS_FOLDER.glob("*.ttf")):
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
