"""What is said of a till whose clock is not the server's: how far off it is, and what to do."""

from typing import TYPE_CHECKING, Final

from ui.presenters.checkout.model import Said
from ui.presenters.words import Words

if TYPE_CHECKING:
    from ui.presenters.checkout.counter import Counter

FAR_OFF_S: Final = 5 * 60
"""From here on it is told: receipts and days show it, and no network takes so long to answer."""

_MINUTE_S: Final = 60
_HOUR_S: Final = 60 * _MINUTE_S
_DAY_S: Final = 24 * _HOUR_S


def is_far_off(off_s: int) -> bool:
    """Whether somebody has to know; `off_s` is the till's clock less the server's, in whole seconds."""
    return abs(off_s) >= FAR_OFF_S


def of_clock(off_s: int, words: Words) -> Said | None:
    """What whoever signs in has to know of the clock, and what to do; None while it is right enough."""
    if not is_far_off(off_s):
        return None
    return Said(key=f"clock.{_way(off_s)}", params={"by": _by(off_s, words)})


def tell_of_clock(counter: "Counter", before_s: int, off_s: int, words: Words) -> None:
    """Say it once as it becomes known at the counter, unless something else stands there; the lamp stays."""
    counter.say_where_free(None if is_far_off(before_s) else of_clock(off_s, words))


def clock_lamp(off_s: int, words: Words) -> str:
    """The same as short as a lamp says it."""
    return words.text(f"top.clock-{_way(off_s)}", by=_by(off_s, words))


def _way(off_s: int) -> str:
    return "ahead" if off_s > 0 else "behind"


def _by(off_s: int, words: Words) -> str:
    """In the greatest unit of which there are two, rounded."""
    off_s = abs(off_s)
    for unit, length_s in (("days", _DAY_S), ("hours", _HOUR_S)):
        if off_s >= 2 * length_s:
            return words.text(f"clock.{unit}", count=round(off_s / length_s))
    return words.text("clock.minutes", count=round(off_s / _MINUTE_S))
