"""A drawer is counted note by note, down to the smallest that change is given in."""

from ui.presenters.drawer_count import NOTES, DrawerCount


def test_change_rounded_to_five_hundred_is_counted_note_by_note_too() -> None:
    count = DrawerCount().choose(500_000).press("2").step(len(NOTES)).press("3")
    assert count.total == 1_001_500


def test_a_number_typed_first_that_can_be_no_sum_is_how_many_of_the_largest_there_are() -> None:
    count = DrawerCount().press("1").press("2").step(1)
    assert (count.counts, count.note, count.total) == ({500_000: "12"}, 200_000, 6_000_000)
    assert count.press("3").total == 6_600_000


def test_a_sum_stays_until_a_note_is_counted() -> None:
    count = DrawerCount().press("1500000").step(1)
    assert (count.total, count.note) == (1_500_000, 500_000)
    assert count.press("3").total == 1_500_000
    assert count.press("2").total == 1_000_000


def test_the_notes_stand_from_the_largest_to_the_smallest() -> None:
    assert sorted(NOTES, reverse=True) == list(NOTES)
    assert DrawerCount().step(1).note == NOTES[0]


def test_above_the_largest_note_is_the_sum_again() -> None:
    count = DrawerCount().press("50").step(1).step(-1).press("backspace").press("backspace").step(-1)
    assert (count.note, count.total) == (None, 0)
    assert count.press("5000000").total == 5_000_000


def test_up_from_the_sum_goes_nowhere() -> None:
    count = DrawerCount().press("50")
    assert count.step(-1) == count
    assert DrawerCount().step(-1).note is None


def test_a_backspace_at_a_note_of_which_there_are_none_deletes_nothing() -> None:
    count = DrawerCount().press("1500000").step(1)
    assert count.press("backspace") == count
