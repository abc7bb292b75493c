"""F12 is the menu on the screens beside the sale too; what it does to the sale is asked and said there."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resources.catalogue import Catalogue
from tests.qt.hands import tap
from tests.qt.real_till import BusyTill, a_busy_till
from ui.demo.seen import button_named
from ui.presenters.checkout.model import Question
from ui.presenters.checkout.presenter import CheckoutPresenter
from ui.presenters.menu import ENTRIES, Choice
from ui.presenters.shell import Screen
from ui.views.menu_sheet import MenuSheet
from ui.widgets.surface import Text

KEY = Qt.Key
CLOSE = "Đóng"


def has_menu() -> bool:
    """Whether the menu is open."""
    return button_named(CLOSE) is not None


def checkout_of(till: BusyTill) -> CheckoutPresenter:
    """The checkout, in front or not."""
    checkout = till.shell().checkout
    assert checkout is not None
    return checkout


def asked(till: BusyTill) -> Question | None:
    """What the checkout asks for a yes to."""
    return checkout_of(till).counter.model.question


def sell(till: BusyTill) -> None:
    """Take the exact amount for what is in the basket."""
    till.press(KEY.Key_F9)
    till.wait(lambda: till.shell().screen is Screen.PAY)
    till.press(KEY.Key_Return)
    till.wait(lambda: till.shell().screen is Screen.CHECKOUT and not till.goods)


def is_beside(till: BusyTill) -> bool:
    """Whether a screen beside the sale is in front."""
    assert till.window.opened is not None
    return till.window.opened.is_beside


def go_beside(till: BusyTill, choice: Choice) -> None:
    """Bring that screen to the front."""
    assert till.window.opened is not None
    till.window.opened.open_beside(choice)
    till.wait(lambda: is_beside(till))


def named(choice: Choice) -> str:
    """How the menu calls it."""
    return Catalogue.load("vi").text(f"menu.{choice.value}")


def turn_to(till: BusyTill, choice: Choice) -> None:
    """Turn the open menu to the group that has it."""
    till.wait(has_menu)
    sheet = till.window.window.findChild(MenuSheet)
    assert isinstance(sheet, MenuSheet)
    sheet.show_group(next(each.group.value for each in ENTRIES if each.choice is choice))


def touch_item(till: BusyTill, choice: Choice) -> None:
    """Open the menu by its key, and touch that item."""
    till.press(KEY.Key_F12)
    turn_to(till, choice)
    button = button_named(named(choice))
    assert button is not None
    tap(button)


def seen(till: BusyTill) -> list[str]:
    """The texts on the screen."""
    return [text.text() for text in till.window.window.findChildren(Text) if text.isVisible()]


@pytest.mark.parametrize("choice", [Choice.RETURNS, Choice.MEMBERS, Choice.SETTINGS, Choice.DEVICES])
def test_f12_opens_the_menu_beside_the_sale_and_closes_it_again(
    qtbot: QtBot, qapp: QApplication, till_folder: Path, choice: Choice
) -> None:
    with a_busy_till(qtbot, qapp, till_folder) as till:
        opened = till.window.opened
        assert opened is not None
        opened.open_beside(choice)
        till.wait(lambda: opened.is_beside)
        for _ in range(2):
            till.press(KEY.Key_F12)
            till.wait(has_menu)
            till.press(KEY.Key_F12)
            till.wait(lambda: not has_menu())
            assert opened.is_beside
        till.press(KEY.Key_Escape)
        till.wait(lambda: till.shell().screen is Screen.CHECKOUT and not opened.is_beside)


@pytest.mark.parametrize("choice", [Choice.RETURNS, Choice.MEMBERS, Choice.SETTINGS])
def test_to_void_from_a_screen_beside_the_sale_asks_where_the_sale_is_and_leaves_the_keys_there(
    qtbot: QtBot, qapp: QApplication, till_folder: Path, choice: Choice
) -> None:
    with a_busy_till(qtbot, qapp, till_folder) as till:
        sell(till)
        checkout = checkout_of(till)
        go_beside(till, choice)
        touch_item(till, Choice.VOID)
        assert asked(till) is Question.VOID
        assert not is_beside(till)
        till.press(KEY.Key_Escape, "1")
        assert asked(till) is None
        till.wait(lambda: checkout.counter.model.typed == "1")
        assert checkout.counter.model.is_last_whole


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice.COMMANDS, "Đang in tờ lệnh"),
        (Choice.VOID, "Không có đơn nào vừa bán"),
    ],
)
def test_what_an_item_of_the_menu_says_is_seen_where_the_sale_is(
    qtbot: QtBot, qapp: QApplication, till_folder: Path, choice: Choice, said: str
) -> None:
    with a_busy_till(qtbot, qapp, till_folder) as till:
        go_beside(till, Choice.RETURNS)
        touch_item(till, choice)
        assert not is_beside(till)
        till.wait(lambda: any(text.startswith(said) for text in seen(till)))


def test_the_member_of_the_sale_is_not_meant_by_the_menu_beside_it(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_busy_till(qtbot, qapp, till_folder) as till:
        till.scan("0912345678")
        till.wait(lambda: till.shell().has_member)
        of_member = {"member-card", "member-vouchers", "top-up"}
        assert of_member <= till.choices()
        go_beside(till, Choice.MEMBERS)
        assert not of_member & till.choices()


def test_nothing_is_voided_while_the_drawer_is_counted(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_busy_till(qtbot, qapp, till_folder) as till:
        sell(till)
        till.shell().close_shift()
        till.wait(lambda: till.shell().screen is Screen.SHIFT)
        till.window.open_menu()
        turn_to(till, Choice.VOID)
        assert button_named(named(Choice.VOID)) is None
        assert asked(till) is None


def test_no_menu_comes_over_a_payment(qtbot: QtBot, qapp: QApplication, till_folder: Path) -> None:
    with a_busy_till(qtbot, qapp, till_folder) as till:
        till.press(KEY.Key_F9)
        till.wait(lambda: till.shell().screen is Screen.PAY)
        till.press(KEY.Key_F12)
        qapp.processEvents()
        assert not has_menu()
