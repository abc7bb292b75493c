"""How the application looks and speaks as a whole: style, palette, font, style sheet, Qt's own words."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from resources.catalogue import Catalogue
from resources.fonts import SCREEN_BOLD, SCREEN_REGULAR, SCREEN_SEMIBOLD
from ui.presenters.preferences import Preferences
from ui.theme import body_font, palette_of, style_sheet
from ui.translator import CatalogueTranslator


class Look:
    """The look of one application; `wear` may be called as often as the cashier likes."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._translator: CatalogueTranslator | None = None
        for face in (SCREEN_REGULAR, SCREEN_SEMIBOLD, SCREEN_BOLD):
            QFontDatabase.addApplicationFont(str(face))
        app.setStyle("Fusion")

    def dress(self) -> None:
        """Put the style sheet on: what it is for comes after the sign-in screen, and so does its price."""
        self._app.setStyleSheet(style_sheet())

    def wear(self, preferences: Preferences, catalogue: Catalogue) -> None:
        """Take on colours, size of text and language."""
        self._app.setPalette(palette_of(preferences.theme))
        self._app.setFont(body_font(preferences.text_size))
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
        self._translator = CatalogueTranslator(catalogue)
        self._app.installTranslator(self._translator)
