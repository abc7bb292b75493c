"""Licences in the settings: of the till, of its parts, and of the server beside it."""

from dataclasses import replace

from loyalty.errors import Unavailable
from tests.unit.presenters.settings_desk import Screen
from ui.presenters.settings.model import SECTIONS
from ui.presenters.shown import Tone


def test_the_tills_own_licence_is_read_whole_and_left_by_one_step_back() -> None:
    screen = Screen(None)
    screen.it.section_chosen(SECTIONS.index("about"))
    assert screen.state.change == "Đọc"
    screen.it.change_pressed()
    assert screen.said() != "", "nobody signed in"
    screen = Screen("cashier")
    screen.press("about", "licence:own")
    reading = screen.state.reading
    assert reading is not None
    assert reading.text.startswith("Loyaltill\n\nMIT License")
    assert "0.1.0" in reading.title
    screen.it.back_pressed()
    assert (screen.state.reading, screen.left) == (None, 0)
    screen.it.back_pressed()
    assert screen.left == 1


def test_the_parts_of_the_server_are_listed_where_it_runs_beside_the_till() -> None:
    screen = Screen("cashier")
    screen.it.section_chosen(SECTIONS.index("about"))
    assert "FastAPI" not in [row.cells[0] for row in screen.state.rows.rows]
    screen.errands.shown = replace(screen.errands.facts(), has_own_server=True)
    screen.it.begin()
    screen.press("about", "licence:FastAPI")
    reading = screen.state.reading
    assert reading is not None
    assert reading.text.startswith("fastapi ")
    assert "starlette " in reading.text


def test_a_package_without_a_text_says_what_its_maker_calls_the_licence() -> None:
    screen = Screen("cashier")
    screen.press("about", "licence:pyserial")
    reading = screen.state.reading
    assert reading is not None
    assert reading.text.startswith("pyserial ")
    assert "không kèm tệp giấy phép" in reading.text
    assert "BSD" in reading.text


def test_a_failure_to_read_a_licence_is_said() -> None:
    screen = Screen("cashier")
    screen.errands.trouble = Unavailable("settings-unwritable", retry=True, path="x", why="y")
    screen.press("about", "licence:own")
    assert screen.state.reading is None
    assert screen.tone() is Tone.REFUSED
