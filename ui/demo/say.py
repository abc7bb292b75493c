"""Telling the person who waits what the demo is doing, in words, in the language of the console."""

import os
import sys

from resources.catalogue import Catalogue


class Say:
    """Writes lines on standard output as they happen."""

    def __init__(self) -> None:
        self.texts = Catalogue.load("vi" if os.environ.get("LANG", "").startswith("vi") else "en")

    def __call__(self, key: str, **params: str | int) -> None:
        """One line, by its key in the catalogue."""
        self.tell(self.texts.text(key, **params))

    def tell(self, text: str) -> None:
        """Text as it is."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
