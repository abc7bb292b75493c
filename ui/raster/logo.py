"""A store's logo as black dots: read from any picture file that Qt knows, once, when the till starts.

Solid shapes get crisp edges; a photograph is the one thing on a slip that is dithered.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from drivers.ports import Bitmap

MOST_OF_WIDTH: Final = 0.75
MOST_HEIGHT_DOTS: Final = 240

_MOST_SIDE_PX: Final = 10_000
_DARK, _LIGHT = 64, 192
_BLACK: Final = 0xFF000000
_SOLID: Final = 0.9
"""This share of a picture's dots nearly black or nearly white makes it a drawing and no photograph."""


def read_logo(path: Path, width_dots: int) -> Bitmap | None:
    """The picture made to fit on paper of that width; None if there is no such file or it is no picture."""
    if not _is_file(path):
        return None
    reader = QImageReader(str(path))
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > _MOST_SIDE_PX:
        return None
    picture = reader.read()
    return None if picture.isNull() else _dots(_fitted(picture, width_dots))


def _is_file(path: Path) -> bool:
    """Whether it is a file with an end: Qt waits for ever, and everything with it, at a pipe."""
    try:
        return path.is_file()
    except OSError:
        return False


def _fitted(picture: QImage, width_dots: int) -> QImage:
    """On white, in grey, made smaller where it is too large and never larger."""
    room = QSize(int(width_dots * MOST_OF_WIDTH), MOST_HEIGHT_DOTS)
    size = picture.size()
    if size.width() > room.width() or size.height() > room.height():
        size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
    white = QImage(size.expandedTo(QSize(1, 1)), QImage.Format.Format_RGB32)
    white.fill(QColor("white"))
    painter = QPainter(white)
    smooth = Qt.TransformationMode.SmoothTransformation
    painter.drawImage(0, 0, picture.scaled(white.size(), Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
    painter.end()
    return white.convertToFormat(QImage.Format.Format_Grayscale8)


def _dots(grey: QImage) -> Bitmap:
    shades = b"".join(_rows(grey, grey.width()))
    solid = sum(not _DARK <= shade < _LIGHT for shade in shades) >= _SOLID * len(shades)
    dither = Qt.ImageConversionFlag.ThresholdDither if solid else Qt.ImageConversionFlag.DiffuseDither
    mono = grey.convertToFormat(QImage.Format.Format_Mono, dither)
    if mono.color(1) != _BLACK:
        mono.invertPixels()
    width, height = mono.width(), mono.height()
    beyond = (1 << -width % 8) - 1
    rows = (row[:-1] + bytes((row[-1] & ~beyond,)) for row in _rows(mono, (width + 7) // 8))
    return Bitmap(width, height, b"".join(rows))


def _rows(image: QImage, used_bytes: int) -> Iterator[bytes]:
    """Each row without the padding behind it."""
    dots, padded = bytes(image.constBits()), image.bytesPerLine()
    for start in range(0, image.height() * padded, padded):
        yield dots[start : start + used_bytes]
