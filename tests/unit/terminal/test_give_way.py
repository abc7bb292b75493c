"""Work that nobody waits for goes on in short turns while somebody is at the till, else without a pause."""

import pytest

from terminal.give_way import BETWEEN_S, QUIET_S, TURN_S, Presence, go_on


class Clock:
    """Moved by hand, and by whoever waits by it."""

    def __init__(self) -> None:
        self.at = 100.0
        self.waited: list[float] = []

    def now(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def presence(clock: Clock) -> Presence:
    return Presence(now=clock.now, wait=clock.wait)


def test_while_nobody_is_there_it_never_waits(clock: Clock, presence: Presence) -> None:
    give_way = presence.in_turns()
    for _ in range(1000):
        assert give_way()
        clock.at += TURN_S / 3
    assert clock.waited == []


def test_while_somebody_is_there_it_waits_after_each_turn(clock: Clock, presence: Presence) -> None:
    give_way, began, worked = presence.in_turns(), clock.at, 0.0
    while clock.at < began + 60:
        presence.touched()
        assert give_way()
        clock.at += TURN_S / 3
        worked += TURN_S / 3
    assert set(clock.waited) == {BETWEEN_S}
    assert 0.02 * 60 < worked < 0.07 * 60


def test_soon_after_the_last_touch_it_goes_on_at_once(clock: Clock, presence: Presence) -> None:
    presence.touched()
    assert not presence.is_quiet()
    give_way = presence.in_turns()
    for _ in range(3000):
        give_way()
        clock.at += TURN_S / 3
    assert sum(clock.waited) <= QUIET_S
    assert presence.is_quiet()


def test_a_till_that_is_being_closed_waits_for_nobody(clock: Clock, presence: Presence) -> None:
    give_way = presence.in_turns()
    presence.touched()
    presence.end()
    clock.at += 2 * TURN_S
    assert not give_way()
    assert clock.waited == []


def test_a_turn_that_is_waited_for_ends_with_the_till() -> None:
    presence = Presence()
    presence.touched()
    give_way = presence.in_turns()
    presence.end()
    assert [give_way(), go_on()] == [False, True]
