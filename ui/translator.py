"""Qt's own words (OK, Cancel, the edit menu) from our catalogue.

Qt ships no Vietnamese, and none of its own is loaded.
"""

from typing import Final

from PySide6.QtCore import QTranslator

from resources.catalogue import Catalogue

_KEYS: Final = {
    "OK": "qt.ok",
    "Cancel": "qt.cancel",
    "Close": "qt.close",
    "Yes": "qt.yes",
    "No": "qt.no",
    "Undo": "qt.undo",
    "Redo": "qt.redo",
    "Cut": "qt.cut",
    "Copy": "qt.copy",
    "Paste": "qt.paste",
    "Delete": "qt.delete",
    "Select All": "qt.select-all",
}


class CatalogueTranslator(QTranslator):
    """Answers for those of Qt's strings that a till shows; everything else stays as Qt wrote it."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue

    def translate(
        self, _context: str, source_text: str, /, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """The text for one of Qt's own; Qt marks keys in it with an ampersand."""
        del disambiguation, n
        key = _KEYS.get(source_text.replace("&", ""))
        return source_text if key is None else self._catalogue.text(key)

    def isEmpty(self) -> bool:
        """Never: it has no file, and yet something to say."""
        return False
