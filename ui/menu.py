"""The menu of the window: what each of its items does."""

from datetime import UTC
from typing import TYPE_CHECKING

from resources.catalogue import Catalogue
from ui.presenters.menu import Choice, menu_state
from ui.presenters.menu_state import MenuState
from ui.presenters.preferences import Preferences
from ui.presenters.shell import Screen
from ui.presenters.words import Words
from ui.views.hear import hear_text
from ui.views.menu_sheet import MenuSheet

if TYPE_CHECKING:
    from ui.till_window import TillWindow


def built_menu(till: "TillWindow") -> MenuSheet:
    """The menu over the till's window, wired."""
    menu = MenuSheet(till.window)
    menu.closed.connect(till.close_menu)
    hear_text(menu.item_chosen, lambda name: _do(till, Choice(name)))
    return menu


def shown_menu(till: "TillWindow", catalogue: Catalogue, preferences: Preferences) -> MenuState:
    """What it offers now."""
    words = Words(catalogue=catalogue, currency="", zone=UTC)
    shell = None if till.opened is None else till.opened.shell
    return menu_state(
        words,
        preferences,
        selling=shell is not None and shell.screen is not Screen.SIGN_IN,
        shift_open=shell is not None and shell.is_shift_open,
        has_member=shell is not None and shell.has_member,
    )


def _do(till: "TillWindow", choice: Choice) -> None:
    now = till.preferences
    match choice:
        case Choice.LANGUAGE:
            till.prefer(now.next_language())
        case Choice.THEME:
            till.prefer(now.next_theme())
        case Choice.TEXT_SIZE:
            till.prefer(now.next_text_size())
        case Choice.QUIT:
            till.close()
        case _:
            till.close_menu()
            _do_signed_in(till, choice)


def _do_signed_in(till: "TillWindow", choice: Choice) -> None:
    if till.opened is None:
        return
    shell = till.opened.shell
    match choice:
        case Choice.HELP:
            shell.show_help()
        case Choice.DRAWER:
            shell.open_drawer()
        case Choice.RETURNS:
            till.opened.open_returns()
        case Choice.MEMBER_CARD | Choice.MEMBER_VOUCHERS:
            if shell.checkout is not None:
                members = shell.checkout.members
                (members.print_card if choice is Choice.MEMBER_CARD else members.print_vouchers)()
        case Choice.RECEIPTS:
            till.opened.open_receipts()
        case Choice.DEVICES:
            till.opened.open_devices()
        case Choice.CLOSE_SHIFT:
            shell.close_shift()
        case _:
            shell.sign_out()
