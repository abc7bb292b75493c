"""The menu in words, and what each of its items is called."""

from enum import Enum
from typing import Final

from ui.presenters.menu_state import MenuItem, MenuState
from ui.presenters.preferences import Preferences
from ui.presenters.words import Words


class Choice(Enum):
    """What the menu offers; the value is the item's name."""

    HELP = "help"
    LANGUAGE = "language"
    THEME = "theme"
    TEXT_SIZE = "text-size"
    RETURNS = "returns"
    DRAWER = "drawer"
    MEMBER_CARD = "member-card"
    MEMBER_VOUCHERS = "member-vouchers"
    RECEIPTS = "receipts"
    DEVICES = "devices"
    SHIFT_SO_FAR = "shift-so-far"
    CLOSE_SHIFT = "close-shift"
    SIGN_OUT = "sign-out"
    QUIT = "quit"


_MEMBER_SLIPS: Final = ((Choice.MEMBER_CARD, "credit-card"), (Choice.MEMBER_VOUCHERS, "gift"))
_THEME_ICONS: Final = {"light": "sun", "dark": "moon", "high-contrast": "contrast"}


def menu_state(
    words: Words,
    preferences: Preferences,
    *,
    selling: bool,
    shift_open: bool,
    has_member: bool = False,
) -> MenuState:
    """The menu; what needs somebody signed in is only there for them."""
    items = [
        MenuItem(
            name=Choice.LANGUAGE.value,
            text=words.text("menu.language"),
            detail=words.text(f"menu.language-{preferences.language}"),
            icon="languages",
        ),
        MenuItem(
            name=Choice.THEME.value,
            text=words.text("menu.theme"),
            detail=words.text(f"menu.theme-{preferences.theme}"),
            icon=_THEME_ICONS[preferences.theme],
        ),
        MenuItem(
            name=Choice.TEXT_SIZE.value,
            text=words.text("menu.text-size"),
            detail=f"{preferences.text_size} %",
            icon="a-large-small",
        ),
    ]
    if selling:
        items += [
            MenuItem(name=Choice.HELP.value, text=words.text("key.help"), detail="F1", icon="circle-help"),
            MenuItem(
                name=Choice.RETURNS.value,
                text=words.text("menu.returns"),
                detail="F11",
                icon="rotate-ccw",
                enabled=shift_open,
            ),
            MenuItem(name=Choice.DRAWER.value, text=words.text("menu.drawer"), icon="wallet"),
            *(
                MenuItem(name=each.value, text=words.text(f"menu.{each.value}"), icon=icon)
                for each, icon in _MEMBER_SLIPS
                if has_member
            ),
            MenuItem(name=Choice.RECEIPTS.value, text=words.text("menu.receipts"), icon="receipt"),
            MenuItem(name=Choice.DEVICES.value, text=words.text("menu.devices"), icon="printer"),
            *(
                MenuItem(
                    name=each.value, text=words.text(f"menu.{each.value}"), icon="receipt", enabled=shift_open
                )
                for each in (Choice.SHIFT_SO_FAR, Choice.CLOSE_SHIFT)
            ),
            MenuItem(name=Choice.SIGN_OUT.value, text=words.text("menu.sign-out"), icon="lock"),
        ]
    items.append(MenuItem(name=Choice.QUIT.value, text=words.text("menu.quit"), icon="log-out"))
    return MenuState(title=words.text("menu.title"), items=tuple(items), close=words.text("menu.close"))
