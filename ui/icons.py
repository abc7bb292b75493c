"""Lucide's line icons, drawn in the ink that is asked for; the file is read when an icon is first painted.

The shapes lie in `resources/icons` (ISC). Drawn pixmaps are kept in Qt's own pixmap cache under name, colour
and size.
"""

from typing import Final

from PySide6.QtGui import QColor, QPixmap

from resources.icons import ICONS_FOLDER

_CURRENT_COLOUR: Final = "currentColor"


def icon_pixmap(name: str, colour: QColor, *, size_px: int, ratio: float) -> QPixmap:
    """An icon of `size_px` logical pixels square; `ratio` is the screen's device pixel ratio."""
    from PySide6.QtGui import QPixmapCache

    key = f"loyaltill/{name}/{colour.name()}/{size_px}/{ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = _drawn(name, colour, size_px=size_px, ratio=ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def _drawn(name: str, colour: QColor, *, size_px: int, ratio: float) -> QPixmap:
    """The icon drawn anew; what it takes is imported when the first icon is."""
    from PySide6.QtCore import QByteArray, QRectF
    from PySide6.QtGui import QPainter
    from PySide6.QtSvg import QSvgRenderer

    shape = (ICONS_FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace(_CURRENT_COLOUR, colour.name())
    pixmap = QPixmap(round(size_px * ratio), round(size_px * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(shape.encode())).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return pixmap
