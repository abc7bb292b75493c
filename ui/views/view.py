"""What every view has.

Texts that never change with the state, said again at once when the language changes.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from resources.catalogue import Catalogue


class View(QWidget):
    """A screen or a part of one. `say` ties a text of the catalogue to a setter; `speak` says them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: list[Callable[[Catalogue], None]] = []
        self._catalogue: Catalogue | None = None

    def say(self, key: str, show: Callable[[str], object]) -> None:
        """Show the text of `key` by `show`, in each language that comes."""

        def said(catalogue: Catalogue) -> None:
            show(catalogue.text(key))

        self._said.append(said)

    def say_now(self, key: str, show: Callable[[str], object]) -> None:
        """The same for a part that was built after the view spoke."""
        self.say(key, show)
        if self._catalogue is not None:
            self._said[-1](self._catalogue)

    def say_by(self, part: "View") -> None:
        """Let a part speak when this view does."""
        self._said.append(part.speak)

    def speak(self, catalogue: Catalogue) -> None:
        """Say everything in this language."""
        self._catalogue = catalogue
        for said in self._said:
            said(catalogue)
