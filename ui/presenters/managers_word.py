"""A manager's word for what whoever is signed in may not do alone: who is asked, and the PIN they type.

The screen stays the same one: its list is the managers, its pad types the PIN, its press in the corner gives
the word. What is asked for, and what is done with it, is the screen's; whether the PIN is right, the till's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from ui.presenters.listing import Listing, Row
from ui.presenters.sign_in import MOST_DIGITS

if TYPE_CHECKING:
    from terminal.returned import Approval
    from terminal.session import OperatorTile, Session
    from ui.presenters.words import Words

BACKSPACE: Final = "backspace"
DOT: Final = "•"


class WordErrands(Protocol):
    """What is asked of the till."""

    def managers(self) -> "tuple[OperatorTile, ...]":
        """Who may give their word."""
        ...

    def approve(self, *, operator: str, pin: str, asked_by: str) -> "Approval":
        """Their word, by PIN, for what `asked_by` wants to do."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The managers, which of them is chosen, and the PIN so far."""

    managers: "tuple[OperatorTile, ...]" = ()
    who: int = 0
    pin: str = ""

    @property
    def can_give(self) -> bool:
        """Whether there is somebody, and a PIN to look at."""
        return self.who < len(self.managers) and bool(self.pin)

    @property
    def dots(self) -> str:
        """The PIN, as it is shown."""
        return DOT * len(self.pin)

    def choose(self, row: int) -> "Asked":
        """Ask that manager, whose PIN begins anew; a row that is not there changes nothing."""
        return replace(self, who=row, pin="") if 0 <= row < len(self.managers) else self

    def step(self, by: int) -> "Asked":
        """Ask the next, or the one before; a step beyond an end stops there."""
        return self.choose(min(max(self.who + by, 0), len(self.managers) - 1))

    def press(self, key: str) -> "Asked":
        """A key of the pad."""
        if key == BACKSPACE:
            return replace(self, pin=self.pin[:-1])
        return replace(self, pin=self.pin + key) if key.isdigit() and len(self.pin) < MOST_DIGITS else self

    def without_pin(self) -> "Asked":
        """The same with nothing typed: a PIN is looked at once."""
        return replace(self, pin="")

    def word(self, errands: WordErrands, session: "Session") -> "Callable[[], Approval]":
        """How the chosen manager's word is come by; `can_give` holds."""
        operator, pin, asked_by = self.managers[self.who].operator, self.pin, session.operator
        return lambda: errands.approve(operator=operator, pin=pin, asked_by=asked_by)


NOBODY_ASKED: Final = Asked()


def managers_listed(asked: Asked, words: "Words", *, title: str, empty: str) -> Listing:
    """The managers as a list."""
    return Listing(
        rows=tuple(
            Row(cells=(each.name,), detail=words.text(f"role.{each.role}"), icon="user-plus")
            for each in asked.managers
        ),
        marked=asked.who if asked.managers else None,
        empty=empty,
        title=title,
        columns=(),
    )
