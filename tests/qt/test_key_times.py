"""Keys keep the distances they were pressed in, however late they are worked off."""

import pytest

from ui.wedge_filter import KeyTimes


def test_keys_that_waited_keep_their_distances() -> None:
    times = KeyTimes()
    assert times.at(1_000, now=50.0) == pytest.approx(50.0)
    late = [times.at(stamp, now=51.0) for stamp in (1_200, 1_400, 1_600)]
    assert late == pytest.approx([50.2, 50.4, 50.6])


def test_a_key_without_a_stamp_was_pressed_now() -> None:
    assert KeyTimes().at(0, now=7.0) == 7.0


def test_a_key_that_waited_less_than_the_first_one_sets_the_clock() -> None:
    times = KeyTimes()
    times.at(1_000, now=51.0)
    assert times.at(1_100, now=50.6) == pytest.approx(50.6)
    assert times.at(1_200, now=50.9) == pytest.approx(50.7)


def test_stamps_that_begin_anew_are_not_taken_for_a_long_wait() -> None:
    times = KeyTimes()
    times.at(4_000_000_000, now=50.0)
    assert times.at(5, now=60.0) == pytest.approx(60.0)
