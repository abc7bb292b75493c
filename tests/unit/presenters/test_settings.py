"""The screen Settings: what it shows, who may change what, keys, backups, and what goes wrong."""

from dataclasses import replace

import pytest

from loyalty.errors import Unavailable
from loyalty.wire.roles import Role
from resources.catalogue import LANGUAGES, Catalogue
from terminal.key_map import TILL_KEYS
from terminal.sync.status import SyncStatus
from tests.unit.presenters.desk import words
from tools.sample_settings import SampleSettings
from tools.sample_shop import LAN, PIN
from ui.presenters.preferences import Preferences
from ui.presenters.settings.errands import Facts
from ui.presenters.settings.model import MAY_CHANGE, SECTIONS, Act
from ui.presenters.settings.presenter import SettingsPresenter
from ui.presenters.settings.rows import KEY_TEXTS, rows_of
from ui.presenters.settings.state import SettingsState
from ui.presenters.shown import Tone
from ui.presenters.tasks import ImmediateRunner

ROLES: tuple[Role, ...] = ("cashier", "supervisor", "manager", "auditor")


class Screen:
    """The screen over sample settings, with somebody of a role before it."""

    def __init__(self, role: Role | None = "manager", text: str = "") -> None:
        self.errands = SampleSettings(text)
        self.states: list[SettingsState] = []
        self.preferred: list[Preferences] = []
        self.devices = self.programs = self.left = 0
        self.facts: list[Facts] = []
        session = None if role is None else replace(LAN, role=role)
        self.it = SettingsPresenter(
            self.errands,
            ImmediateRunner(),
            words(),
            preferences=Preferences(),
            session=lambda: session,
            on_state=self.states.append,
            on_prefer=self.preferred.append,
            on_devices=self._devices,
            on_program=self._program,
            on_facts=self.facts.append,
            on_back=self._back,
        )
        self.it.begin()

    @property
    def state(self) -> SettingsState:
        return self.states[-1]

    def to(self, section: str, name: str = "") -> "Screen":
        """Go to a row."""
        self.it.section_chosen(SECTIONS.index(section))
        if name:
            names = [row.name for row in rows_of(self.it.model, words())]
            self.it.row_marked(names.index(name))
        return self

    def press(self, section: str, name: str) -> None:
        self.to(section, name).it.change_pressed()

    def tone(self) -> Tone | None:
        return None if self.state.notice is None else self.state.notice.tone

    def said(self) -> str:
        return "" if self.state.notice is None else self.state.notice.text

    def _program(self) -> None:
        self.programs += 1

    def _devices(self) -> None:
        self.devices += 1

    def _back(self) -> None:
        self.left += 1


def lines(state: SettingsState) -> dict[str, str]:
    return {row.cells[0]: row.detail for row in state.rows.rows}


def test_every_section_shows_something_in_both_languages() -> None:
    screen = Screen()
    for language in LANGUAGES:
        spoken = replace(words(), catalogue=Catalogue.load(language))
        screen.it.speak(spoken, Preferences(language))
        for section in SECTIONS:
            screen.to(section)
            assert screen.state.rows.rows, section
            assert all(row.cells[0] for row in screen.state.rows.rows), section


def test_the_store_is_as_the_till_knows_it_and_its_money_and_days_are_set_once() -> None:
    screen = Screen().to("store")
    assert "Cảm ơn quý khách, hẹn gặp lại!" in lines(screen.state).values()
    for name in ("currency", "timezone", "store-language"):
        screen.to("store", name)
        assert screen.state.change == ""
        screen.it.change_pressed()
    assert screen.errands.calls == []


def test_a_manager_changes_the_foot_of_receipts_and_gives_their_pin() -> None:
    screen = Screen()
    screen.press("store", "receipt-foot")
    assert (screen.state.field, screen.state.change) == ("Cảm ơn quý khách, hẹn gặp lại!", "Tiếp")
    screen.it.typed("Hẹn  gặp lại ")
    screen.it.change_pressed()
    assert (screen.state.field, screen.state.is_secret, screen.state.hint) == ("", True, "Mã PIN của bạn")
    assert screen.state.heading == "Hẹn  gặp lại"
    assert "Nhập mã PIN của bạn" in screen.state.about[0]
    screen.it.change_pressed()
    assert "Hãy nhập mã PIN" in screen.said()
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert [each.receipt_footer for each in screen.errands.wishes] == ["Hẹn gặp lại"]
    assert (screen.state.field, screen.state.is_secret, screen.tone()) == (None, False, Tone.GOOD)


def test_a_bank_account_stands_as_it_is_typed_and_what_is_none_is_said() -> None:
    screen = Screen()
    screen.press("store", "bank")
    assert screen.state.field == "970436 · 0123456789 · CUA HANG QUAN 1"
    screen.it.typed("Vietcombank 0123")
    screen.it.change_pressed()
    assert (screen.tone(), screen.state.field) == (Tone.REFUSED, "Vietcombank 0123")
    screen.it.typed("")
    screen.it.change_pressed()
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert [each.no_bank for each in screen.errands.wishes] == [True]


def test_one_step_back_from_the_pin_is_what_was_typed() -> None:
    screen = Screen()
    screen.press("store", "address")
    screen.it.typed("34 Hàm Nghi")
    screen.it.change_pressed()
    screen.it.typed("11")
    screen.it.back_pressed()
    assert (screen.state.field, screen.state.is_secret) == ("34 Hàm Nghi", False)
    screen.it.back_pressed()
    assert (screen.state.field, screen.errands.wishes, screen.left) == (None, [], 0)


def test_a_wrong_pin_and_a_server_that_does_not_answer_are_said_and_tried_again() -> None:
    screen = Screen()
    screen.press("store", "store-name")
    screen.it.typed("Hoa Mai")
    screen.it.change_pressed()
    screen.it.typed("0000")
    screen.it.change_pressed()
    assert (screen.tone(), screen.state.field, screen.state.is_secret) == (Tone.REFUSED, "", True)
    screen.errands.trouble = Unavailable("server-absent", retry=True, server="may-chu", why="")
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert (screen.tone(), screen.state.is_secret) == (Tone.REFUSED, True)
    screen.errands.trouble = None
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert [(each.deed, each.store_name) for each in screen.errands.wishes] == [("deed-1", "Hoa Mai")]


def test_the_program_says_its_promises_in_words() -> None:
    shown = lines(Screen().to("program").state)
    assert "phiên bản 3" in shown.values()
    assert shown["Tích điểm"].endswith("₫")
    assert any("giảm" in value for value in shown.values())


def test_a_till_without_a_program_says_so() -> None:
    screen = Screen()
    facts = screen.errands.facts()
    screen.errands.shown = replace(facts, program=None)
    screen.it.begin()
    assert lines(screen.to("program").state) == {"Chương trình": "không có"}


@pytest.mark.parametrize("role", [*ROLES, None])
def test_only_who_may_changes_a_setting(role: Role | None) -> None:
    screen = Screen(role)
    for section in SECTIONS:
        for row in rows_of(screen.to(section).it.model, words()):
            if row.act is Act.NONE:
                continue
            screen.press(section, row.name)
            refused = screen.tone() is Tone.REFUSED and "không được đổi" in screen.said()
            assert refused is (role is None or role not in MAY_CHANGE[row.kind]), (role, row.name)
            if screen.state.is_pressing or screen.state.field is not None:
                screen.it.back_pressed()
    assert screen.left == 0


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


def test_a_key_is_exchanged_by_pressing_the_new_one() -> None:
    screen = Screen("supervisor")
    screen.press("keys", "key:F9")
    assert screen.state.is_pressing
    screen.it.key_pressed("Ins")
    assert (screen.errands.configuration.keys.meant_by("Ins"), screen.state.is_pressing) == ("F9", False)
    assert lines(screen.state)["Thanh toán"] == "Ins, thay cho F9"
    screen.it.key_pressed("F20")
    assert screen.errands.calls == ["write"]


def test_a_key_that_another_has_is_refused_by_what_it_does() -> None:
    screen = Screen()
    screen.press("keys", "key:F9")
    screen.it.key_pressed("F2")
    assert screen.tone() is Tone.REFUSED
    assert "Đơn mới" in screen.said()
    assert (screen.errands.text, screen.state.is_pressing) == ("", False)
    screen.press("keys", "key:F9")
    screen.it.key_pressed("A")
    assert "không làm phím" in screen.said()


def test_there_is_a_way_back_to_the_first_keys() -> None:
    screen = Screen(text='sounds = false\n[keys]\nF9 = "F2"\nF2 = "Ins"\n')
    screen.press("keys", "keys-default")
    assert screen.errands.text.strip() == "sounds = false"
    assert screen.errands.configuration.keys.pairs == ()


def test_a_key_that_is_waited_for_is_left_as_it_is_by_esc_or_the_button() -> None:
    screen = Screen()
    screen.press("keys", "key:F9")
    screen.it.back_pressed()
    assert (screen.state.is_pressing, screen.left) == (False, 0)
    screen.it.change_pressed()
    screen.it.change_pressed()
    assert not screen.state.is_pressing
    screen.it.back_pressed()
    assert screen.left == 1


def test_every_key_of_the_till_is_named_and_can_be_changed() -> None:
    names = [row.name for row in rows_of(Screen().to("keys").it.model, words())]
    assert names == [*(f"key:{key}" for key in TILL_KEYS), "keys-default"]
    assert set(KEY_TEXTS) == set(TILL_KEYS)


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
