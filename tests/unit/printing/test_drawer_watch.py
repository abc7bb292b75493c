"""A drawer by its signal: shut, open, open too long, opened without being asked."""

from datetime import timedelta

import pytest

from drivers.escpos.condition import Condition, auto_status, real_time_status
from drivers.escpos.statuses import from_auto_status, from_real_time
from terminal.printing.drawer_watch import OPEN_TOO_LONG_S, OURS_WITHIN_S, DrawerState, DrawerWatch, OpenLevel
from tests.unit.printing.counter import Counter

LEVELS: list[OpenLevel] = ["high", "low"]


class Drawer:
    """A drawer wired one way or the other, and a watch that knows which."""

    def __init__(self, level: OpenLevel) -> None:
        self.watch = DrawerWatch(level)
        self._is_high_open = level == "high"

    def says(self, state: DrawerState) -> bool:
        return self.watch.state is state

    def look(self, *, is_open: bool, at_s: float) -> bool:
        return self.watch.seen(signal=is_open is self._is_high_open, at_s=at_s)


@pytest.fixture(params=LEVELS)
def drawer(request: pytest.FixtureRequest) -> Drawer:
    return Drawer(request.param)


def test_a_drawer_that_opens_after_a_kick_was_opened_by_it(drawer: Drawer) -> None:
    assert not drawer.look(is_open=False, at_s=0)
    drawer.watch.kicked(5)
    assert not drawer.look(is_open=True, at_s=5 + OURS_WITHIN_S)
    assert drawer.says(DrawerState.OPEN)


def test_one_that_opens_without_a_kick_is_told_once(drawer: Drawer) -> None:
    drawer.watch.kicked(0)
    drawer.look(is_open=False, at_s=1)
    assert drawer.look(is_open=True, at_s=OURS_WITHIN_S + 1)
    assert not drawer.look(is_open=True, at_s=OURS_WITHIN_S + 2)
    drawer.look(is_open=False, at_s=100)
    assert drawer.look(is_open=True, at_s=102)


def test_one_that_stays_open_is_said_to_until_it_is_shut(drawer: Drawer) -> None:
    drawer.look(is_open=True, at_s=0)
    drawer.look(is_open=True, at_s=OPEN_TOO_LONG_S - 1)
    assert drawer.says(DrawerState.OPEN)
    drawer.look(is_open=True, at_s=OPEN_TOO_LONG_S)
    assert drawer.says(DrawerState.OPEN_TOO_LONG)
    drawer.look(is_open=False, at_s=OPEN_TOO_LONG_S + 1)
    assert drawer.says(DrawerState.SHUT)


def test_what_happened_while_nobody_looked_is_not_guessed(drawer: Drawer) -> None:
    assert not drawer.look(is_open=True, at_s=0)
    assert not drawer.watch.seen(signal=None, at_s=1)
    assert drawer.says(DrawerState.UNKNOWN)
    assert not drawer.look(is_open=True, at_s=2)


@pytest.mark.parametrize("high", [True, False])
def test_the_printer_tells_the_level_in_both_of_its_statuses(high: object) -> None:
    condition = Condition(drawer_signal=bool(high))
    answers = {query: real_time_status(condition, query)[0] for query in (1, 2, 4)}
    assert from_real_time(answers).drawer_signal is high
    assert from_auto_status(auto_status(condition)).drawer_signal is high
    assert answers[1] & 0x93 == 0x12


def test_the_desk_tells_a_drawer_that_stays_open_and_records_one_that_nobody_opened() -> None:
    counter = Counter(drawer=DrawerWatch("high"))
    counter.work()
    assert drawers(counter) == [DrawerState.SHUT]
    counter.queue.add("", kind="drawer", at=counter.till_clock.now())
    counter.fake.set_drawer_signal(high=True)
    counter.work(steps=int(OPEN_TOO_LONG_S))
    counter.fake.set_drawer_signal(high=False)
    counter.work(steps=2)
    assert counter.unasked == 0
    counter.fake.set_drawer_signal(high=True)
    counter.work(steps=3)
    assert counter.unasked == 1
    assert drawers(counter) == [
        DrawerState.SHUT, DrawerState.OPEN, DrawerState.OPEN_TOO_LONG, DrawerState.SHUT, DrawerState.OPEN,
    ]  # fmt: skip


def test_a_clock_that_is_set_back_after_a_kick_records_no_theft() -> None:
    counter = Counter(drawer=DrawerWatch("high"))
    counter.work()
    counter.queue.add("", kind="drawer", at=counter.till_clock.now())
    counter.work(steps=1)
    counter.till_clock.set_back(timedelta(hours=1))
    counter.fake.set_drawer_signal(high=True)
    counter.work(steps=2)
    assert counter.reports[-1].drawer is DrawerState.OPEN
    assert counter.unasked == 0


def drawers(counter: Counter) -> list[DrawerState]:
    """What was told of the drawer, each change once."""
    told = [report.drawer for report in counter.reports]
    return [state for at, state in enumerate(told) if at == 0 or told[at - 1] is not state]


def test_without_a_sensor_nothing_is_concluded() -> None:
    counter = Counter()
    counter.fake.set_drawer_signal(high=True)
    counter.work()
    assert (counter.reports[-1].drawer, counter.unasked) == (DrawerState.UNKNOWN, 0)
