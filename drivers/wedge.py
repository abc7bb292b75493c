"""Keys that come too fast for a person are a scan: the recogniser behind a keyboard-wedge scanner. Pure.

Every key that reaches the window is pressed into `press`, which holds it back until it is clear whose it
is: a scanner's keys become one `Scan` and touch nothing, a person's are given back in their order. Time
comes with the keys and with `tick`; there is no Qt, no clock and no timer here.

Vietnamese input methods rewrite the letters of a scan. A burst that shows it (letters beyond ASCII, or
Backspace, at a scanner's pace) is never looked up: the cashier is told to turn the input method off. The
stripe of a bank card is dropped.
"""

from dataclasses import dataclass
from enum import Enum, auto

from drivers.codes import is_bank_card, read_code
from drivers.ports import USUAL_WEDGE, Scan, WedgeSettings


class KeyKind(Enum):
    """What a key is to the recogniser."""

    TEXT = auto()
    END = auto()
    """Enter or Tab: what a scanner sends after a code."""
    BACKSPACE = auto()
    MODIFIER = auto()
    """Shift and its like, by themselves."""
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Keystroke:
    """One press of a key at a time in seconds; `tag` is the caller's own, to find its event again."""

    kind: KeyKind
    at: float
    text: str = ""
    is_auto_repeat: bool = False
    tag: object = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """These keys were a scan; they are used up."""

    scan: Scan


@dataclass(frozen=True, slots=True)
class GiveBack:
    """These keys were a person's: hand them on in this order."""

    keys: tuple[Keystroke, ...]


@dataclass(frozen=True, slots=True)
class InputMethodIsOn:
    """A scan came through an input method and is not what was printed on the code; its keys are used up."""


@dataclass(frozen=True, slots=True)
class BankCardDropped:
    """Somebody swiped a bank card; its keys are used up and kept nowhere."""


Verdict = Scanned | GiveBack | InputMethodIsOn | BankCardDropped


MAX_KEYS = 4096
"""More keys than this without an end are no scan."""

_SWIPE_BEGINS = ("%", ";")


class WedgeRecogniser:
    """Takes keys in the order of their times; `due` says when to call `tick` if no key comes before."""

    def __init__(self, settings: WedgeSettings = USUAL_WEDGE, *, source: str = "wedge") -> None:
        self._settings = settings
        self._source = source
        self._held: list[Keystroke] = []

    @property
    def due(self) -> float | None:
        """The time after which held keys are a person's, None if none is held."""
        return self._held[-1].at + self._settings.max_gap_ms / 1000 if self._held else None

    def press(self, key: Keystroke) -> list[Verdict]:
        """Take one key; what it decides comes back, possibly nothing yet."""
        verdicts = self.tick(key.at)
        if key.kind is KeyKind.MODIFIER:
            verdicts.append(GiveBack((key,)))
        elif key.is_auto_repeat or key.kind is KeyKind.OTHER:
            verdicts += self._give_back(key)
        elif key.kind is KeyKind.END:
            verdicts += self._end(key)
        else:
            verdicts += self._hold(key)
        return verdicts

    def tick(self, now: float) -> list[Verdict]:
        """Time has passed: give back what was held for too long."""
        if self._held and _ms(now - self._held[-1].at) > self._settings.max_gap_ms:
            return self._give_back()
        return []

    def _hold(self, key: Keystroke) -> list[Verdict]:
        if not self._held and not self._may_begin(key):
            return [GiveBack((key,))]
        self._held.append(key)
        return [] if len(self._held) < MAX_KEYS and self._may_be_scan() else self._give_back()

    def _may_begin(self, key: Keystroke) -> bool:
        if key.kind is not KeyKind.TEXT:
            return False
        prefix = self._settings.prefix
        return not prefix or prefix.startswith(key.text) or key.text in _SWIPE_BEGINS

    def _may_be_scan(self) -> bool:
        """Whether what is held can still turn out to be a scan."""
        prefix = self._settings.prefix
        head = "".join(held.text for held in self._held[: len(prefix)])
        if prefix and prefix.startswith(head[: len(prefix)]):
            return True
        if prefix and not head.startswith(_SWIPE_BEGINS):
            return False
        return self._elapsed_ms() <= self._allowed_ms() + self._settings.max_gap_ms

    def _end(self, key: Keystroke) -> list[Verdict]:
        text = self._text()
        prefix = self._settings.prefix
        is_marked = bool(prefix) and text.startswith(prefix) and len(text) > len(prefix)
        is_burst = self._weight() >= self._settings.min_keys and self._elapsed_ms() <= self._allowed_ms()
        if is_burst and is_bank_card(text):
            return self._use_up(BankCardDropped())
        if not is_marked and (prefix or not is_burst):
            return self._give_back(key)
        if not text.isascii() or any(held.kind is KeyKind.BACKSPACE for held in self._held):
            return self._use_up(InputMethodIsOn())
        code, symbology = read_code(text.removeprefix(prefix))
        return (
            self._use_up(Scanned(Scan(code, symbology, self._source, key.at)))
            if code
            else self._give_back(key)
        )

    def _text(self) -> str:
        return "".join(held.text for held in self._held)

    def _weight(self) -> int:
        """The keys that were pressed; a letter beyond ASCII took an input method at least two."""
        return sum(1 if held.text.isascii() else 2 for held in self._held)

    def _elapsed_ms(self) -> int:
        return _ms(self._held[-1].at - self._held[0].at) if self._held else 0

    def _allowed_ms(self) -> int:
        return self._settings.max_average_ms * max(0, len(self._held) - 1)

    def _give_back(self, *last: Keystroke) -> list[Verdict]:
        keys = (*self._held, *last)
        self._held.clear()
        return [GiveBack(keys)] if keys else []

    def _use_up(self, verdict: Verdict) -> list[Verdict]:
        self._held.clear()
        return [verdict]


def _ms(seconds: float) -> int:
    """Whole milliseconds, as keyboards and settings count them: fractions of seconds are never exact."""
    return round(seconds * 1000)
