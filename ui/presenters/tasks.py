"""The contract of the task runner: how a presenter has something slow done without waiting for it.

The runner with threads is `ui.lanes`; the one that does everything at once, for tests, is `ImmediateRunner`
here.
"""

from collections import deque
from collections.abc import Callable
from typing import Any, Literal, Protocol, TypeVar

from loyalty.errors import LoyaltillError

Lane = Literal["store", "look-up", "net", "devices"]
"""Each lane is one worker that does its tasks one after the other.

`store` writes, `look-up` reads, `net` waits for the network, `devices` for devices that are exchanged.
"""

Result = TypeVar("Result")


class UnderWay:
    """The deeds that take time and are under way, by name: of every screen, those left meanwhile too.

    What a screen knows of being busy ends with the visit to it; the deed goes on, and is not done again.
    """

    def __init__(self) -> None:
        self._heard: dict[str, list[tuple[Callable[[Any], None], Callable[[Exception], None]]]] = {}

    def begin(self, deed: str) -> bool:
        """It begins; false where it is under way already."""
        if deed in self._heard:
            return False
        self._heard[deed] = []
        return True

    def hear(self, deed: str, on_done: Callable[[Any], None], on_failed: Callable[[Exception], None]) -> None:
        """Whoever waits for what comes of it, the first or one who pressed again."""
        self._heard[deed].append((on_done, on_failed))

    def end(self, deed: str) -> tuple[tuple[Callable[[Any], None], Callable[[Exception], None]], ...]:
        """It is over: who waits for it."""
        return tuple(self._heard.pop(deed))


class TaskRunner(Protocol):
    """Runs work on a lane and brings the outcome back."""

    @property
    def under_way(self) -> UnderWay:
        """What is to be done once at a time; see `run_once`."""
        ...

    def run(
        self,
        lane: Lane,
        work: Callable[[], Result],
        *,
        on_done: Callable[[Result], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """Do `work` on the lane after whatever is queued there.

        Exactly one of `on_done` and `on_failed` is called, once, on the UI thread, later than this call
        returns. `on_failed` gets whatever `work` raised; an exception that is not a `LoyaltillError` is a
        bug, and whoever gets it raises it again (`expected`).
        """
        ...


def run_once(
    runner: TaskRunner,
    deed: str,
    lane: Lane,
    work: Callable[[], Result],
    *,
    on_done: Callable[[Result], None],
    on_failed: Callable[[Exception], None],
) -> None:
    """Run `work`, or where that deed is under way only wait for what comes of it."""
    begins = runner.under_way.begin(deed)
    runner.under_way.hear(deed, on_done, on_failed)
    if not begins:
        return

    def done(result: Result) -> None:
        for hear, _ in runner.under_way.end(deed):
            hear(result)

    def failed(error: Exception) -> None:
        for _, hear in runner.under_way.end(deed):
            hear(error)

    runner.run(lane, work, on_done=done, on_failed=failed)


def run_while_meant(
    runner: TaskRunner,
    lane: Lane,
    work: Callable[[], Result],
    *,
    is_meant: Callable[[], bool],
    on_done: Callable[[Result], None],
    on_failed: Callable[[Exception], None],
    on_dropped: Callable[[], None],
) -> None:
    """Run `work`; what comes of it is dropped where nobody means it any more by then, but for a bug."""

    def done(result: Result) -> None:
        if is_meant():
            on_done(result)
        else:
            on_dropped()

    def failed(error: Exception) -> None:
        if is_meant() or not isinstance(error, LoyaltillError):
            on_failed(error)
        else:
            on_dropped()

    runner.run(lane, work, on_done=done, on_failed=failed)


class ImmediateRunner:
    """Does the work before `run` returns to whoever is outermost, so that a test needs no event loop.

    `hold` keeps a lane back, so that a test can set the order in which things come; `on_handled` is told of
    each time that nothing is left to do.
    """

    def __init__(self) -> None:
        self.on_handled: Callable[[], None] = _nobody_hears
        self.under_way = UnderWay()
        self._held: dict[Lane, list[Callable[[], None]]] = {}
        self._next: deque[Callable[[], None]] = deque()
        self._working = False

    def run(
        self,
        lane: Lane,
        work: Callable[[], Result],
        *,
        on_done: Callable[[Result], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """Do it now, after what is being done, or when the lane is let go."""

        def task() -> None:
            try:
                result = work()
            except Exception as error:  # whatever it is, it comes back to whoever asked
                on_failed(error)
            else:
                on_done(result)

        if lane in self._held:
            self._held[lane].append(task)
        else:
            self._do(task)

    def hold(self, lane: Lane) -> None:
        """From now on the lane's tasks wait."""
        self._held.setdefault(lane, [])

    def let_go(self, lane: Lane) -> None:
        """Do what waited, in order, and hold no longer."""
        for task in self._held.pop(lane, []):
            self._do(task)

    def step(self, lane: Lane) -> None:
        """Do the first task that waits; the lane stays held."""
        self._do(self._held[lane].pop(0))

    def _do(self, task: Callable[[], None]) -> None:
        self._next.append(task)
        if self._working:
            return
        self._working = True
        try:
            while self._next:
                self._next.popleft()()
        finally:
            self._working = False
            self._next.clear()
        self.on_handled()


def _nobody_hears() -> None:
    """What most tests do with it."""
