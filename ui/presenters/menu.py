"""The menu in words: one table of what there is, in groups, and who it is there for.

Whoever adds a screen adds a `Choice`, a line of `ENTRIES` and its row (`ui.side_screens.table`);
a group without any item is not shown. What is needed at any moment, help, locking and switching off,
stands below all groups.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from ui.presenters.menu_state import MenuGroup, MenuItem, MenuState
from ui.presenters.preferences import Preferences
from ui.presenters.words import Words


class Choice(Enum):
    """What the menu offers; the value is the item's name, and its text `menu.<value>`."""

    RETURNS = "returns"
    VOID = "void"
    RECEIPTS = "receipts"
    DRAWER = "drawer"
    TOP_UP = "top-up"
    MEMBERS = "members"
    MEMBER_CARD = "member-card"
    MEMBER_VOUCHERS = "member-vouchers"
    DAY = "day"
    AUDIT = "audit"
    SHIFT_SO_FAR = "shift-so-far"
    CLOSE_SHIFT = "close-shift"
    LATE_CLAIMS = "late-claims"
    CARDS = "cards"
    PRODUCTS = "products"
    PEOPLE = "people"
    FILES = "files"
    DRAWS = "draws"
    PROGRAMS = "programs"
    DEVICES = "devices"
    COMMANDS = "commands"
    SETTINGS = "settings"
    TRAINING = "training"
    LEAVE_TRAINING = "leave-training"
    LANGUAGE = "language"
    THEME = "theme"
    TEXT_SIZE = "text-size"
    HELP = "help"
    SIGN_OUT = "sign-out"
    QUIT = "quit"


class Group(Enum):
    """What belongs together; the value is the group's name, and its text `menu.group-<value>`."""

    SALE = "sale"
    MEMBERS = "members"
    SHOP = "shop"
    DAY = "day"
    TILL = "till"
    ALWAYS = "always"


class Need(Enum):
    """What has to be so for an item to be there or, of a shift, to be pressed."""

    NOTHING = "nothing"
    SELLING = "selling"
    """Somebody is signed in."""
    SHIFT = "shift"
    """They sell, and their shift is open: without, the item is there, says so and cannot be pressed."""
    MEMBER = "member"
    """A member is in the sale."""
    AUDIT = "audit"
    """They are a manager or an auditor."""
    OFFICE = "office"
    """The same, and the till is not in training."""
    REAL = "real"
    """Somebody is signed in, and the till is not in training."""
    TRAINER = "trainer"
    """They are a supervisor or a manager, and the till is not in training."""
    TRAINING = "training"
    """The till is in training, whether anybody is signed in or not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the menu."""

    choice: Choice
    group: Group
    icon: str
    need: Need = Need.SELLING
    key: str = ""


ENTRIES: Final = (
    Entry(Choice.RETURNS, Group.SALE, "rotate-ccw", Need.SHIFT, key="F8"),
    Entry(Choice.RECEIPTS, Group.SALE, "receipt"),
    Entry(Choice.DRAWER, Group.SALE, "wallet"),
    Entry(Choice.VOID, Group.SALE, "trash-2", Need.SHIFT, key="F11"),
    Entry(Choice.TOP_UP, Group.MEMBERS, "wallet", Need.MEMBER),
    Entry(Choice.MEMBERS, Group.MEMBERS, "users", key="Ctrl+F4"),
    Entry(Choice.MEMBER_CARD, Group.MEMBERS, "credit-card", Need.MEMBER),
    Entry(Choice.MEMBER_VOUCHERS, Group.MEMBERS, "gift", Need.MEMBER),
    Entry(Choice.LATE_CLAIMS, Group.MEMBERS, "receipt", Need.SHIFT),
    Entry(Choice.CARDS, Group.MEMBERS, "credit-card", Need.REAL),
    Entry(Choice.PRODUCTS, Group.SHOP, "tag"),
    Entry(Choice.PEOPLE, Group.SHOP, "users"),
    Entry(Choice.FILES, Group.SHOP, "hard-drive", Need.REAL),
    Entry(Choice.PROGRAMS, Group.SHOP, "gem", Need.OFFICE),
    Entry(Choice.DRAWS, Group.SHOP, "gift", Need.OFFICE),
    Entry(Choice.DAY, Group.DAY, "clipboard-list"),
    Entry(Choice.AUDIT, Group.DAY, "search", Need.AUDIT),
    Entry(Choice.SHIFT_SO_FAR, Group.DAY, "receipt", Need.SHIFT),
    Entry(Choice.CLOSE_SHIFT, Group.DAY, "calendar-days", Need.SHIFT),
    Entry(Choice.LEAVE_TRAINING, Group.TILL, "arrow-left", Need.TRAINING),
    Entry(Choice.SETTINGS, Group.TILL, "settings", Need.REAL),
    Entry(Choice.DEVICES, Group.TILL, "printer", Need.REAL),
    Entry(Choice.COMMANDS, Group.TILL, "scan-barcode", Need.SHIFT),
    Entry(Choice.TRAINING, Group.TILL, "info", Need.TRAINER),
    Entry(Choice.LANGUAGE, Group.TILL, "languages", Need.NOTHING),
    Entry(Choice.THEME, Group.TILL, "contrast", Need.NOTHING),
    Entry(Choice.TEXT_SIZE, Group.TILL, "a-large-small", Need.NOTHING),
    Entry(Choice.HELP, Group.ALWAYS, "circle-help", key="F1"),
    Entry(Choice.SIGN_OUT, Group.ALWAYS, "lock", key="Ctrl+L"),
    Entry(Choice.QUIT, Group.ALWAYS, "log-out", Need.NOTHING),
)

_GROUP_ICONS: Final = {
    Group.SALE: "scan-barcode",
    Group.MEMBERS: "users",
    Group.SHOP: "store",
    Group.DAY: "calendar-days",
    Group.TILL: "settings",
}
_THEME_ICONS: Final = {"light": "sun", "dark": "moon", "high-contrast": "contrast"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    """What is so while the menu is open."""

    words: Words
    preferences: Preferences
    there: frozenset[Need]


def menu_state(
    words: Words,
    preferences: Preferences,
    *,
    selling: bool,
    shift_open: bool,
    has_member: bool = False,
    may_audit: bool = False,
    may_train: bool = False,
    is_training: bool = False,
) -> MenuState:
    """The menu; what needs somebody signed in is only there for them."""
    said = (
        (Need.SELLING, selling),
        (Need.SHIFT, shift_open),
        (Need.MEMBER, has_member),
        (Need.AUDIT, may_audit),
        (Need.OFFICE, may_audit and not is_training),
        (Need.REAL, not is_training),
        (Need.TRAINER, may_train and not is_training),
    )
    always = {Need.NOTHING, Need.TRAINING} if is_training else {Need.NOTHING}
    there = frozenset({*always, *(need for need, is_so in said if is_so and selling)})
    now = _Now(words=words, preferences=preferences, there=there)
    groups = (
        MenuGroup(
            name=group.value,
            text=words.text(f"menu.group-{group.value}"),
            icon=icon,
            items=_items(now, group),
        )
        for group, icon in _GROUP_ICONS.items()
    )
    return MenuState(
        title=words.text("menu.title"),
        groups=tuple(group for group in groups if group.items),
        always=_items(now, Group.ALWAYS),
        close=words.text("menu.close"),
    )


def _items(now: _Now, group: Group) -> tuple[MenuItem, ...]:
    entries = (each for each in ENTRIES if each.group is group)
    return tuple(_item(now, each) for each in entries if _is_shown(now, each.need))


def _is_shown(now: _Now, need: Need) -> bool:
    return (Need.SELLING if need is Need.SHIFT else need) in now.there


def _item(now: _Now, entry: Entry) -> MenuItem:
    choice, chosen = entry.choice, now.preferences
    details = {
        Choice.LANGUAGE: f"menu.language-{chosen.language}",
        Choice.THEME: f"menu.theme-{chosen.theme}",
    }
    detail = now.words.text(details[choice]) if choice in details else entry.key
    enabled = entry.need in now.there
    if not enabled:  # it is shown all the same, since nothing but a shift is missing
        detail = now.words.text("menu.needs-shift")
    return MenuItem(
        name=choice.value,
        text=now.words.text(f"menu.{choice.value}"),
        detail=f"{chosen.text_size} %" if choice is Choice.TEXT_SIZE else detail,
        icon=_THEME_ICONS[chosen.theme] if choice is Choice.THEME else entry.icon,
        enabled=enabled,
    )
