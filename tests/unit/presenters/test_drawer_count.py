"""A drawer is counted note by note, down to the smallest that change is given in."""

from ui.presenters.drawer_count import NOTES, DrawerCount


def test_change_rounded_to_five_hundred_is_counted_note_by_note_too() -> None:
    count = DrawerCount().choose(500_000).press("2").step(len(NOTES)).press("3")
    assert count.total == 1_001_500


def test_the_notes_stand_from_the_largest_to_the_smallest() -> None:
    assert sorted(NOTES, reverse=True) == list(NOTES)
    assert DrawerCount().step(1).note == NOTES[0]
