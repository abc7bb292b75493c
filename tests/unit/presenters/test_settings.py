"""The screen Settings: what it shows, who may change what, keys, backups, and what goes wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.errors import Unavailable
from loyalty.wire.roles import Role
from resources.catalogue import LANGUAGES, Catalogue
from terminal.sync.status import SyncStatus
from tests.unit.presenters.desk import words
from tests.unit.presenters.settings_desk import Screen, lines
from ui.presenters.preferences import Preferences
from ui.presenters.settings.model import SECTIONS
from ui.presenters.settings.rows import rows_of
from ui.presenters.shown import Tone


def test_every_section_shows_something_in_both_languages() -> None:
    screen = Screen()
    for language in LANGUAGES:
        spoken = replace(words(), catalogue=Catalogue.load(language))
        screen.it.speak(spoken, Preferences(language))
        for section in SECTIONS:
            screen.to(section)
            assert screen.state.rows.rows, section
            assert all(row.cells[0] for row in screen.state.rows.rows), section


def test_language_theme_and_size_are_preferences_and_seen_at_once() -> None:
    screen = Screen("auditor")
    for name in ("language", "theme", "text-size"):
        screen.press("look", name)
    assert screen.preferred == [
        Preferences("en"), Preferences(theme="dark"), Preferences(text_size=125),
    ]  # fmt: skip
    screen.it.speak(words(), Preferences(theme="dark"))
    assert "Tối" in lines(screen.state).values()


def test_a_manager_says_after_how_many_minutes_the_till_locks_itself() -> None:
    screen = Screen("manager")
    screen.press("look", "lock")
    assert screen.errands.text == "lock_minutes = 30\n"
    assert lines(screen.state)["Tự khóa sau"] == "30 phút"
    screen.it.change_pressed()
    screen.it.change_pressed()
    assert screen.errands.configuration.lock_minutes == 0
    assert lines(screen.state)["Tự khóa sau"] == "không bao giờ"
    screen.it.change_pressed()
    assert screen.errands.configuration.lock_minutes == 1


def test_sounds_are_switched_off_and_on_in_the_settings_file() -> None:
    screen = Screen("cashier")
    screen.press("look", "sounds")
    assert screen.errands.text == "sounds = false\n"
    assert lines(screen.state)["Âm thanh"] == "tắt"
    screen.it.change_pressed()
    assert screen.errands.configuration.sounds
    assert screen.tone() is Tone.GOOD
    assert len(screen.facts) == 3


def test_the_store_that_the_till_is_paired_with_is_told_by_its_name() -> None:
    screen = Screen().to("server", "pairing")
    facts = screen.facts[-1]
    (paired,) = (row for row in rows_of(screen.it.model, words()) if row.name == "pairing")
    assert paired.value == f"quầy {facts.identity.code} của {facts.store.store_name}"
    assert facts.identity.store in paired.about[-1]


def test_the_servers_address_is_typed_and_an_empty_one_is_that_of_the_pairing() -> None:
    screen = Screen()
    screen.press("server", "server-address")
    assert screen.state.field == "https://loyaltill.example.com:443"
    screen.it.typed(" https://10.0.0.2 ")
    screen.it.change_pressed()
    assert screen.errands.configuration.server == "https://10.0.0.2"
    screen.it.change_pressed()
    screen.it.typed("")
    screen.it.change_pressed()
    assert screen.errands.text == ""
    screen.it.typed("nobody asked")
    assert screen.state.field is None


def test_how_sync_stands_is_said_and_it_can_be_asked_for() -> None:
    screen = Screen("cashier")
    screen.press("server", "sync-now")
    assert screen.errands.calls == ["sync-now"]
    facts = screen.errands.facts()
    trouble = Unavailable("server-unreachable", retry=True)
    ill = SyncStatus(waiting=2, quarantined=1, trouble=trouble)
    screen.errands.shown = replace(facts, sync=ill)
    screen.it.begin()
    screen.to("server", "sync-now")
    assert len(screen.state.about) == 2
    screen.errands.shown = replace(facts, sync=SyncStatus(clock_off_s=-7_200))
    screen.it.begin()
    screen.to("server", "sync-now")
    told = " ".join(screen.state.about)
    assert told.startswith("Đồng hồ của máy này chậm 2 giờ so với máy chủ")
    assert "Hãy chỉnh ngày giờ của máy tính; vẫn bán hàng được." in told
    kept = replace(ill, deeds_aside=2)
    screen.errands.shown = replace(facts, sync=kept, kept_for=("Trần Thị Bình", "Nguyễn An"))
    screen.it.begin()
    screen.to("server", "sync-now")
    told = screen.state.about[-1]
    assert "2 ghi chú" in told
    assert "Trần Thị Bình, Nguyễn An" in told
    assert lines(screen.state)["Lần trao đổi gần nhất"] == "chưa lần nào"


def test_a_copy_is_made_now_and_where_copies_go_is_the_managers_matter() -> None:
    screen = Screen("cashier")
    screen.press("backup", "back-up")
    assert screen.errands.calls == ["back-up"]
    screen.press("backup", "mirror")
    assert screen.tone() is Tone.REFUSED
    manager = Screen()
    manager.press("backup", "mirror")
    assert manager.state.field == ""
    manager.it.typed("/media/usb")
    manager.it.change_pressed()
    assert manager.errands.configuration.journal_mirror == "/media/usb"
    copies = manager.errands.copies
    for changed, said in (
        (replace(copies, mirrored_seq=12), "12"),
        (replace(copies, mirrored_seq=12, mirror_trouble="no disk"), "no disk"),
    ):
        manager.errands.copies = changed
        manager.it.begin()
        assert said in manager.to("backup", "mirror").state.about[0]


def test_the_age_of_the_last_copy_is_told_and_what_the_last_try_failed_on() -> None:
    screen = Screen()
    copies = screen.errands.copies
    hour = timedelta(hours=1)
    for changed, tone, said in (
        (replace(copies, age=3 * hour), Tone.GOOD, "Cách đây 3 giờ."),
        (replace(copies, age=50 * hour), Tone.ATTENTION, "Cách đây 50 giờ."),
        (replace(copies, age=3 * hour, trouble="no disk"), Tone.ATTENTION, "no disk"),
        (replace(copies, age=50 * hour, trouble="no disk"), Tone.REFUSED, "no disk"),
        (replace(copies, newest=None, trouble="no disk"), Tone.REFUSED, "no disk"),
        (replace(copies, newest=None), Tone.ATTENTION, "Tự làm sau mỗi lần đóng ca"),
    ):
        screen.errands.copies = changed
        screen.it.begin()
        row = screen.to("backup", "back-up").state.rows.rows[0]
        assert (row.tone, said in screen.state.about[0]) == (tone, True)


def test_a_shop_with_its_own_server_is_told_what_is_not_in_its_copies() -> None:
    screen = Screen()
    for has_own in (False, True):
        screen.errands.shown = replace(screen.errands.facts(), has_own_server=has_own)
        screen.it.begin()
        told = " ".join(screen.to("backup", "backup-folder").state.about)
        assert ("server/master.key" in told) is has_own


def test_what_could_not_be_done_is_said_and_a_bug_is_no_trouble() -> None:
    screen = Screen()
    screen.errands.trouble = Unavailable("backup-unwritable", retry=True, path="/media", why="full")
    screen.press("backup", "back-up")
    assert "full" in screen.said()
    assert screen.tone() is Tone.REFUSED
    screen.errands.trouble = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        screen.it.change_pressed()


def test_devices_are_a_screen_of_their_own_and_a_scan_is_for_nothing_here() -> None:
    screen = Screen("cashier")
    screen.press("devices", "devices")
    assert screen.devices == 1
    screen.it.scanned()
    assert screen.tone() is Tone.ATTENTION


@pytest.mark.parametrize(
    ("role", "opened"), [("manager", 1), ("auditor", 1), ("supervisor", 0), ("cashier", 0)]
)
def test_the_program_is_a_screen_of_its_own_for_who_may_look_at_it(role: Role, opened: int) -> None:
    screen = Screen(role)
    screen.press("program", "program")
    assert screen.programs == opened
    assert (screen.tone() is Tone.REFUSED) == (not opened)


def test_sections_and_rows_are_walked_round() -> None:
    screen = Screen()
    screen.it.section_moved(-1)
    assert screen.it.model.section == SECTIONS[-1]
    screen.it.section_moved(1)
    screen.it.moved(-1)
    assert screen.it.model.mark == len(screen.state.rows.rows) - 1
    screen.it.moved(1)
    assert screen.it.model.mark == 0
    screen.it.row_marked(99)
    screen.it.section_chosen(99)
    assert (screen.it.model.mark, screen.it.model.section) == (0, SECTIONS[0])


def test_nothing_is_shown_nor_changed_before_it_was_looked_up() -> None:
    screen = Screen()
    screen.it.model = replace(screen.it.model, facts=None)
    screen.it.moved(1)
    screen.it.change_pressed()
    screen.it.section_moved(1)
    assert (screen.state.rows.rows, screen.state.rows.empty != "") == ((), True)
