"""What the screen *People* is about: who there is, which is marked, which form stands open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from terminal.session import StaffMember
from ui.presenters.checkout.model import Said

Step = Literal["list", "add", "edit", "state", "pin"]
FIELDS: Final[Mapping[Step, tuple[str, ...]]] = {
    "list": (),
    "add": ("name", "role", "pin", "again", "own"),
    "edit": ("name", "role", "own"),
    "state": ("own",),
    "pin": ("pin", "again", "own"),
}
"""The fields of each form from top to bottom; `own` is the PIN of whoever does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleModel:
    """The screen. `deed` and `who` are made as a form opens, and stay however often it is sent."""

    is_manager: bool
    me: str
    people: tuple[StaffMember, ...] = ()
    mark: int = 0
    step: Step = "list"
    deed: str = ""
    who: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    faults: Mapping[str, str] = field(default_factory=dict[str, str])
    """The key of what is wrong, by field."""
    busy: bool = False
    said: Said | None = None

    @property
    def marked(self) -> StaffMember | None:
        """Whom a deed is about."""
        return self.people[self.mark] if 0 <= self.mark < len(self.people) else None

    @property
    def is_me(self) -> bool:
        """Whether that is who is signed in."""
        return self.marked is not None and self.marked.operator == self.me
