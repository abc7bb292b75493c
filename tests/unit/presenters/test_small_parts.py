"""Telex, commands, preferences, the top bar, the menu."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty.errors import Unavailable
from loyalty.identity.commands import Command, command_code, command_of
from loyalty.wire.roles import Role
from terminal.daily_backup import Copied
from terminal.printing.report import PrinterHealth, PrintReport
from terminal.session import Session
from terminal.sync.status import SyncStatus
from tests.unit.presenters.desk import words
from tests.unit.presenters.test_checkout_after import slip
from tools.sample_shop import NOW
from ui.presenters.menu import ENTRIES, Choice, Group, menu_state
from ui.presenters.preferences import Preferences, keep_preferences, read_preferences
from ui.presenters.shown import Tone
from ui.presenters.telex import compose
from ui.presenters.top_bar import TopBarModel, lacks_copy, top_bar_state

REPORT = PrintReport(printer="virtual")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Nguyeenx Thij Anhs", "Nguyễn Thị Ánh"),
        ("DDoox Quoocs Huwng", "Đỗ Quốc Hưng"),
        ("Traanf Vawn Duwowngf", "Trần Văn Dường"),
        ("ddinhf", "đình"),
        ("hoaf", "hòa"),
        ("hoangf", "hoàng"),
        ("giangf", "giàng"),
        ("nguwowif", "người"),
        ("thuys", "thúy"),
        ("ass", "as"),
        ("aaa", "aa"),
        ("asz", "a"),
        ("w", "w"),
        ("thw", "thw"),
        ("dd d", "đ d"),
    ],
)
def test_telex_writes_vietnamese(typed: str, written: str) -> None:
    text = ""
    for key in typed:
        text = compose(text, key)
    assert text == written


def test_every_command_has_a_code_of_sixteen_digits_that_reads_back() -> None:
    for command in Command:
        code = command_code(command)
        assert len(code) == 16
        assert code.isdecimal()
        assert command_of(code) is command
    assert command_of("8934563138165") is None


def test_what_the_machine_gives_for_a_reason_is_said_in_the_language_of_the_screen() -> None:
    missing = Unavailable("sheet-unreadable", retry=True, path="/usb/t.toml", why="No such file or directory")
    assert "/usb/t.toml: không có tệp hay thư mục này. " in words("vi").error(missing)
    assert "/usb/t.toml cannot be read: there is no such file or folder. " in words("en").error(missing)
    strange = Unavailable("sheet-unreadable", retry=True, path="/usb/t.toml", why="Stale file handle")
    assert "Stale file handle" in words("vi").error(strange)


def test_preferences_are_kept_and_read_back(tmp_path: Path) -> None:
    first = Preferences("vi")
    assert read_preferences(tmp_path, first) == first
    chosen = first.next_language().next_theme().next_text_size()
    assert chosen == Preferences("en", "dark", 125)
    keep_preferences(tmp_path, chosen)
    assert read_preferences(tmp_path, first) == chosen
    assert chosen.next_language().next_theme().next_theme() == Preferences("vi", "light", 125)


@pytest.mark.parametrize("content", ["", "[]", '{"theme": "pink", "text_size": 7}', "\x00"])
def test_a_damaged_preferences_file_costs_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "screen.json").write_text(content)
    assert read_preferences(tmp_path, Preferences("en")) == Preferences("en")


def test_preferences_that_cannot_be_kept_are_no_trouble(tmp_path: Path) -> None:
    keep_preferences(tmp_path / "nowhere", Preferences())
    assert json.loads(json.dumps(Preferences()._asdict()))["theme"] == "light"


def lamps(model: TopBarModel) -> list[tuple[Tone, str]]:
    bar = top_bar_state(model, words(), at=NOW)
    assert bar.clock == "10:42"
    return [(lamp.tone, lamp.text) for lamp in bar.lamps]


BAR = TopBarModel(store="Cửa hàng Quận 1", till="Quầy 2", operator="Lan")


def test_the_bar_says_how_sync_stands() -> None:
    synced = SyncStatus(centrally_at=NOW)
    trouble = Unavailable("server-absent", retry=True)
    cases = [
        (SyncStatus(), Tone.PLAIN, "Chưa đồng bộ"),
        (synced, Tone.GOOD, "Đã đồng bộ"),
        (replace(synced, loaded=412_000, to_load=1_003_250), Tone.PLAIN, "Đang tải 412.000/1.003.250"),
        (replace(synced, waiting=3), Tone.PLAIN, "Chờ đồng bộ: 3"),
        (replace(synced, clock_off_s=-299), Tone.GOOD, "Đã đồng bộ"),
        (replace(synced, waiting=3, clock_off_s=-300), Tone.ATTENTION, "Đồng hồ chậm 5 phút"),
        (replace(synced, clock_off_s=7_199), Tone.ATTENTION, "Đồng hồ nhanh 120 phút"),
        (replace(synced, clock_off_s=9_100), Tone.ATTENTION, "Đồng hồ nhanh 3 giờ"),
        (replace(synced, clock_off_s=-189_000_000), Tone.ATTENTION, "Đồng hồ chậm 2188 ngày"),
        (replace(synced, waiting=3, trouble=trouble), Tone.ATTENTION, "Mất mạng · chờ 3"),
        (replace(synced, needs_person=True), Tone.REFUSED, "Đồng bộ cần xem lại"),
    ]
    for status, tone, text in cases:
        assert lamps(replace(BAR, sync=status))[0] == (tone, text)


def test_the_bar_shows_how_much_of_a_directory_is_here_while_it_comes() -> None:
    loading = SyncStatus(centrally_at=NOW, loaded=250_000, to_load=1_000_000)
    cases = [
        (loading, 250),
        (replace(loading, trouble=Unavailable("server-absent", retry=True)), None),
        (SyncStatus(centrally_at=NOW), None),
    ]
    for status, thousandths in cases:
        assert top_bar_state(replace(BAR, sync=status), words(), at=NOW).thousandths == thousandths


@pytest.mark.parametrize(
    ("role", "is_told"), [("cashier", False), ("supervisor", False), ("manager", True), ("auditor", False)]
)
def test_a_day_without_a_copy_is_told_to_who_may_say_where_copies_go(role: Role, *, is_told: bool) -> None:
    overdue = Copied(newest=NOW, why="no disk", is_overdue=True)
    session = Session(operator="op", name="Lan", role=role, at=NOW)
    assert lacks_copy(overdue, session) is is_told
    assert not lacks_copy(replace(overdue, is_overdue=False), session)
    assert not lacks_copy(overdue, None)
    told = lamps(replace(BAR, lacks_copy=is_told))[3:]
    assert told == ([(Tone.ATTENTION, "Chưa sao lưu được")] if is_told else [])


def test_the_bar_says_how_the_printer_is() -> None:
    cases = [
        (replace(REPORT, health=PrinterHealth.READY), Tone.GOOD, "Máy in"),
        (replace(REPORT, health=PrinterHealth.NEAR_END), Tone.ATTENTION, "Máy in: sắp hết giấy"),
        (replace(REPORT, health=PrinterHealth.PAPER_OUT), Tone.REFUSED, "Máy in: hết giấy"),
        (replace(REPORT, health=PrinterHealth.AWAY, waiting=2), Tone.REFUSED, "Máy in: mất kết nối"),
        (replace(REPORT, health=PrinterHealth.READY, waiting=2), Tone.PLAIN, "Máy in: 2 phiếu chờ"),
        (replace(REPORT, unknown=(slip(),)), Tone.REFUSED, "Máy in: cần xem giấy"),
        (replace(REPORT, health=PrinterHealth.UNSEEN), Tone.PLAIN, "Máy in"),
    ]
    for report, tone, text in cases:
        assert lamps(replace(BAR, printer=report))[1] == (tone, text)
    assert lamps(replace(BAR, has_printer=False))[1] == (Tone.PLAIN, "Chưa có máy in")
    assert lamps(BAR)[1] == (Tone.PLAIN, "Máy in")


def test_the_bar_says_whether_the_scanners_are_there() -> None:
    assert lamps(BAR)[2] == (Tone.PLAIN, "Máy quét: bàn phím")
    assert lamps(replace(BAR, scanners={"a": True}))[2] == (Tone.GOOD, "Máy quét")
    assert lamps(replace(BAR, scanners={"a": True, "b": False}))[2][0] is Tone.REFUSED


def test_the_menu_offers_the_shift_only_to_somebody_who_is_selling() -> None:
    names = [item.name for item in menu_state(words(), Preferences(), selling=False, shift_open=False).items]
    assert names == ["language", "theme", "text-size", "quit"]
    items = menu_state(words(), Preferences(), selling=True, shift_open=False).items
    shown = {item.name: (item.enabled, item.detail) for item in items}
    assert shown["close-shift"] == shown["returns"] == (False, "Cần mở ca trước")
    assert shown["members"] == (True, "Ctrl+F4")
    within = {
        each.name: each for each in menu_state(words(), Preferences(), selling=True, shift_open=True).items
    }
    assert (within["returns"].enabled, within["returns"].detail) == (True, "F8")


@pytest.mark.parametrize(
    ("may_audit", "is_training", "offered"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_draws_and_programs_are_offered_to_who_may_look_and_not_in_training(
    *, may_audit: bool, is_training: bool, offered: bool
) -> None:
    menu = menu_state(
        words(), Preferences(), selling=True, shift_open=True, may_audit=may_audit, is_training=is_training
    )
    for name in ("draws", "programs"):
        assert (name in [item.name for item in menu.items]) is offered


def test_a_group_of_the_menu_is_there_only_with_something_in_it() -> None:
    alone = menu_state(words(), Preferences(), selling=False, shift_open=True, has_member=True)
    assert [group.name for group in alone.groups] == ["till"]
    selling = menu_state(words(), Preferences(), selling=True, shift_open=True)
    assert [group.name for group in selling.groups] == ["sale", "members", "shop", "day", "till"]
    assert [item.name for item in selling.always] == ["help", "sign-out", "quit"]


def test_no_group_of_the_menu_is_called_as_something_in_it() -> None:
    for language in ("vi", "en"):
        state = menu_state(
            words(language), Preferences(), selling=True, shift_open=True, has_member=True, may_audit=True
        )
        for group in state.groups:
            assert group.text not in {item.text for item in group.items}


def test_every_choice_of_the_menu_stands_in_one_group_that_has_room_for_it() -> None:
    assert sorted(entry.choice.value for entry in ENTRIES) == sorted(choice.value for choice in Choice)
    for group in Group:
        assert sum(entry.group is group for entry in ENTRIES) <= 8
