"""A store's logo as dots: crisp where it is drawn, dithered where it is a photograph, never too large."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from ui.raster.logo import MOST_HEIGHT_DOTS, read_logo

pytestmark = pytest.mark.usefixtures("qapp")


def save(path: Path, image: QImage) -> Path:
    assert image.save(str(path))
    return path


def drawing(width: int, height: int) -> QImage:
    """A black frame on nothing at all, with a blue bar that is not quite black."""
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    painter.fillRect(QRect(0, 0, width, 2), QColor("black"))
    painter.fillRect(QRect(0, height - 2, width, 2), QColor("#101040"))
    painter.end()
    return image


def photograph(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    shades = QLinearGradient(0, 0, width, 0)
    shades.setColorAt(0, QColor("black"))
    shades.setColorAt(1, QColor("white"))
    painter.fillRect(image.rect(), shades)
    painter.end()
    return image


def test_a_drawing_keeps_its_edges_and_clear_parts_are_white(tmp_path: Path) -> None:
    logo = read_logo(save(tmp_path / "logo.png", drawing(20, 10)), 576)
    assert logo is not None
    assert (logo.width_dots, logo.height_dots) == (20, 10)
    full, empty = b"\xff\xff\xf0", b"\x00\x00\x00"
    assert [logo.row(y) for y in range(10)] == [full, full, *[empty] * 6, full, full]


def test_a_photograph_is_dithered_from_black_to_white(tmp_path: Path) -> None:
    logo = read_logo(save(tmp_path / "logo.jpg", photograph(160, 80)), 576)
    assert logo is not None
    dark = [sum(logo.row(y)[byte].bit_count() for y in range(80)) / 640 for byte in (0, 10, 19)]
    assert dark[0] > 0.8
    assert 0.25 < dark[1] < 0.75
    assert dark[2] < 0.2


@pytest.mark.parametrize(("width_dots", "most"), [(576, 432), (384, 288)])
def test_a_large_picture_is_made_to_fit(tmp_path: Path, width_dots: int, most: int) -> None:
    wide = read_logo(save(tmp_path / "wide.png", drawing(3000, 300)), width_dots)
    tall = read_logo(save(tmp_path / "tall.png", drawing(300, 3000)), width_dots)
    assert wide is not None
    assert tall is not None
    assert wide.width_dots == most
    assert tall.height_dots == MOST_HEIGHT_DOTS


def test_what_is_no_picture_is_no_logo(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("not a picture")
    assert read_logo(tmp_path / "logo.png", 576) is None
    assert read_logo(tmp_path / "none.png", 576) is None


def test_a_pipe_is_no_logo_and_nobody_waits_for_it(tmp_path: Path) -> None:
    pipe = tmp_path / "logo.png"
    os.mkfifo(pipe)
    assert read_logo(pipe, 576) is None
    assert read_logo(tmp_path / ("a" * 300), 576) is None
