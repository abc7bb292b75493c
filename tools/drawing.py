"""Draws without a screen, and letters alike on every machine.

How wide a letter is and how its edges are smoothed is a preference of the machine, and so is the font that
gives a sign which ours have not. Pictures that are compared, and tests that measure words, ask for both to be
the same everywhere: no font but our own, smoothed in grey and hinted slightly. A till at work is left to its
machine.
"""

import os
from pathlib import Path
from typing import Final

SIZE: Final = (1024, 768)
"""Of the pictures: the smallest window that a till has, where whatever is short of room shows first."""

_FONTS: Final = Path(__file__).with_name("fonts.conf")


def draw_alike() -> None:
    """Have it so in this process and in those that it starts: called before Qt's application is made."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["FONTCONFIG_FILE"] = str(_FONTS)
