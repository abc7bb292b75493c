"""The customer's window: it follows the sale, one touch answers, and it never takes the keyboard."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QLabel

from drivers.code_reader import codes_in
from resources.catalogue import Language
from tests.qt.conftest import Play
from tests.qt.hands import touch_middle
from tests.unit.presenters.desk import words as words_in
from tools.theatre import Theatre, settle
from ui.presenters.customer.state import CustomerState
from ui.presenters.preferences import Preferences, TextSize
from ui.presenters.shown import FigureRow
from ui.screen_devices import facing_words
from ui.theme import Type, font_for
from ui.views.customer_view import CustomerView, GoodsCard
from ui.widgets.surface import FoldingText, Text

SIZES = [(1024, 600), (1024, 768), (1366, 768), (1920, 1080)]

FAR = 35
"""Per cent of its size that a phone across the counter sees."""


def view_of(theatre: Theatre) -> CustomerView:
    view = theatre.customer.open_window(theatre.window)
    settle()
    return view


def test_one_touch_answers_the_question_and_the_till_keeps_the_keyboard(play_scene: Play) -> None:
    theatre = play_scene("sold")
    view = view_of(theatre)
    assert view.survey.isVisible()
    touch_middle(view.survey.buttons[5])
    settle()
    assert theatre.survey.answers == [("sale-1", 6)]
    assert not view.survey.isVisible()
    assert view.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert all(button.focusPolicy() is Qt.FocusPolicy.NoFocus for button in view.survey.buttons)


def test_a_customer_sees_that_the_till_is_practised_on_and_no_pin(play_scene: Play) -> None:
    view = view_of(play_scene("training"))
    assert view.band is not None
    assert view.band.isVisible()
    said = " ".join(each.text() for each in view.findChildren(QLabel) if each.isVisible())
    assert "HUẤN LUYỆN" in said
    assert "không bán hàng" in said
    assert "0000" not in said
    assert view_of(play_scene("checkout")).band is None


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", ["empty", "checkout", "transfer", "sold"])
def test_everything_fits_on_any_second_screen(play_scene: Play, scene: str, size: tuple[int, int]) -> None:
    for text_size in (100, 150):
        theatre = play_scene(scene, Preferences(text_size=text_size))
        view = view_of(theatre)
        view.resize(*size)
        settle()
        assert (view.width(), view.height()) == size
        assert view.minimumSizeHint().width() <= size[0]
        theatre.customer.close()


@pytest.mark.parametrize("text_size", [100, 150])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_phone_reads_the_code_of_a_transfer_across_the_counter(
    play_scene: Play, size: tuple[int, int], text_size: TextSize
) -> None:
    theatre = play_scene("transfer", Preferences(text_size=text_size))
    view = view_of(theatre)
    view.resize(*size)
    settle()
    assert not any(goods.isVisible() for goods in view.findChildren(GoodsCard))
    small = (
        view.grab().toImage().scaledToWidth(size[0] * FAR // 100, Qt.TransformationMode.SmoothTransformation)
    )
    grey = small.convertToFormat(QImage.Format.Format_Grayscale8)
    ((kind, text),) = codes_in(bytes(grey.constBits()), stride=grey.bytesPerLine())
    assert kind == "qr"
    assert "0071000123456" in text
    assert "5406364581" in text


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", ["empty", "sold"])
def test_what_is_said_to_a_customer_stands_in_the_middle(
    play_scene: Play, scene: str, size: tuple[int, int]
) -> None:
    theatre = play_scene(scene)
    view = view_of(theatre)
    theatre.customer.presenter.answered(7)
    view.resize(*size)
    settle()
    said = "Kính chào" if scene == "empty" else "Cảm ơn"
    (words,) = (each for each in view.findChildren(Text) if each.isVisible() and each.text().startswith(said))
    middle = words.mapTo(view, words.rect().center()).y()
    assert abs(middle - view.height() / 2) < view.height() * 0.1


LONG = "Nước giải khát vị chanh muối khoáng thiên nhiên Vĩnh Hảo chai thủy tinh 430 ml lốc 6 chai khuyến mãi"


def names_of(view: CustomerView) -> list[FoldingText]:
    return [each for each in view.findChildren(FoldingText) if each.isVisible()]


def room_of(name: FoldingText) -> QRect:
    return QFontMetrics(name.font()).boundingRect(
        QRect(0, 0, name.width(), 10_000), Qt.TextFlag.TextWordWrap, name.text()
    )


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_long_name_of_goods_has_as_many_lines_as_it_needs(play_scene: Play, size: tuple[int, int]) -> None:
    view = view_of(play_scene("checkout"))
    view.resize(*size)
    row = FigureRow(label=LONG, figure="1.234.000", strong=True)
    view.show_state(CustomerState(store="Quận 1", rows=(row,)))
    settle()
    (name,) = names_of(view)
    assert name.wordWrap()
    assert name.font().pixelSize() == font_for(Type.LARGE, QApplication.font()).pixelSize()
    assert name.height() >= room_of(name).height()


@pytest.mark.parametrize("text_size", [100, 150])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_long_names_leave_room_for_all_the_goods(
    play_scene: Play, size: tuple[int, int], text_size: TextSize
) -> None:
    view = view_of(play_scene("checkout", Preferences(text_size=text_size)))
    view.resize(*size)
    rows = tuple(FigureRow(label=LONG, figure="1.234.000", strong=True) for _ in range(10))
    view.show_state(CustomerState(store="Quận 1", rows=rows))
    settle()
    (goods,) = view.findChildren(GoodsCard)
    names = names_of(view)
    assert len(names) == 10
    lowest = max(name.mapTo(goods, name.rect().bottomLeft()).y() for name in names)
    assert lowest < goods.height()
    assert all(name.height() >= room_of(name).height() for name in names if name.wordWrap())
    view.show_state(CustomerState(store="Quận 1", rows=rows[:1]))
    settle()
    assert [name.wordWrap() for name in names_of(view)] == [True]


def test_points_and_sums_are_large_where_they_have_room(play_scene: Play) -> None:
    theatre = play_scene("pay", Preferences(text_size=150))
    view = view_of(theatre)

    def sizes_of(*said: str) -> set[int]:
        shown = (each for each in view.findChildren(Text) if each.isVisible() and each.text() in said)
        return {each.font().pixelSize() for each in shown}

    rows = ("Điểm trước", "1.250", "Tạm tính", "480.300")
    view.resize(1920, 1080)
    settle()
    assert sizes_of(*rows) == {font_for(Type.LARGE, QApplication.font()).pixelSize()}
    view.resize(1024, 600)
    settle()
    assert sizes_of(*rows) == {QApplication.font().pixelSize()}


def test_the_goods_are_there_again_once_no_transfer_is_asked_for(play_scene: Play) -> None:
    theatre = play_scene("transfer")
    view = view_of(theatre)
    theatre.paying.method_chosen("cash")
    settle()
    (goods,) = view.findChildren(GoodsCard)
    assert goods.isVisible()
    assert not view.code.isVisible()


def test_a_second_screen_that_is_pulled_takes_the_window_with_it_and_brings_it_back(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    view, screen = view_of(theatre), theatre.window.screen()
    assert view.isVisible(), "with one screen only it stands beside the till"
    theatre.customer.place(screen)
    assert view.isFullScreen()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.screenRemoved.emit(screen)
    settle()
    assert not view.isVisible(), "it would lie over the till's own window"
    theatre.customer.place(screen)
    assert view.isFullScreen()
    theatre.customer.close()
    theatre.customer.place(screen)
    assert theatre.customer.view is None


def test_customers_read_the_stores_language_whichever_the_cashier_reads(play_scene: Play) -> None:
    theatre = play_scene("checkout", Preferences("en"))
    vietnamese = words_in("vi")
    theatre.customer.speak(vietnamese)
    theatre.shell.show_again()
    view = view_of(theatre)
    theatre.customer.speak(vietnamese)

    def said() -> list[str]:
        return [each.text() for each in view.findChildren(QLabel) if each.isVisible()]

    assert "Phải trả" in said()
    assert "Điểm trước" in said()
    assert "To pay" not in said()
    assert "To pay" in [each.text() for each in theatre.window.findChildren(QLabel) if each.isVisible()]
    theatre.checkout.pay_pressed()
    settle()
    assert "Phải trả" in said()
    assert "To pay" not in said()


@pytest.mark.parametrize(("cashiers", "stores"), [("en", "vi"), ("vi", "en"), ("vi", "vi")])
def test_what_faces_customers_is_worded_in_the_language_of_the_receipts(
    cashiers: Language, stores: Language
) -> None:
    own = words_in(cashiers)
    facing = facing_words(own, stores)
    assert facing.catalogue.language == stores
    assert (facing is own) == (cashiers == stores)
