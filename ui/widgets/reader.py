"""A page that is read: it takes no key and no focus, and its bar is as quiet as the mark beside a list."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar, QTextBrowser, QWidget

from ui.theme import PAGE_BAR


class Reader(QTextBrowser):
    """Text that is longer than its place; links are told and not followed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setOpenLinks(False)
        bar = QScrollBar(self)  # Qt looks a bar's style up before it could be given a name
        bar.setObjectName(PAGE_BAR)
        self.setVerticalScrollBar(bar)
