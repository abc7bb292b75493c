"""Counting a drawer: one sum, or note by note. Typing goes to the note that is chosen, else to the sum."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from loyalty.units import Money

NOTES: Final = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500)
"""What a Vietnamese drawer holds, in đồng."""

LARGEST: Final = Money(NOTES[0])
SMALLEST: Final = Money(NOTES[-1])
"""Of which every amount in a drawer is a multiple, but for old coins that somebody may have kept."""

BACKSPACE: Final = "backspace"
_MOST_SUM: Final = 11
_MOST_COUNT: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerCount:
    """What was typed so far. `counts` are digits by note; once a note is counted, the sum is theirs."""

    typed: str = ""
    counts: Mapping[int, str] = field(default_factory=dict[int, str])
    note: int | None = None

    @property
    def total(self) -> Money:
        """What the drawer holds."""
        if self.counts:
            return Money(sum(note * int(count) for note, count in self.counts.items()))
        return Money(int(self.typed or "0"))

    @property
    def is_typed(self) -> bool:
        """Whether anything stands there: a nought does not."""
        return bool(self.typed or self.counts)

    @property
    def is_of_first_note(self) -> bool:
        """Whether what was typed with no note chosen can be no sum: it counts the largest."""
        return self.note is None and 0 < int(self.typed or "0") < SMALLEST

    def choose(self, note: int | None) -> "DrawerCount":
        """Go on with that note; the same one again goes back to the sum."""
        return replace(self, note=None if note == self.note else note)

    def step(self, by: int) -> "DrawerCount":
        """Go on with the next note, or the one before; above the largest is the sum.

        What counts the largest counts it as soon as the next one is chosen.
        """
        if self.note is None and by < 0:
            return self
        if self.is_of_first_note:
            return DrawerCount(counts={NOTES[0]: self.typed}, note=NOTES[0]).step(by)
        at = (-1 if self.note is None else NOTES.index(self.note)) + by
        return replace(self, note=None if at < 0 else NOTES[min(len(NOTES) - 1, at)])

    @property
    def is_dropped_by_typing(self) -> bool:
        """Whether what is typed next takes the place of a sum, or of notes, that stands now."""
        return bool(self.counts) if self.note is None else bool(self.typed)

    def press(self, key: str) -> "DrawerCount":
        """A digit, several, or the backspace. A typed sum forgets the notes."""
        if self.note is None:
            typed = _after(self.typed, key, _MOST_SUM)
            return replace(self, typed=typed, counts={})
        if key == BACKSPACE and self.note not in self.counts:
            return self
        count = _after(self.counts.get(self.note, ""), key, _MOST_COUNT)
        others = {note: each for note, each in self.counts.items() if note != self.note}
        return replace(self, typed="", counts={**others, self.note: count} if count else others)


def is_in_notes(amount: Money) -> bool:
    """Whether so much can lie in a drawer as notes that are in use."""
    return amount % SMALLEST == 0


def _after(typed: str, key: str, most: int) -> str:
    longer = (typed[:-1] if key == BACKSPACE else typed + key).lstrip("0")
    return longer if len(longer) <= most else typed
