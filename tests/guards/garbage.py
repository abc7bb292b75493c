"""Looking for garbage between tests without going each time through all that earlier ones have left.

A process that runs thousands of tests holds some million objects that stay: modules, compiled statements,
what fixtures of the session hold. Going through them takes a fifth of a second, more than most tests do. So
what is there when a test begins is set aside, and only what the test made is looked through after it.
"""

import gc

_COLLECTIONS_BEFORE_ALL = 500
"""Rings that were set aside while somebody held them are found at the latest after so many times."""


class Garbage:
    """When what stays was last set aside."""

    def __init__(self) -> None:
        self._is_due = True
        self._collections = 0

    def set_aside(self) -> None:
        """Before a test: what is there now is looked through no more, if anything was since the last time."""
        if not self._is_due:
            return
        self._is_due = False
        self._collections += 1
        if self._collections % _COLLECTIONS_BEFORE_ALL == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()

    def collect(self) -> None:
        """After a test: free what nothing holds of all that was made since."""
        gc.collect()
        self._is_due = True

    def collect_all(self) -> None:
        """Free what nothing holds, whenever it was made."""
        gc.unfreeze()
        gc.collect()
        self._is_due = True


GARBAGE = Garbage()
"""Of this process, as there is one collector."""
