"""The task runner of the screen: one worker thread a lane, and every outcome brought back to the UI thread.

It implements `ui.presenters.tasks.TaskRunner`. A lane's thread starts with its first task, so a lane nobody
uses costs nothing; `post` brings what other threads say (printer, sync, scanners) to the UI thread in the
same way.

What comes back waits for what is still to be painted: a line that was scanned is seen before what it costs is
shown, and is not painted later where the price is worked out quickly.
"""

import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from ui.presenters.tasks import UnderWay

if TYPE_CHECKING:
    from ui.presenters.tasks import Lane, Result

_STOP_TIMEOUT_S: Final = 10.0

_TURN_S: Final = 0.001
"""A frame is 16 ms; by turns of Python's own 5 ms three busy lanes would leave the UI thread little of it."""

_BEHIND_PAINTS: Final = -1
"""Qt's LowEventPriority, which it asks for paints with; a number, as `ui.widgets.early` says why."""

_CAME_BACK: Final = QEvent.Type(QEvent.registerEventType())

_Task = Callable[[], None]


class LaneRunner(QObject):
    """Runs tasks on lanes. Made on the UI thread and used from it; only `post` may come from anywhere."""

    handled = Signal()
    """Something came back, and whoever asked for it is done with it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN_S)
        self._lanes: dict[Lane, _Worker] = {}
        self._stopped = False
        self.under_way = UnderWay()
        self._came_back: deque[_Task] = deque()

    def run(
        self,
        lane: "Lane",
        work: "Callable[[], Result]",
        *,
        on_done: "Callable[[Result], None]",
        on_failed: Callable[[Exception], None],
    ) -> None:
        """See `TaskRunner.run`. After `stop` nothing runs and nobody is told."""
        if self._stopped:
            return

        def task() -> None:
            try:
                result = work()
            except Exception as error:  # whatever it is, it comes back to whoever asked
                failure = error
                self.post(lambda: on_failed(failure))
            else:
                self.post(lambda: on_done(result))

        worker = self._lanes.get(lane)
        if worker is None:
            worker = self._lanes[lane] = _Worker(lane)
        worker.put(task)

    def post(self, call: _Task) -> None:
        """Have `call` called on the UI thread, in the order of the posts of one thread. Any other thread.

        It comes behind paints that were asked for before: Qt gives those the same low priority.
        """
        if not self._stopped:
            self._came_back.append(call)
            QCoreApplication.postEvent(self, QEvent(_CAME_BACK), _BEHIND_PAINTS)

    def event(self, event: QEvent, /) -> bool:
        """Something came back: one event for each."""
        if event.type() != _CAME_BACK:
            return super().event(event)
        call = self._came_back.popleft()
        if not self._stopped:
            call()
            self.handled.emit()
        return True

    def stop(self) -> None:
        """Let what was queued be done, end the threads, and bring nothing back any more."""
        self._stopped = True
        for worker in self._lanes.values():
            worker.stop()
        self._lanes.clear()


class _Worker:
    """One thread that does tasks in their order."""

    def __init__(self, lane: "Lane") -> None:
        from queue import SimpleQueue  # nothing runs on a lane before the first picture

        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=f"lane {lane}", daemon=True)
        self._thread.start()

    def put(self, task: _Task) -> None:
        self._tasks.put(task)

    def stop(self) -> None:
        self._tasks.put(None)
        self._thread.join(_STOP_TIMEOUT_S)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()
