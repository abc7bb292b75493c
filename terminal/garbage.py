"""How often Python looks for garbage while a till is at work.

A sale makes a few thousand short-lived objects without a cycle among them. Looking at them again at every
few hundred new ones costs a tenth of a sale, and now and then, when everything is looked at, a visible pause.
Memory stays flat either way: what has no cycle is freed at once.
"""

import gc
from typing import Final

NEW_OBJECTS: Final = 20_000
"""Between two looks at the young ones; Python's own 700 dates from smaller machines."""
YOUNG_LOOKS: Final = 20
MIDDLE_LOOKS: Final = 50
"""Looks at one generation before the next one is looked at as well."""
LOADED_OBJECTS: Final = 200_000
"""More than a till loads before its first picture; none of that is garbage."""


def look_for_none_yet() -> None:
    """For a till that is about to show its first picture; `look_less_often` comes behind it."""
    gc.set_threshold(LOADED_OBJECTS)


def look_less_often() -> None:
    """For a process that is a till: call it once, when it has started."""
    gc.set_threshold(NEW_OBJECTS, YOUNG_LOOKS, MIDDLE_LOOKS)
