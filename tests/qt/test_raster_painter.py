"""The painter: every letter right and apart from its neighbours, the same dots on any thread."""

import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QGlyphRun, QImage, QPainter, QRawFont
from PySide6.QtWidgets import QApplication

from drivers.ports import Bitmap
from resources.fonts import PAPER_BOLD, PAPER_REGULAR
from terminal.receipts.layout import FACES, TALL, Face
from terminal.receipts.letters import PRINTABLE, VIETNAMESE_LETTERS
from terminal.receipts.page import Dash, GlyphRun, Modules, Op, Page
from tests.cases.receipts.reading import ink
from ui.raster.painter import QtPagePainter

Style = tuple[Face, bool]
STYLES: list[Style] = [(face, bold) for face in FACES.values() for bold in (False, True)]
BASELINE = 50


@pytest.fixture
def painter(qapp: QApplication) -> QtPagePainter:
    assert qapp
    return QtPagePainter()


def paint(painter: QtPagePainter, *ops: Op, width: int = 96, height: int = 70) -> Bitmap:
    return painter.paint(Page(width, height, ops))


def letter(painter: QtPagePainter, text: str, face: Face, *, bold: bool) -> Bitmap:
    return paint(painter, GlyphRun(face.cell, BASELINE, text, face.px, bold))


@pytest.mark.parametrize("style", STYLES)
def test_every_vietnamese_letter_has_a_shape_of_its_own(painter: QtPagePainter, style: Style) -> None:
    face, bold = style
    letters = sorted(
        VIETNAMESE_LETTERS | set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789₫")
    )
    missing = letter(painter, "\ue000", face, bold=bold).rows
    shapes = {one: letter(painter, one, face, bold=bold).rows for one in letters}
    assert all(any(shape) and shape != missing for shape in shapes.values())
    assert len(set(shapes.values())) == len(letters)


@pytest.mark.parametrize("style", STYLES)
def test_no_letter_reaches_into_the_line_above_or_below(painter: QtPagePainter, style: Style) -> None:
    face, bold = style
    for one in sorted(PRINTABLE):
        if "\u2500" <= one <= "\u259f":
            continue  # box lines are meant to touch
        rows = [y for _, y in ink(letter(painter, one, face, bold=bold))]
        if rows:
            room = face.baseline + (face.tall if one in TALL else 0)
            assert BASELINE - room <= min(rows), one
            assert max(rows) < BASELINE + face.line - face.baseline, one


@pytest.mark.parametrize("style", STYLES)
def test_a_letter_keeps_to_its_cell_but_for_its_horn(painter: QtPagePainter, style: Style) -> None:
    face, bold = style
    for one in sorted(VIETNAMESE_LETTERS):
        horn = face.cell // 6 if "\u031b" in unicodedata.normalize("NFD", one) else 0
        columns = [x - face.cell for x, _ in ink(letter(painter, one, face, bold=bold))]
        assert min(columns) >= 0, one
        assert max(columns) < face.cell + horn, one


def test_a_run_is_its_letters_side_by_side(painter: QtPagePainter) -> None:
    face = FACES[1]
    whole = set(ink(paint(painter, GlyphRun(0, BASELINE, "Điểm số", face.px, False))))
    apart = [GlyphRun(at * face.cell, BASELINE, one, face.px, False) for at, one in enumerate("Điểm số")]
    assert set(ink(paint(painter, *apart))) == whole


def test_a_dashed_line_is_exact(painter: QtPagePainter) -> None:
    picture = paint(painter, Dash(3, 2, 6, 4), width=23, height=8)
    assert set(ink(picture)) == {(x, y) for x in range(23) for y in (3, 4) if x % 10 < 6}


def test_modules_are_clean_rectangles(painter: QtPagePainter) -> None:
    picture = paint(painter, Modules(5, 2, 3, 4, 3, (0b101, 0b010)), width=20, height=12)
    black = {(0, 0), (2, 0), (1, 1)}
    expected = {
        (5 + column * 3 + dx, 2 + row * 4 + dy) for column, row in black for dx in range(3) for dy in range(4)
    }
    assert set(ink(picture)) == expected


@pytest.mark.parametrize("width", [1, 8, 31, 33, 100, 384, 576])
def test_any_width_gives_rows_of_whole_bytes(painter: QtPagePainter, width: int) -> None:
    picture = paint(painter, Dash(0, 1, 1, 0), width=width, height=3)
    assert (picture.width_dots, picture.height_dots) == (width, 3)
    assert set(ink(picture)) == {(x, 0) for x in range(width)}


def test_threads_paint_the_same_dots_at_once(painter: QtPagePainter) -> None:
    page = Page(96, 70, (GlyphRun(0, BASELINE, "Đặng ₫", 20, True), Dash(60, 2, 6, 4)))
    alone = painter.paint(page)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(painter.paint, [page] * 40)) == {alone}


def test_without_an_application_it_says_what_is_missing() -> None:
    code = "from ui.raster.painter import QtPagePainter; QtPagePainter()"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "RuntimeError: painting a slip needs a QGuiApplication" in ended.stderr


def test_a_page_is_what_qt_paints_by_itself(painter: QtPagePainter) -> None:
    texts = ["Gạo ST25 – Ẩm thực ứ ợ ỗ", "Mì 3 x 4.500 Ư", "ĐẶC BIỆT ₫", "Mì 3 x 4.500 Ư"]
    runs = [
        GlyphRun(7 + 11 * at, 40 + 22 * at, text, px, bold)
        for at, text in enumerate(texts)
        for px, bold in ((20, False), (30, True))
    ]
    assert painter.paint(Page(700, 140, tuple(runs))) == painted_plainly(runs, width=700, height=140)


def test_the_horn_of_a_last_letter_is_lost_at_the_edge_and_not_wrapped(painter: QtPagePainter) -> None:
    run = GlyphRun(48, BASELINE, "THƯ", 20, True)
    edge = paint(painter, run, width=48 + 36)
    inside = paint(painter, run, width=48 + 36 + 20)
    assert set(ink(edge)) == {(x, y) for x, y in ink(inside) if x < 48 + 36}
    assert set(ink(edge)) != set(ink(inside))


def test_more_texts_than_are_kept_come_out_right(
    painter: QtPagePainter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.raster.ink.KEPT_SHAPES", 3)
    runs = [GlyphRun(0, 30 + 30 * at, f"số {at}", 20, False) for at in range(8)]
    first = painter.paint(Page(96, 300, tuple(runs)))
    assert painter.paint(Page(96, 300, tuple(runs))) == first
    assert first == painted_plainly(runs, width=96, height=300)


def painted_plainly(runs: list[GlyphRun], *, width: int, height: int) -> Bitmap:
    """The same runs drawn by QPainter on one image, nothing kept."""
    image = QImage(width, height, QImage.Format.Format_Mono)
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    image.fill(0)
    pen = QPainter(image)
    pen.setPen(Qt.GlobalColor.black)
    for run in runs:
        font = QRawFont(
            str(PAPER_BOLD if run.bold else PAPER_REGULAR),
            run.px,
            QFont.HintingPreference.PreferFullHinting,
        )
        glyphs = QGlyphRun()
        glyphs.setRawFont(font)
        indexes = font.glyphIndexesForString(run.text)
        glyphs.setGlyphIndexes(indexes)
        glyphs.setPositions([QPointF(run.px * 3 // 5 * at, 0) for at in range(len(indexes))])
        pen.drawGlyphRun(QPointF(run.x, run.baseline_y), glyphs)
    pen.end()
    stride, padded = (width + 7) // 8, image.bytesPerLine()
    dots = bytes(image.constBits())
    return Bitmap(width, height, b"".join(dots[at : at + stride] for at in range(0, len(dots), padded)))
