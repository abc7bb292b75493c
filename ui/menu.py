"""The menu of the window: what each of its items does."""

from collections.abc import Callable, Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Final

from loyalty.wire.roles import MAY_APPROVE
from resources.catalogue import Catalogue
from terminal.usecases.audit import MAY_LOOK
from ui.presenters.menu import Choice, menu_state
from ui.presenters.menu_state import MenuState
from ui.presenters.preferences import Preferences
from ui.presenters.shell import Screen, Shell
from ui.presenters.words import Words
from ui.views.hear import hear_text
from ui.views.menu_sheet import MenuSheet

if TYPE_CHECKING:
    from ui.till_window import TillWindow

_AT_THE_SALE: Final = frozenset({Choice.VOID, Choice.COMMANDS, Choice.SHIFT_SO_FAR, Choice.TRAINING})
"""What asks or says something where the sale is: that comes to the front first."""


def built_menu(till: "TillWindow") -> MenuSheet:
    """The menu over the till's window, wired."""
    menu = MenuSheet(till.window)
    menu.closed.connect(till.close_menu)
    hear_text(menu.item_chosen, lambda name: _do(till, Choice(name)))
    return menu


def shown_menu(till: "TillWindow", catalogue: Catalogue, preferences: Preferences) -> MenuState:
    """What it offers now.

    What needs a shift is for the checkout, and not for a count. The member of the sale is not meant on a
    screen beside it, which may show somebody else.
    """
    words = Words(catalogue=catalogue, currency="", zone=UTC)
    shell = None if till.opened is None else till.opened.shell
    return menu_state(
        words,
        preferences,
        selling=shell is not None and shell.screen is not Screen.SIGN_IN,
        shift_open=shell is not None and shell.is_shift_open and shell.screen is Screen.CHECKOUT,
        has_member=till.opened is not None and till.opened.shell.has_member and not till.opened.is_beside,
        may_train=_may_train(shell),
        is_training=till.is_training,
        may_audit=shell is not None and shell.session is not None and shell.session.role in MAY_LOOK,
    )


def _may_train(shell: Shell | None) -> bool:
    """Whether whoever signed in with their PIN may begin a training, and stands where a refusal is shown."""
    return (
        shell is not None
        and shell.checkout is not None
        and shell.session is not None
        and shell.session.role in MAY_APPROVE
    )


def _do(till: "TillWindow", choice: Choice) -> None:
    now = till.preferences
    if choice in _AT_THE_SALE and till.opened is not None:
        till.opened.to_sale()
    match choice:
        case Choice.LANGUAGE:
            till.prefer(now.next_language())
        case Choice.THEME:
            till.prefer(now.next_theme())
        case Choice.TEXT_SIZE:
            till.prefer(now.next_text_size())
        case Choice.TRAINING:
            till.close_menu()
            till.begin_training()
        case Choice.LEAVE_TRAINING:
            till.leave_training()
        case Choice.QUIT:
            till.close()
        case _:
            till.close_menu()
            _do_signed_in(till, choice)


def _do_signed_in(till: "TillWindow", choice: Choice) -> None:
    if till.opened is None:
        return
    opened, shell = till.opened, till.opened.shell
    does: Mapping[Choice, Callable[[], None]] = {
        Choice.HELP: opened.open_help,
        Choice.DRAWER: shell.open_drawer,
        Choice.RECEIPTS: opened.open_receipts,
        Choice.SHIFT_SO_FAR: shell.print_shift_so_far,
        Choice.CLOSE_SHIFT: shell.close_shift,
        Choice.SIGN_OUT: shell.sign_out,
    }
    if shell.checkout is not None:
        members = shell.checkout.members
        does = {
            **does,
            Choice.COMMANDS: shell.checkout.after.print_commands,
            Choice.VOID: shell.checkout.after.ask_void,
            Choice.TOP_UP: members.ask_top_up,
            Choice.MEMBER_CARD: members.print_card,
            Choice.MEMBER_VOUCHERS: members.print_vouchers,
        }
    if choice in does:
        does[choice]()
    else:
        opened.open_beside(choice)
