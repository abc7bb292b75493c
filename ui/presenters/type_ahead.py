"""What a cashier does ahead of the till: keys and scans that come while one screen gives way to the next.

Such a moment lasts as long as a disk, a PIN or a look-up takes. What comes in it was meant for what comes
next: it waits here in its order, and is done once that is in front. What would take money or answer a
question that nobody had seen when it was pressed or scanned is not done, and no key that was pressed after
it. Without Qt.
"""

from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import Final, NamedTuple

from ui.presenters.beside import NOTHING_LOOKED_FOR, Beside
from ui.presenters.stage import Screen

MOST_WAITING: Final = 200
"""More than this waiting means that something stands; keys beyond it are dropped, scans are refused."""

_FOR_A_SALE: Final = frozenset({Screen.CHECKOUT, Screen.PAY})
"""Where a cashier goes on without looking; elsewhere the PIN was wrong, or a shift has to be opened."""


class Passage(Enum):
    """What is on its way to the front."""

    TO_COUNTER = "to counter"
    """The checkout, once a PIN was checked or a float was written."""
    TO_PAY = "to pay"
    """The pay screen, as soon as what is looked up and priced is done."""
    TO_NEXT = "to next"
    """The checkout with the next sale: money was taken, and is being written."""
    TO_OTHER = "to other"
    """Another sale at the checkout: this one is put aside or given up, or one is recalled."""
    TO_FOUND = "to found"
    """Beside the sale, who or what was looked for."""


_BEGUN_TWICE_IS_ONCE: Final = frozenset({Passage.TO_COUNTER, Passage.TO_PAY, Passage.TO_NEXT})
"""Where the press that began it, come again, is the same one: it would take money, or open what does."""


class Front(NamedTuple):
    """What is in front: the screen, the sale that is open, and whether something else is on its way.

    `asks` is a question over the screen that Enter would answer. `beside` is what is in front beside the
    sale, None where nothing is.
    """

    screen: Screen
    sale: str
    passage: Passage | None
    asks: bool
    beside: Beside | None = None

    def behind(self, beside: Beside) -> "Front":
        """The same with a screen beside the sale in front, which gives way to what it looks for."""
        passage = Passage.TO_FOUND if beside.is_looking else None
        return self._replace(passage=passage, asks=beside.asks, beside=beside)


class _Ahead(NamedTuple):
    """Something that waits. `refused` is a scan's: how it is said that it was not taken.

    `finishes` takes money on the pay screen; of these `chooses` only opens or marks on the screens beside.
    `anywhere` does the same wherever it is pressed, and takes nothing: it is never dropped for what stands
    there.
    """

    does: Callable[[], object]
    came_at: Front
    finishes: bool = False
    chooses: bool = False
    anywhere: bool = False
    refused: Callable[[], object] | None = None


class TypeAhead:
    """One window's. `look` is to be called whenever something that ran on a lane has come back."""

    def __init__(self, front: Callable[[], Front]) -> None:
        self._front = front
        self._waiting: deque[_Ahead] = deque()
        self._kept: list[_Ahead] = []
        self._playing = False

    @property
    def holds_keys(self) -> bool:
        """Whether a key that comes now is for what comes next."""
        return not self._playing and self._front().passage is not None

    def key_waits(
        self,
        does: Callable[[], object],
        *,
        finishes: bool,
        chooses: bool = False,
        anywhere: bool = False,
    ) -> bool:
        """Keep a key if it is not for what is in front; `does` presses it.

        F9 and Enter are `finishes`, Enter `chooses`; locking the till and the help are `anywhere`. The press
        that began the passage, come once more before anything else, is the same one: it is dropped, but where
        it only puts a sale aside or looks for one.
        """
        if not self.holds_keys:
            return False
        front = self._front()
        is_again = finishes and not self._waiting and front.passage in _BEGUN_TWICE_IS_ONCE
        if not is_again and len(self._waiting) < MOST_WAITING:
            self._waiting.append(_Ahead(does, front, finishes, chooses, anywhere))
        return True

    def scan_waits(
        self, does: Callable[[], object], *, finishes: bool, refused: Callable[[], object]
    ) -> bool:
        """Keep a scan if it is not for what is in front; `refused` says that it was scanned too early.

        A code that stands for paying is `finishes`. With nothing typed before it, one after F9 does not wait:
        until the pay screen is there it is this sale's.
        """
        front = self._front()
        if not self.holds_keys or (front.passage is Passage.TO_PAY and not self._waiting):
            return False
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(_Ahead(does, front, finishes, refused=refused))
        else:
            refused()
        return True

    def escaped(self) -> None:
        """Somebody wants to stop: no key that waits is pressed any more."""
        self._waiting = deque(each for each in self._waiting if each.refused is not None)

    def look(self) -> None:
        """Do what waits for what is in front now, in order, until something else is on its way again."""
        if self._playing or self._front().passage is not None or not (self._kept or self._waiting):
            return
        self._playing = True
        waiting, self._kept = deque([*self._kept, *self._waiting]), []
        self._waiting.clear()
        try:
            self._play(waiting)
        finally:
            self._playing = False
        front = self._front()
        self._waiting.extend(each._replace(came_at=front) for each in waiting)

    def _play(self, waiting: deque[_Ahead]) -> None:
        """Work it off from the left; what is left in it is for what comes next."""
        is_blind, at_sale = False, self._front().beside is None
        while waiting and self._front().passage is None:
            each, front = waiting.popleft(), self._front()
            takes_unseen = each.finishes and _takes(each, front)
            if each.refused is None:
                has_come = _has_come(each, front, opens_beside=at_sale)
                is_blind = is_blind or takes_unseen or front.asks or not has_come
                if each.anywhere or not is_blind:
                    each.does()
            elif _is_unpaid(each, front):
                self._kept.append(each)
            elif each.finishes and (is_blind or takes_unseen):
                is_blind = True
                each.refused()
            elif _was_left(each, front):
                each.refused()
            else:
                each.does()


def _takes(each: _Ahead, front: Front) -> bool:
    """Whether what finishes would take money here, or do what nobody has seen: beside the sale F9 may."""
    return front.screen is Screen.PAY if front.beside is None else not each.chooses


def _is_unpaid(scan: _Ahead, front: Front) -> bool:
    """Whether it is the next customer's, and the sale before could not be written: it goes on waiting."""
    return scan.came_at.screen is front.screen is Screen.PAY and scan.came_at.sale == front.sale


def _was_left(scan: _Ahead, front: Front) -> bool:
    """Whether it would land in the very sale that was being paid for, or put aside, when it was scanned."""
    came_at = scan.came_at
    return came_at.screen in _FOR_A_SALE and came_at.sale == front.sale and front.screen is Screen.CHECKOUT


def _has_come(key: _Ahead, front: Front, *, opens_beside: bool) -> bool:
    """Whether what the key was pressed for is in front now.

    `opens_beside` says that a screen beside the sale was opened by a key that waited before this one. Where
    nothing is looked for on it Enter may be its yes, and is not pressed.
    """
    before = key.came_at
    if before.beside is not None and front.beside is not None:
        return before.beside.place != front.beside.place
    if front.beside is not None:
        is_yes = key.finishes and front.beside == NOTHING_LOOKED_FOR
        return before.beside is None and opens_beside and not is_yes
    if before.beside is not None:
        return False
    return front.screen in _FOR_A_SALE and (before.screen, before.sale) != (front.screen, front.sale)
