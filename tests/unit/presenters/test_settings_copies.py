"""The copies on the screen *Settings*: what each is, what going back costs, and whose word it takes."""

from dataclasses import replace

import pytest

from loyalty.errors import Unavailable
from loyalty.wire.roles import Role
from resources.catalogue import LANGUAGES, Language
from terminal.store.till_copy import Since
from tests.unit.presenters.desk import words
from tests.unit.presenters.settings_desk import Screen, lines
from tools.sample_settings import KEPT
from tools.sample_shop import LAN, PIN
from ui.presenters.settings.kept_copies import copy_rows
from ui.presenters.settings.model import Act
from ui.presenters.shown import Tone

FIRST = f"copy:{KEPT[0].name}"
DAMAGED = Unavailable("copy-damaged", retry=False, file="till-Q2.db", why="quick_check")
NOTHING = Since(events=0, sales=0, amount=0, unsent_events=0, unsent_sales=0, unsent_amount=0)


def asked(screen: Screen) -> str:
    return "\n".join(screen.state.about)


def test_each_copy_says_when_it_was_made_of_what_how_large_and_whether_it_was_read_back() -> None:
    screen = Screen().to("backup")
    rows = screen.state.rows.rows[3:]
    assert [row.detail for row in rows] == [
        "quầy · 12,3 MB · dùng được",
        "máy chủ · 48,6 MB · dùng được",
        "quầy · 12,3 MB · dùng được",
        "quầy · 12,3 MB · hỏng, hoặc của quầy khác",
    ]
    assert [row.tone for row in rows] == [Tone.GOOD, Tone.GOOD, Tone.GOOD, Tone.REFUSED]
    assert len(lines(screen.state)) == len(screen.state.rows.rows) - 1  # of one moment: till and server


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("copy-unknown", {"vi": "không còn ở đó", "en": "not there any more"}),
        ("key-store-unavailable", {"vi": "không đọc được", "en": "cannot be read"}),
    ],
)
def test_a_copy_that_cannot_be_read_back_says_so_whatever_the_reason(
    language: Language, code: str, said: dict[Language, str]
) -> None:
    (row,) = copy_rows(KEPT[:1], {KEPT[0].name: code}, words(language))
    assert row.value.endswith(said[language])
    assert (row.tone, row.act) == (Tone.REFUSED, Act.NONE)


@pytest.mark.parametrize("number", [1, 3], ids=["server", "damaged"])
def test_a_servers_copy_and_a_damaged_one_cannot_be_opened(number: int) -> None:
    screen = Screen().to("backup", f"copy:{KEPT[number].name}")
    assert screen.state.change == ""
    screen.it.change_pressed()
    assert screen.errands.calls == []


def test_a_manager_sees_what_is_lost_and_types_a_pin_before_the_till_goes_back() -> None:
    screen = Screen().to("backup", FIRST)
    screen.it.change_pressed()
    assert "38 đơn, 9.845.000 ₫" in asked(screen)
    assert "CHƯA GỬI" in asked(screen)
    assert "3 đơn, 612.000 ₫, và 2 việc khác" in asked(screen)
    assert (screen.state.field, screen.state.is_secret) == ("", True)
    screen.it.change_pressed()
    assert (screen.said(), screen.gone_back) == ("Hãy nhập mã PIN của bạn.", [])
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert screen.errands.calls[-1] == f"agree lan {KEPT[0].name}"
    assert screen.gone_back == [KEPT[0].name]


def test_a_wrong_pin_goes_back_to_nothing_and_may_be_typed_again() -> None:
    screen = Screen().to("backup", FIRST)
    screen.it.change_pressed()
    screen.it.typed("9" + PIN)
    screen.it.change_pressed()
    assert (screen.tone(), screen.gone_back, screen.state.field) == (Tone.REFUSED, [], "")
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert screen.gone_back == [KEPT[0].name]


@pytest.mark.parametrize("leave", ["esc", "row", "section"])
def test_whoever_thinks_better_of_it_is_asked_anew(leave: str) -> None:
    screen = Screen().to("backup", FIRST)
    screen.it.change_pressed()
    screen.it.typed(PIN)
    if leave == "esc":
        screen.it.back_pressed()
    elif leave == "row":
        screen.it.moved(1)
    else:
        screen.it.section_moved(1)
    assert (screen.state.field, screen.left) == (None, 0)
    screen.to("backup", FIRST).it.change_pressed()
    assert (screen.state.field, screen.gone_back) == ("", [])


@pytest.mark.parametrize("role", ["cashier", "supervisor", "auditor"])
def test_only_a_manager_may(role: Role) -> None:
    screen = Screen(role).to("backup", FIRST)
    screen.it.change_pressed()
    assert (screen.tone(), screen.state.field, screen.errands.calls) == (Tone.REFUSED, None, [])


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (NOTHING, "chưa ghi gì thêm"),
        (replace(NOTHING, events=3, sales=2, amount=50_000), "Máy chủ đã có hết"),
        (None, "không biết"),
    ],
    ids=["nothing", "all-sent", "unknown"],
)
def test_what_is_not_lost_is_said_too(since: Since | None, said: str) -> None:
    screen = Screen()
    screen.errands.since = since
    screen.to("backup", FIRST).it.change_pressed()
    assert said in asked(screen)
    assert "CHƯA GỬI" not in asked(screen)


def test_a_copy_that_is_gone_by_now_is_refused_and_nothing_asked() -> None:
    screen = Screen().to("backup", FIRST)
    screen.errands.trouble = DAMAGED
    screen.it.change_pressed()
    assert (screen.tone(), screen.state.field) == (Tone.REFUSED, None)


LEAVES = ["esc", "row", "section", "row and back", "opened anew", "locked", "another"]


def leave(screen: Screen, how: str) -> None:
    if how == "esc":
        screen.it.back_pressed()
    elif how == "row":
        screen.it.moved(1)
    elif how == "section":
        screen.it.section_moved(1)
    elif how == "row and back":
        screen.it.moved(-1)
        screen.it.moved(1)
    elif how == "opened anew":
        screen.it.begin()
    else:
        screen.session = None if how == "locked" else replace(LAN, operator="op-hoa", role="manager")


@pytest.mark.parametrize("how", LEAVES)
@pytest.mark.parametrize(
    "trouble",
    [None, Unavailable("copy-damaged", retry=False, file="till-Q2.db", why="x")],
    ids=["good", "bad"],
)
def test_an_answer_that_comes_late_asks_for_no_pin_and_is_told_to_nobody(
    how: str, trouble: Unavailable | None
) -> None:
    screen = Screen().to("backup", FIRST)
    screen.errands.trouble = trouble
    screen.runner.hold("devices")
    screen.it.change_pressed()
    leave(screen, how)
    screen.runner.let_go("devices")
    assert (screen.state.field, screen.said()) == (None, "")


@pytest.mark.parametrize("how", LEAVES)
@pytest.mark.parametrize("pin", [PIN, "9" + PIN], ids=["right", "wrong"])
def test_whoever_thinks_better_of_it_while_the_pin_is_looked_at_goes_back_to_nothing(
    how: str, pin: str
) -> None:
    screen = Screen().to("backup", FIRST)
    screen.it.change_pressed()
    screen.runner.hold("store")
    screen.it.typed(pin)
    screen.it.change_pressed()
    leave(screen, how)
    screen.runner.let_go("store")
    assert (screen.gone_back, screen.said()) == ([], "")
    screen.session = replace(LAN, role="manager")
    screen.it.begin()
    screen.to("backup", FIRST).it.change_pressed()
    assert screen.state.field == ""


@pytest.mark.parametrize("name", ["mirror", "backup-folder"])
def test_a_pin_is_never_taken_for_a_setting(name: str) -> None:
    screen = Screen().to("backup", FIRST)
    screen.runner.hold("devices")
    screen.it.change_pressed()
    screen.to("backup", name)
    screen.runner.let_go("devices")
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert PIN not in screen.errands.text
    assert screen.errands.calls == [f"weigh {KEPT[0].name}"]


def test_the_pin_is_for_the_copy_in_the_question_though_a_newer_one_takes_its_row() -> None:
    screen = Screen().to("backup", f"copy:{KEPT[2].name}")
    screen.runner.hold("look-up")
    screen.it.begin()
    screen.to("backup", f"copy:{KEPT[2].name}").it.change_pressed()
    heading = screen.state.heading
    newer = replace(KEPT[0], name="till-Q2-20261121-140000.db")
    screen.errands.copies = replace(screen.errands.copies, kept=(newer, *KEPT))
    screen.runner.let_go("look-up")
    screen.it.typed(PIN)
    assert (screen.state.heading, screen.state.change) == (heading, "Mở từ bản này")
    screen.it.change_pressed()
    assert screen.gone_back == [KEPT[2].name]


def reading(screen: Screen) -> int:
    """So many of the copies wait for their reading, or are read."""
    return sum(row.detail.endswith("đang đọc lại …") for row in screen.state.rows.rows[3:])


def test_copies_are_read_while_somebody_looks_at_them_and_no_longer() -> None:
    screen = Screen()
    screen.runner.hold("devices")
    screen.to("backup")
    screen.it.came(in_front=False)
    screen.runner.let_go("devices")
    assert reading(screen) == 3  # the one that was begun is known
    screen.it.came(in_front=True)
    assert reading(screen) == 0


def test_a_copy_whose_reading_fails_says_so_and_the_next_one_is_read() -> None:
    screen = Screen()
    screen.errands.unreadable = DAMAGED
    screen.to("backup")
    assert screen.tone() is None
    assert {row.tone for row in screen.state.rows.rows[3:]} == {Tone.REFUSED}


def test_a_reading_that_fails_lets_nobody_begin_what_is_under_way_a_second_time() -> None:
    screen = Screen().to("backup", "back-up")
    screen.errands.unreadable = DAMAGED
    screen.runner.hold("devices")
    screen.it.begin()
    screen.it.change_pressed()
    screen.runner.step("devices")
    assert screen.it.model.is_busy
    screen.runner.let_go("devices")


def asks_something(screen: Screen) -> bool:
    return screen.state.field is not None


def test_what_was_asked_of_the_server_before_leaves_no_question_without_its_field() -> None:
    screen = Screen()
    screen.press("store", "store-name")
    screen.it.typed("Hoa Mai")
    screen.it.change_pressed()
    screen.runner.hold("net")
    screen.it.typed(PIN)
    screen.it.change_pressed()
    screen.errands.unknown = DAMAGED
    screen.it.begin()
    screen.errands.unknown = None
    screen.to("backup", FIRST).it.change_pressed()
    assert asks_something(screen)
    screen.runner.let_go("net")
    assert not asks_something(screen)
    assert screen.tone() is Tone.GOOD
    screen.it.change_pressed()
    assert asks_something(screen)
