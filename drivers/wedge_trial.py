"""What a keyboard scanner really sends, looked at key by key, and the settings that suit it. Pure.

For the moment in which somebody sets a scanner up: whatever the window gets is noted, a person's typing too.
A burst ends with Enter or Tab, or with half a second without a key. The stripe of a bank card is counted and
kept nowhere, here as everywhere.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from drivers.codes import is_bank_card
from drivers.ports import USUAL_WEDGE, WedgeSettings
from drivers.wedge import KeyKind, Keystroke

BURST_ENDS_S = 0.5
_MOST_BURSTS = 20
_MOST_KEYS = 4096
_GAP_MS = (30, 200)
_AVERAGE_MS = (35, 100)
_ROOM = 1.5
"""Wireless scanners are not always as quick as when they are tried."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Keys that came one after the other; `text` without the key that ended them."""

    text: str
    keys: int
    average_ms: int
    longest_gap_ms: int
    has_end: bool
    is_rewritten: bool
    """An input method had its hand in it: letters beyond ASCII, or Backspace."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The settings that suit what was scanned, or None with the reason: a code of `scan-trial.<why>`."""

    settings: WedgeSettings | None
    why: str


class WedgeTrial:
    """Takes keys as they come; `tick` says that time has passed."""

    def __init__(self) -> None:
        self._held: list[Keystroke] = []
        self.bursts: list[Burst] = []
        self.bank_cards = 0

    def press(self, key: Keystroke) -> None:
        """Note a key."""
        self.tick(key.at)
        if key.kind is KeyKind.END:
            self._end(has_end=True)
        elif key.kind in (KeyKind.TEXT, KeyKind.BACKSPACE) and len(self._held) < _MOST_KEYS:
            self._held.append(key)

    def tick(self, now: float) -> None:
        """Time has passed: what rested for long enough is a burst."""
        if self._held and now - self._held[-1].at > BURST_ENDS_S:
            self._end(has_end=False)

    def _end(self, *, has_end: bool) -> None:
        held, self._held = self._held, []
        if is_bank_card("".join(key.text for key in held)):
            self.bank_cards += 1
        elif held:
            self.bursts = [*self.bursts, _burst(held, has_end=has_end)][-_MOST_BURSTS:]


def propose(bursts: list[Burst]) -> Proposal:
    """What to set, by what has been scanned so far."""
    if not bursts:
        return Proposal(None, "nothing-yet")
    if any(burst.is_rewritten for burst in bursts):
        return Proposal(None, "input-method")
    slowest = max(burst.average_ms for burst in bursts)
    gap = max(burst.longest_gap_ms for burst in bursts)
    if slowest > _AVERAGE_MS[1] or gap > _GAP_MS[1]:
        return Proposal(None, "too-slow")
    if not all(burst.has_end for burst in bursts):
        return Proposal(None, "no-end")
    prefix = _prefix(bursts)
    if not prefix and min(burst.keys for burst in bursts) < USUAL_WEDGE.min_keys:
        return Proposal(None, "too-short")
    return Proposal(
        WedgeSettings(
            prefix=prefix,
            min_keys=USUAL_WEDGE.min_keys,
            max_average_ms=_within(slowest, _AVERAGE_MS),
            max_gap_ms=max(USUAL_WEDGE.max_gap_ms, _within(gap, _GAP_MS)),
        ),
        "prefix" if prefix else "no-prefix",
    )


def _prefix(bursts: list[Burst]) -> str:
    """The sign before every code: not a letter, not a digit, and not the `]` of an AIM id."""
    first = bursts[0].text[:1]
    is_sign = bool(first) and not first.isalnum() and first not in "]%; "
    return first if is_sign and all(burst.text.startswith(first) for burst in bursts) else ""


def _within(measured: int, limits: tuple[int, int]) -> int:
    """With some room above what was measured, in steps of 5, inside the limits."""
    low, high = limits
    return min(high, max(low, ceil(measured * _ROOM / 5) * 5))


def _burst(held: list[Keystroke], *, has_end: bool) -> Burst:
    gaps = [round((after.at - before.at) * 1000) for before, after in pairwise(held)]
    text = "".join(key.text for key in held)
    return Burst(
        text=text,
        keys=len(held),
        average_ms=ceil(sum(gaps) / len(gaps)) if gaps else 0,
        longest_gap_ms=max(gaps, default=0),
        has_end=has_end,
        is_rewritten=not text.isascii() or any(key.kind is KeyKind.BACKSPACE for key in held),
    )
