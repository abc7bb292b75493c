"""The worker's thread: it starts, wakes when called, and ends when told."""

import threading

from terminal.bootstrap.print_workers import PrintWorkers
from terminal.printing.worker import PrintWorker
from tests.unit.printing.counter import Counter

LONG_S = 20.0
"""Longer than anything here takes; a test that waits so long has failed."""


class StuckDesk:
    """A desk whose printer keeps it for as long as the test likes."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.released = threading.Event()
        self.given_up = False
        self.ended = False

    def step(self) -> float:
        """Stay in the middle of a job."""
        self.entered.set()
        self.released.wait(LONG_S)
        return LONG_S

    def give_up_held(self) -> None:
        """Remember that it was asked for."""
        self.given_up = True

    def end(self) -> None:
        """Remember that no step comes any more."""
        self.ended = True


def test_a_nudge_prints_at_once_what_was_added() -> None:
    counter = Counter()
    worker = PrintWorker(counter.desk, name="fake")
    worker.start()
    counter.queue.add("một")
    worker.nudge()
    assert counter.queue.printed.wait(LONG_S)
    assert worker.stop()
    assert counter.printed("một") == 1


def test_a_worker_that_is_told_to_stop_ends_while_it_waits() -> None:
    counter = Counter()
    worker = PrintWorker(counter.desk, name="fake")
    worker.start()
    assert worker.stop(timeout_s=LONG_S)


def test_a_worker_in_the_middle_of_a_job_is_not_waited_for_too_long() -> None:
    desk = StuckDesk()
    worker = PrintWorker(desk, name="fake")
    worker.start()
    assert desk.entered.wait(LONG_S)
    assert not worker.stop(timeout_s=0.01)
    desk.released.set()
    assert worker.stop(timeout_s=LONG_S)


def test_whoever_comes_after_a_stuck_worker_waits_for_it_even_in_the_second_place() -> None:
    stuck, second, third = StuckDesk(), StuckDesk(), StuckDesk()
    workers = [PrintWorkers((PrintWorker(desk, name="fake"),)) for desk in (stuck, second, third)]
    workers[0].start()
    assert stuck.entered.wait(LONG_S)
    assert not workers[0].stop(timeout_s=0.01)
    workers[1].start(after=workers[0])
    assert not workers[1].stop(timeout_s=0.2), "it has ended itself, and those before it have not"
    workers[2].start(after=workers[1])
    assert not third.entered.wait(0.3)
    stuck.released.set()
    assert third.entered.wait(LONG_S)
    assert stuck.ended
    assert not second.entered.is_set()
    third.released.set()
    assert workers[2].stop(timeout_s=LONG_S)
    assert workers[1].have_ended(LONG_S)


def test_giving_up_a_held_slip_reaches_the_desk_and_wakes_it() -> None:
    desk = StuckDesk()
    worker = PrintWorker(desk, name="fake")
    worker.give_up_held()
    assert desk.given_up
    worker.start()
    desk.released.set()
    assert worker.stop(timeout_s=LONG_S)
