"""The dots of a page as an image that Qt can show."""

from PySide6.QtGui import QImage

from drivers.ports import Bitmap


def image_of(bitmap: Bitmap) -> QImage:
    """The picture of a printed page: black dots on white."""
    image = QImage(
        bitmap.rows, bitmap.width_dots, bitmap.height_dots, bitmap.stride, QImage.Format.Format_Mono
    )
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    return image.copy()
