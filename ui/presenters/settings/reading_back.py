"""Copies read back one after the other, for as long as somebody looks at them."""

from collections.abc import Callable, Mapping

from ui.presenters.checkout.counter import expected
from ui.presenters.settings.errands import CopyErrands, KeptCopy
from ui.presenters.tasks import TaskRunner


class ReadingBack:
    """`shown` are the copies that are looked at now, none once their screen is left.

    `on_read` gets, after each one, why every copy that was read cannot be put back, as a code, empty where it
    can.
    """

    def __init__(
        self,
        errands: CopyErrands,
        runner: TaskRunner,
        *,
        shown: Callable[[], tuple[KeptCopy, ...]],
        on_read: Callable[[Mapping[str, str]], None],
    ) -> None:
        self._errands = errands
        self._runner = runner
        self._shown = shown
        self._on_read = on_read
        self._known: dict[str, str] = {}
        self._is_reading = False
        self._is_stale = False

    def forget(self) -> None:
        """Read them all anew, also the one that is being read: a disk may have been pulled out, or put in."""
        self._known = {}
        self._is_stale = self._is_reading

    def go_on(self) -> None:
        """Read the next one, unless one is being read."""
        if self._is_reading:
            return
        name = next((each.name for each in self._shown() if each.name not in self._known), "")
        if not name:
            return
        self._is_reading = True
        self._runner.run(
            "devices",
            lambda: self._errands.read_back(name),
            on_done=lambda trouble: self._read(name, trouble),
            on_failed=lambda error: self._not_read(name, error),
        )

    def _read(self, name: str, trouble: str) -> None:
        is_stale, self._is_stale, self._is_reading = self._is_stale, False, False
        if not is_stale:
            self._known = {**self._known, name: trouble}
            self._on_read(self._known)
        self.go_on()

    def _not_read(self, name: str, error: Exception) -> None:
        self._read(name, expected(error).code)
