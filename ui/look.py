"""How the application looks and speaks as a whole: style, palette, font, style sheet, Qt's own words."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QFontDatabase, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from resources.catalogue import Catalogue
from resources.fonts import PAPER_REGULAR, SCREEN_BOLD, SCREEN_REGULAR, SCREEN_SEMIBOLD
from ui.presenters.preferences import Preferences
from ui.theme import body_font, eighths_of, palette_of, style_sheet

if TYPE_CHECKING:
    from PySide6.QtCore import QTranslator


class Look:
    """The look of one application; `wear` may be called as often as the cashier likes."""

    def __init__(self, app: QApplication, *, is_training: bool = False) -> None:
        self._app = app
        self.is_training = is_training
        """Whether it has the accent of a till in training, from the next time that it is worn."""
        self._catalogue: Catalogue | None = None
        self._is_dressed = False
        self._worn = ("", False, 0)
        self._preferences: Preferences | None = None
        self._eighths = 8
        self._translator: QTranslator | None = None
        for face in (SCREEN_REGULAR, SCREEN_SEMIBOLD, SCREEN_BOLD):
            QFontDatabase.addApplicationFont(str(face))

    def dress(self) -> None:
        """Put on the rest: what it is for comes after the sign-in screen, and so does its price."""
        self._is_dressed = True
        QFontDatabase.addApplicationFont(str(PAPER_REGULAR))
        self._app.setStyleSheet(style_sheet())
        self._translate()

    def wear(self, preferences: Preferences, catalogue: Catalogue) -> None:
        """Take on colours, size of text and language."""
        self._preferences, self._catalogue = preferences, catalogue
        self._put_on(preferences)
        if self._is_dressed:
            self._translate()

    def fit(self, size: QSize) -> None:
        """Take on the size of texts for a window of this size, as a share of what was asked for."""
        eighths = eighths_of(size.width(), size.height())
        if eighths != self._eighths:
            self._eighths = eighths
            if self._preferences is not None:
                self._put_on(self._preferences)

    def _put_on(self, preferences: Preferences) -> None:
        font = body_font(preferences.text_size, eighths=self._eighths)
        worn = (preferences.theme, self.is_training, font.pixelSize())
        before, self._worn = self._worn, worn
        self._app.setPalette(palette_of(preferences.theme, is_training=self.is_training))
        self._app.setFont(font)
        if self._is_dressed and worn != before:
            self._dress_anew()
        if worn[-1] != before[-1]:
            self._tell_text_size()

    def _dress_anew(self) -> None:
        """Qt hands no palette and no font on to what the style sheet has touched.

        Once to each widget: setting the sheet anew does it as often as a widget stands deep in others.
        """
        style = self._app.style()
        for window in self._app.topLevelWidgets():
            for widget in (window, *window.findChildren(QWidget)):
                style.polish(widget)
                QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))

    def _tell_text_size(self) -> None:
        """Another size of text is another size of all that is counted in it, in a window that stays as it is.

        Qt tells those widgets only that have no font of their own; and those that share their room out when
        they are resized are, to the size that they have, once all texts have changed.
        """
        widgets = self._app.allWidgets()
        for widget in widgets:
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.FontChange))
        for widget in widgets:
            QCoreApplication.postEvent(widget, QResizeEvent(widget.size(), widget.size()))

    def _translate(self) -> None:
        from ui.translator import CatalogueTranslator

        if self._translator is not None:
            self._app.removeTranslator(self._translator)
        if self._catalogue is not None:
            self._translator = CatalogueTranslator(self._catalogue)
            self._app.installTranslator(self._translator)
