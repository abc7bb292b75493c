"""A slip as lines of a printer's own letters, for printers that are set to them instead of pictures.

Lines are laid out already: blanks put every figure in its column. Codes stand among them as pictures.
"""

from dataclasses import dataclass
from typing import TypeAlias

from drivers.ports.bitmap import Bitmap


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One printed line; a `large` letter is two columns wide and two lines high."""

    text: str
    bold: bool = False
    large: bool = False


TextPage: TypeAlias = tuple[TextLine | Bitmap, ...]
"""From the top to the bottom."""
