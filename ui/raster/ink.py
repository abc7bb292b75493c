"""Runs of text as black dots: painted by Qt once and then kept, since slips say the same things each time.

A shape is one integer, its rows one after the other, each as wide as the paper: to move it is a shift, to lay
it beside others an OR, and that is many times quicker than to paint it anew. Where it goes is not known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QGlyphRun, QImage, QPainter, QRawFont

from resources.fonts import PAPER_BOLD, PAPER_REGULAR

KEPT_SHAPES: Final = 2048
"""About 5 MB on 80 mm paper."""

LONGEST_RUN: Final = 256

_WHITE: Final = 0xFFFFFFFF
_BLACK: Final = 0xFF000000

Inscription: TypeAlias = tuple[str, int, bool]
"""A printable text, its size in px, and whether it is bold."""


@dataclass(frozen=True, slots=True)
class _Face:
    """A typeface at one size, and a run that already knows its cells."""

    font: QRawFont
    run: QGlyphRun


def rows_above(px: int) -> int:
    """How many rows a shape of that size has above its baseline; no letter is higher."""
    return px * 13 // 10


def rows_in_all(px: int) -> int:
    """How many rows a shape of that size has; no letter is deeper."""
    return rows_above(px) + px * 3 // 10


class InkPot:
    """The shapes of inscriptions on paper of one width. Qt's raw fonts belong to a thread; so does a pot."""

    def __init__(self, *, stride: int) -> None:
        """`stride` is the bytes of a row, a multiple of 4."""
        self._stride = stride
        self._shapes: dict[Inscription, int] = {}
        self._faces: dict[tuple[int, bool], _Face] = {}

    def shapes(self, inscriptions: Sequence[Inscription]) -> list[int]:
        """The dots of each as it stands at the left edge: `rows_in_all` rows, the topmost first."""
        new = [one for one in dict.fromkeys(inscriptions) if one not in self._shapes]
        if new:
            self._paint(new)
        shapes = [self._shapes[one] for one in inscriptions]
        while len(self._shapes) > KEPT_SHAPES:
            del self._shapes[next(iter(self._shapes))]
        return shapes

    def _paint(self, inscriptions: Sequence[Inscription]) -> None:
        """All of them on one image, beneath each other."""
        height = sum(rows_in_all(px) for _, px, _ in inscriptions)
        image = QImage(self._stride * 8, height, QImage.Format.Format_Mono)
        image.setColorTable([_WHITE, _BLACK])
        image.fill(0)
        painter = QPainter(image)
        painter.setPen(Qt.GlobalColor.black)
        top = 0
        for text, px, bold in inscriptions:
            face = self._face(px, bold=bold)
            face.run.setGlyphIndexes(face.font.glyphIndexesForString(text))
            painter.drawGlyphRun(QPointF(0, top + rows_above(px)), face.run)
            top += rows_in_all(px)
        painter.end()
        self._keep(inscriptions, bytes(image.constBits()))

    def _keep(self, inscriptions: Sequence[Inscription], dots: bytes) -> None:
        start = 0
        for one in inscriptions:
            end = start + rows_in_all(one[1]) * self._stride
            self._shapes[one] = int.from_bytes(dots[start:end], "big")
            start = end

    def _face(self, px: int, *, bold: bool) -> _Face:
        face = self._faces.get((px, bold))
        if face is None:
            path = PAPER_BOLD if bold else PAPER_REGULAR
            font = QRawFont(str(path), px, QFont.HintingPreference.PreferFullHinting)
            run = QGlyphRun()
            run.setRawFont(font)
            run.setPositions([QPointF(px * 3 // 5 * cell, 0) for cell in range(LONGEST_RUN)])
            face = self._faces[px, bold] = _Face(font, run)
        return face
