"""What the menu offers: the things that are not part of a sale, in groups."""

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
class MenuGroup:
    """Items that belong together, under one name."""

    name: str
    text: str
    icon: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuState:
    """The menu, open: its groups, and below them what is at hand whichever group is shown."""

    title: str
    groups: tuple[MenuGroup, ...]
    always: tuple[MenuItem, ...]
    close: str

    @property
    def items(self) -> tuple[MenuItem, ...]:
        """All of it, in order."""
        return (*(item for group in self.groups for item in group.items), *self.always)
