"""Another till is let in from *Settings*, *Server*: its name, a PIN, and a code that stands there large."""

from dataclasses import replace

import pytest

from loyalty.errors import Unavailable
from tests.unit.presenters.settings_desk import Screen, lines
from tools.sample_shop import LAN, PIN
from ui.presenters.shown import Tone


def opened(screen: Screen, name: str = "Quầy 3") -> Screen:
    screen.press("server", "add-till")
    screen.it.typed(name)
    screen.it.change_pressed()
    screen.it.typed(PIN)
    screen.it.change_pressed()
    return screen


def test_a_manager_types_a_name_and_their_pin_and_reads_the_code_and_until_when() -> None:
    screen = Screen()
    screen.press("server", "add-till")
    assert (screen.state.field, screen.state.change, screen.state.code) == ("", "Tiếp", "")
    screen.it.typed("Quầy 3")
    screen.it.change_pressed()
    assert (screen.state.field, screen.state.is_secret, screen.state.heading) == ("", True, "Quầy 3")
    assert "thành một quầy của cửa hàng" in screen.state.about[0]
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert screen.errands.tills == ["Quầy 3"]
    assert (screen.state.code, screen.tone(), screen.state.field) == ("K7QM-4TPX", Tone.GOOD, None)
    assert lines(screen.state)["Thêm quầy"] == "Quầy 3 (Q3)"
    assert "Dùng được một lần, đến 11:12" in screen.state.about[0]
    assert "https://loyaltill.example.com:443" in screen.state.about[1]


def test_the_code_is_beside_its_own_row_only_and_gone_with_the_screen() -> None:
    screen = opened(Screen())
    screen.to("server", "sync-now")
    assert screen.state.code == ""
    screen.to("server", "add-till")
    assert screen.state.code == "K7QM-4TPX"
    screen.it.change_pressed()
    assert screen.state.field == ""
    screen.it.back_pressed()
    screen.it.begin()
    assert screen.to("server", "add-till").state.code == ""


@pytest.mark.parametrize("trouble", [None, Unavailable("deed-no-server", retry=True)])
@pytest.mark.parametrize("comes", ["the same person, later", "another person", "nobody: it locked itself"])
def test_an_answer_that_comes_late_is_for_whoever_asked_alone(comes: str, trouble: Exception | None) -> None:
    screen = Screen()
    screen.runner.hold("net")
    opened(screen)
    if comes == "another person":
        screen.session = replace(LAN, operator="mai", role="cashier")
    elif comes.startswith("nobody"):
        screen.session = None
    else:
        screen.it.begin()
    screen.errands.trouble = trouble
    screen.runner.let_go("net")
    assert screen.tone() is None
    screen.to("server", "add-till")
    assert (screen.it.model.pairing, screen.it.model.is_busy) == (None, False)
    assert all(not state.code for state in screen.states)


def test_no_name_a_wrong_pin_and_no_answer_are_said_and_tried_again() -> None:
    screen = Screen()
    screen.press("server", "add-till")
    screen.it.change_pressed()
    assert (screen.tone(), screen.state.is_secret) == (Tone.REFUSED, False)
    screen.it.typed("Quầy 3")
    screen.it.change_pressed()
    screen.it.typed("0000")
    screen.it.change_pressed()
    assert (screen.tone(), screen.state.is_secret) == (Tone.REFUSED, True)
    screen.errands.trouble = Unavailable("deed-no-server", retry=True)
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert (screen.tone(), screen.state.code) == (Tone.REFUSED, "")
    screen.errands.trouble = None
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert screen.state.code == "K7QM-4TPX"


ELSEWHERE, HERE = "https://loyaltill.example.com:443", "http://127.0.0.1:8471"


@pytest.mark.parametrize(
    ("has_own_server", "url"),
    [
        (True, HERE),
        (True, ELSEWHERE),
        (False, HERE),
        (False, "http://localhost:8471"),
        (False, "https://[::1]:8471/loyaltill"),
    ],
    ids=["its own", "its own, told of another", "until the next start", "through a tunnel", "by IPv6"],
)
def test_while_the_server_is_this_machines_alone_it_says_what_comes_first(
    *, has_own_server: bool, url: str
) -> None:
    screen = Screen()
    facts = screen.errands.facts()
    screen.errands.shown = replace(facts, has_own_server=has_own_server, server_url=url)
    screen.it.begin()
    screen.press("server", "add-till")
    assert (screen.state.change, screen.state.field, screen.errands.tills) == ("", None, [])
    assert "chỉ chạy trên máy này" in screen.state.about[0]
