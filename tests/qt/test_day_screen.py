"""The screen of the shift and the day by keys alone, and by touch alone, and what is seen of its figures."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from loyalty.units import Money
from resources.catalogue import LANGUAGES, Language
from tests.qt.conftest import Play
from tests.qt.hands import press, tap
from tests.qt.room import cut_off
from tools.sample_day import SampleDay
from tools.theatre import settle
from ui.presenters.preferences import Preferences, TextSize
from ui.presenters.shift_report import first_facts, other_facts
from ui.presenters.shift_state import ShiftState
from ui.widgets.button import Button
from ui.widgets.row_list import RowList

Key = Qt.Key


def seen(facts: RowList) -> list[tuple[int, str]]:
    """The facts that are seen whole: how far from the left, and what each is called."""
    view, model = facts.view, facts.view.model()
    places = [(view.visualRect(model.index(n, 0)), model.index(n, 0)) for n in range(model.rowCount())]
    inside = view.viewport().rect()
    return [
        (place.left(), index.data(Qt.ItemDataRole.DisplayRole).split(" · ")[0])
        for place, index in places
        if inside.top() <= place.top() and place.bottom() <= inside.bottom() + view.gap_px()
    ]


def test_cash_is_paid_out_and_a_report_printed_without_a_mouse(play_scene: Play) -> None:
    theatre = play_scene("day")
    press(theatre, Key.Key_F7, "20000", Key.Key_Tab, Key.Key_Right, Key.Key_F9)
    assert any(call.startswith("move-cash out 20000") for call in theatre.sample_day.calls)
    press(theatre, Key.Key_Down, Key.Key_Down, Key.Key_F9)
    assert "print-shift shift-11" in theatre.sample_day.calls
    press(theatre, Key.Key_F8)
    assert theatre.shell.shift is not None


def test_a_finger_pays_in_with_the_keys_on_the_screen(play_scene: Play) -> None:
    theatre = play_scene("day")
    assert theatre.day is not None
    view = theatre.day.view
    tap(view.presses[0])
    tap(view.keys)
    keys = {each.accessibleName(): each for each in view.findChildren(Button) if each.isVisible()}
    for digit in "5000":
        tap(keys[digit])
    view.toggle_keyboard()
    settle()
    tap(view.form.blocks["reason"].face.findChildren(Button)[-1])
    tap(view.finish)
    assert [call for call in theatre.sample_day.calls if call.startswith("move-cash")] == [
        "move-cash in 5000 change"
    ]
    tap(view.back)
    assert not theatre.day.is_in_front


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_points_are_seen_without_a_scroll(
    play_scene: Play, language: Language, size: tuple[int, int]
) -> None:
    theatre = play_scene("day", Preferences(language), size=size)
    assert theatre.day is not None
    text, facts = theatre.words.text, theatre.day.view.about
    names = ("loyalty", "earned", "claimed", "points-burned", "taken-back", "points-given-back")
    wanted = {text(f"slip.shift.{name}") for name in (*names, "with-member", "enrolled", "overrides")}
    for _ in ("so-far", "day", "shift"):
        assert wanted <= {name for _, name in seen(facts)}
        press(theatre, Key.Key_Down)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_an_open_shift_is_seen_at_once_each_section_whole_in_one_of_two_columns(
    play_scene: Play, language: Language
) -> None:
    theatre = play_scene("day", Preferences(language))
    assert theatre.day is not None
    facts, text = theatre.day.view.about, theatre.words.text
    columns: dict[int, list[str]] = {}
    for left, name in seen(facts):
        columns.setdefault(left, []).append(name)
    rows = [row.cells[0] for row in facts.listing.rows]
    assert sorted(filter(None, (name for column in columns.values() for name in column))) == sorted(rows)
    titles = [
        [
            name
            for name in ("drawer", "loyalty", "sold", "tenders", "vat")
            if text(f"slip.shift.{name}") in column
        ]
        for _, column in sorted(columns.items())
    ]
    assert titles == [["drawer", "loyalty", "tenders"], ["sold", "vat"]]


@pytest.mark.parametrize("text_size", [100, 150])
def test_a_full_shift_that_was_closed_is_written_in_whole_letters(
    play_scene: Play, text_size: TextSize
) -> None:
    theatre = play_scene("closed-shift", Preferences("vi", "light", text_size), size=(1024, 768))
    closed = SampleDay().closed[0]
    full = replace(
        closed, first_counted=Money(5_000_000), gifts_sold=Money(500_000), topped_up=Money(200_000)
    )
    theatre.stage.show_shift(
        ShiftState(
            title=theatre.words.text("shift.closed-title"),
            hint=theatre.words.text("shift.closed-hint", number=11, name="Hương"),
            report=first_facts(full, theatre.words),
            report_more=other_facts(full, theatre.words),
            finish=theatre.words.text("shift.done"),
        )
    )
    settle()
    assert cut_off(theatre) == []
