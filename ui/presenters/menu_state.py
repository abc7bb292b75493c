"""What the menu offers: the few things that are not part of a sale."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """One thing to choose; `detail` is how it stands now."""

    name: str
    text: str
    detail: str = ""
    icon: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuState:
    """The menu, open."""

    title: str
    items: tuple[MenuItem, ...]
    close: str
