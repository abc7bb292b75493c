"""What stands in one row is written in letters of one size, and none of it smaller than it has to be."""

import pytest

from resources.catalogue import LANGUAGES, Language
from tests.qt.conftest import Play
from ui.presenters.preferences import TEXT_SIZES, Preferences, TextSize
from ui.receipt_sheet import ReceiptSheet
from ui.theme import Type, body_font, font_for
from ui.views.function_row import FunctionRow
from ui.views.pay_view import MethodColumn
from ui.widgets.button import Button
from ui.widgets.surface import ShortText

SMALL = (1024, 768)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
@pytest.mark.parametrize("scene", ["checkout", "sold"])
def test_function_keys_are_as_large_as_the_text_beside_them_in_the_smallest_window(
    play_scene: Play, scene: str, language: Language, text_size: TextSize
) -> None:
    theatre = play_scene(scene, Preferences(language, "light", text_size), size=SMALL)
    row = theatre.window.findChild(FunctionRow)
    assert row is not None
    sizes = {key.word_px for key in row.findChildren(Button) if key is not row.pay}
    asked = font_for(Type.LABEL, body_font(text_size)).pixelSize()
    assert len(sizes) == 1
    assert min(sizes) >= asked * 9 // 10
    assert row.pay.geometry().right() == row.rect().right()
    assert row.pay.width() > max(key.width() for key in row.findChildren(Button) if key is not row.pay)


def test_ways_to_pay_are_written_alike_where_one_has_a_long_name(play_scene: Play) -> None:
    theatre = play_scene("pay", Preferences("vi", "light", 150), size=SMALL)
    methods = theatre.window.findChild(MethodColumn)
    assert methods is not None
    keys = [key for key in methods.findChildren(Button) if key.isVisible()]
    sizes = {key.word_px for key in keys}
    assert len(sizes) == 1
    assert min(sizes) >= font_for(Type.CHOICE, body_font(150)).pixelSize() * 9 // 10
    assert all(key.shows_all() for key in keys)


@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_the_keys_under_a_kept_receipt_are_written_alike(play_scene: Play, text_size: TextSize) -> None:
    theatre = play_scene("receipt", Preferences("vi", "light", text_size), size=SMALL)
    sheet = theatre.window.findChild(ReceiptSheet)
    assert sheet is not None
    keys = [key for key in sheet.card.findChildren(Button) if key.isVisible()]
    sizes = {key.word_px for key in keys}
    assert len(sizes) == 1
    assert min(sizes) >= font_for(Type.LABEL, body_font(text_size)).pixelSize() * 9 // 10
    assert all(key.shows_all() for key in keys)


@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_a_title_without_room_stays_as_large_as_the_text_under_it(
    play_scene: Play, text_size: TextSize
) -> None:
    window = play_scene("empty", Preferences("vi", "light", text_size), size=SMALL).window
    title = ShortText(window, kind=Type.TITLE)
    title.setText("Nguyễn Hoàng Thị Phương Quỳnh Như và cả gia đình ở quê ngoại")
    title.resize(12 * body_font(text_size).pixelSize(), title.sizeHint().height())
    font, shown = title.written()
    assert font.pixelSize() >= body_font(text_size).pixelSize() - 1
    assert shown.startswith("Nguyễn Hoàng Thị")
    assert shown.endswith("…")


def test_a_figure_without_room_is_written_smaller_and_not_cut(play_scene: Play) -> None:
    window = play_scene("empty", size=SMALL).window
    figure = ShortText(window, kind=Type.DUE, right=True)
    figure.setText("1.234.567.890 ₫")
    figure.resize(150, 60)
    font, shown = figure.written()
    assert shown == "1.234.567.890 ₫"
    assert font.pixelSize() < font_for(Type.TITLE, body_font(100)).pixelSize()
