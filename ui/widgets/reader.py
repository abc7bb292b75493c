"""A page that is read: it takes no key and no focus, and its bar is as quiet as the mark beside a list."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar, QTextBrowser, QWidget

from ui.theme import PAGE_BAR


def page_bar(page: QWidget) -> QScrollBar:
    """The bar of a page; Qt looks a bar's style up before one that is there could be given a name."""
    bar = QScrollBar(page)
    bar.setObjectName(PAGE_BAR)
    return bar


class Reader(QTextBrowser):
    """Text that is longer than its place; links are told and not followed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setOpenLinks(False)
        self.setVerticalScrollBar(page_bar(self))
