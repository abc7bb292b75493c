"""The line icons of the screen, from Lucide (ISC, see LICENSE beside this file); drawn by `ui.icons`."""

from pathlib import Path
from typing import Final

ICONS_FOLDER: Final = Path(__file__).parent
