"""The typefaces that ship with the till: Noto Sans for the screen, Noto Sans Mono for paper (both OFL 1.1).

Each file is a subset that `tools/fonts.py` cuts from the packages named there. Nothing is loaded here:
who draws reads the bytes.
"""

from pathlib import Path
from typing import Final

FONTS_FOLDER: Final = Path(__file__).parent

PAPER_REGULAR: Final = FONTS_FOLDER / "NotoSansMono-Regular.ttf"
PAPER_BOLD: Final = FONTS_FOLDER / "NotoSansMono-Bold.ttf"
SCREEN_REGULAR: Final = FONTS_FOLDER / "NotoSans-Regular.ttf"
SCREEN_SEMIBOLD: Final = FONTS_FOLDER / "NotoSans-SemiBold.ttf"
SCREEN_BOLD: Final = FONTS_FOLDER / "NotoSans-Bold.ttf"
