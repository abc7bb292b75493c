"""The screen *Devices*: looked for, marked, chosen, tried; and a keyboard scanner that is set up."""

from dataclasses import replace

import pytest

from drivers.ports import Scan
from drivers.wedge import KeyKind, Keystroke
from loyalty.errors import Refused, Unavailable
from loyalty.identity.card_rules import card_rules
from resources.catalogue import Language
from terminal.shared_lines import SharedLine
from tests.unit.drivers.test_wedge import keys
from tests.unit.presenters.desk import words
from tools.sample_devices import FOUND, SampleDevices
from ui.presenters.devices.model import KINDS
from ui.presenters.devices.names import device_name
from ui.presenters.devices.presenter import DevicesPresenter
from ui.presenters.devices.state import DeviceRow, DevicesState
from ui.presenters.shown import Notice, Tone
from ui.presenters.tasks import ImmediateRunner


class Bench:
    """The screen over a sample shop."""

    def __init__(self, language: Language = "vi") -> None:
        self.devices = SampleDevices()
        self.runner = ImmediateRunner()
        self.states: list[DevicesState] = []
        self.listening: list[bool] = []
        self.left = 0
        self.exchanged: list[int] = []
        self.it = DevicesPresenter(
            self.devices,
            self.runner,
            words(language),
            on_state=self.states.append,
            on_listening=self.listening.append,
            on_back=self._leave,
            on_exchanged=lambda: self.exchanged.append(len(self.devices.calls)),
            on_window_tried=lambda: ("window", "on") in self.devices.now,
        )
        self.it.begin()

    @property
    def now(self) -> DevicesState:
        return self.states[-1]

    def notice(self) -> Notice:
        notice = self.states[-1].notice
        assert notice is not None
        return notice

    def marked(self) -> DeviceRow:
        return next(row for row in self.now.rows if row.is_marked)

    def mark(self, name: str) -> None:
        self.it.row_marked(next(at for at, row in enumerate(self.now.rows) if name in row.name + row.detail))

    def scan(self, text: str, *, every_s: float = 0.005, start: float = 10.0) -> None:
        for key in keys(text, every_s=every_s, start=start):
            self.it.trial.key_heard(key)

    def _leave(self) -> None:
        self.left += 1


def test_what_is_there_comes_first_and_what_is_chosen_and_gone_is_said_to_be() -> None:
    bench = Bench()
    devices = [row for row in bench.now.rows if not row.is_option]
    assert [row.name for row in devices] == [
        "EPSON TM-T82III", "Xprinter XP-58", "receipts", "192.168.1.50",
    ]  # fmt: skip
    assert (devices[-1].is_chosen, devices[-1].tone) == (True, Tone.REFUSED)
    assert [kind.is_shown for kind in bench.now.kinds] == [True, *[False] * 6]


@pytest.mark.parametrize(
    ("kind", "setting", "name"),
    [
        ("scanner", "wedge?prefix=~", "Máy quét kiểu bàn phím"),
        ("printer", "virtual", "Máy in trên màn hình"),
        ("printer", "tcp://192.168.1.50:9100", "192.168.1.50"),
        ("printer", "tcp://192.168.1.50:9101", "192.168.1.50:9101"),
        ("printer", "serial:///dev/ttyS0?baud=9600", "ttyS0"),
        ("printer", "windows:EPSON", "EPSON"),
        ("scanner", "hid://0c2e:0b61", "0c2e:0b61"),
    ],
)
def test_a_device_is_called_by_a_name_and_not_by_its_entry_of_the_file(
    kind: str, setting: str, name: str
) -> None:
    assert device_name(kind, setting, words("vi")) == name


def test_every_choice_says_what_it_guarantees() -> None:
    for language in ("vi", "en"):
        bench = Bench(language)
        for kind in KINDS:
            bench.it.kind_chosen(kind)
            for row in range(len(bench.now.rows)):
                bench.it.row_marked(row)
                assert bench.now.promise, (kind, row)


def test_what_hinders_a_device_is_said_with_what_to_do_and_it_cannot_be_chosen() -> None:
    bench = Bench()
    bench.mark("Xprinter")
    assert "usblp" in bench.now.advice[0]
    assert bench.now.choose == ""
    bench.it.choose_pressed()
    assert bench.devices.calls == []


@pytest.mark.parametrize(("language", "sale"), [("vi", "đơn hàng"), ("en", "sale")])
@pytest.mark.parametrize("code", ["device-forbidden", "device-busy", "device-missing"])
def test_trouble_with_a_device_is_said_without_a_word_of_a_sale(
    code: str, language: Language, sale: str
) -> None:
    bench = Bench(language)
    bench.devices.plugged = (replace(FOUND[0], hindrance=code),)
    bench.it.search.look()
    bench.mark("EPSON")
    bench.devices.refusal = Unavailable(code, retry=True, name="lp0")
    bench.it.test_pressed()
    for said in (bench.now.advice[0], bench.notice().text):
        assert "lp0" in said
        assert sale not in said.lower()


def test_what_is_chosen_is_in_use_at_once_and_can_be_taken_back() -> None:
    bench = Bench()
    bench.mark("EPSON")
    bench.it.choose_pressed()
    assert bench.devices.calls == ["choose printer usblp:///dev/usb/lp0"]
    assert bench.marked().is_chosen
    assert bench.now.notice is not None
    assert "từ bây giờ" in bench.now.notice.text
    bench.it.choose_pressed()
    assert not bench.marked().is_chosen
    assert bench.exchanged == [1, 2]


def test_while_devices_are_exchanged_a_second_press_does_nothing() -> None:
    bench = Bench()
    bench.mark("EPSON")
    bench.runner.hold("devices")
    bench.it.choose_pressed()
    bench.it.choose_pressed()
    assert bench.now.notice is not None
    assert bench.now.notice.text == "Đang đổi thiết bị …"
    bench.runner.let_go("devices")
    assert bench.devices.calls == ["choose printer usblp:///dev/usb/lp0"]


def test_a_choice_that_cannot_be_kept_is_said_and_can_be_tried_again() -> None:
    bench = Bench()
    bench.mark("EPSON")
    bench.devices.refusal = Refused("settings-by-hand", path="till.toml", key="printer")
    bench.it.choose_pressed()
    assert bench.now.notice is not None
    assert (bench.now.notice.tone, bench.exchanged) == (Tone.REFUSED, [])
    bench.devices.refusal = None
    bench.it.choose_pressed()
    assert bench.exchanged == [1]


def test_scanners_are_chosen_beside_each_other_and_taken_out_alone() -> None:
    bench = Bench()
    bench.it.kind_chosen("scanner")
    bench.mark("Honeywell")
    bench.it.choose_pressed()
    assert bench.devices.now >= {("scanner", "wedge"), ("scanner", "hid://0c2e:0b61")}
    bench.mark("bàn phím")
    bench.it.choose_pressed()
    assert ("scanner", "wedge") not in bench.devices.now
    assert ("scanner", "hid://0c2e:0b61") in bench.devices.now


def test_the_network_is_looked_at_where_somebody_said() -> None:
    bench = Bench()
    bench.it.search.addresses_typed("192.168.1.60-80")
    bench.it.search.pressed()
    assert bench.devices.calls == ["network 192.168.1.60-80"]
    assert bench.now.rows[0].name == "TM-m30"
    devices = [row for row in bench.now.rows if not row.is_option]
    assert len(devices) == len([each for each in FOUND if each.kind.value == "printer"]) + 2
    bench.it.kind_chosen("display")
    bench.it.search.pressed()
    assert bench.devices.calls == ["network 192.168.1.60-80"]
    bench.it.kind_chosen("printer")
    assert bench.now.rows[0].name == "TM-m30"


def test_while_it_looks_a_second_press_does_nothing() -> None:
    bench = Bench()
    bench.runner.hold("net")
    bench.it.search.pressed()
    bench.it.search.pressed()
    assert bench.now.search == "Đang tìm …"
    bench.runner.let_go("net")
    assert bench.devices.calls == ["network "]
    assert bench.now.search == "Tìm lại"


def test_each_kind_has_its_trial() -> None:
    bench = Bench()
    for kind in ("printer", "drawer", "display"):
        bench.it.kind_chosen(kind)
        bench.it.test_pressed()
        assert bench.now.notice is not None
        assert bench.now.notice.tone is Tone.PLAIN
    assert bench.devices.calls == ["page", "drawer", "rows"]
    bench.it.kind_chosen("window")
    bench.it.test_pressed()
    assert bench.notice().tone is Tone.REFUSED
    bench.it.choose_pressed()
    bench.it.test_pressed()
    assert bench.notice().tone is Tone.PLAIN
    assert bench.devices.calls == ["page", "drawer", "rows", "choose window on"]


def test_a_refusal_is_a_sentence_on_the_screen() -> None:
    bench = Bench()
    bench.devices.refusal = Refused("printer-not-running")
    bench.it.test_pressed()
    assert bench.now.notice is not None
    assert bench.now.notice.tone is Tone.REFUSED
    bench.it.kind_moved(1)
    assert bench.now.notice is None


def test_a_keyboard_scanner_is_tried_and_its_settings_are_proposed() -> None:
    bench = Bench()
    bench.it.kind_chosen("scanner")
    bench.it.test_pressed()
    assert bench.listening == [True]
    bench.scan("~8934563138165")
    bench.scan("~9812345678901234", start=12.0)
    assert [line.split("\n")[0] for line in bench.now.heard] == ["~8934563138165 ¶", "~9812345678901234 ¶"]
    assert bench.now.proposal
    bench.it.trial.proposal_pressed()
    assert bench.devices.calls == ["choose scanner wedge?prefix=~ wedge"]
    assert ("scanner", "wedge?prefix=~") in bench.devices.now
    bench.it.back_pressed()
    assert (bench.listening, bench.left) == ([True, False], 1)


def test_an_input_method_is_recognised_and_nothing_is_proposed() -> None:
    bench = Bench()
    bench.it.kind_chosen("scanner")
    bench.it.test_pressed()
    bench.scan("Â1234567")
    assert bench.now.proposal == ""
    assert "Tắt bộ gõ" in bench.now.advice[0]
    bench.it.trial.proposal_pressed()
    assert bench.devices.calls == []


def test_a_scan_without_enter_comes_once_the_keyboard_rests() -> None:
    bench = Bench()
    bench.it.kind_chosen("scanner")
    bench.it.test_pressed()
    bench.it.trial.key_heard(Keystroke(KeyKind.TEXT, 10.0, "8"))
    bench.it.trial.time_passed(10.2)
    assert len(bench.now.heard) == 0
    bench.it.trial.time_passed(10.7)
    assert "".join(bench.now.heard).startswith("8\n")
    assert "Enter" in bench.now.advice[0]


def test_a_scanner_with_a_line_of_its_own_needs_no_settings() -> None:
    bench = Bench()
    scan = Scan("8934563138165", "ean-13", "hid-1", 10.0)
    bench.it.trial.scanned(scan)
    bench.it.kind_chosen("scanner")
    bench.it.test_pressed()
    bench.it.trial.scanned(scan)
    assert bench.now.heard == ("8934563138165\nmã hàng · ean-13 · hid-1",)
    assert (bench.now.proposal, bench.now.advice[0]) == ("", words().text("scan-trial.other-line"))


def test_a_bank_card_at_a_scanner_that_is_tried_is_told_and_not_shown() -> None:
    bench = Bench()
    bench.it.kind_chosen("scanner")
    bench.it.trial.trouble("bank-card-swiped")
    assert bench.notice().text.startswith("Đó là thẻ ngân hàng")
    bench.it.test_pressed()
    bench.scan(";4111111111111111=25121010000000000000?")
    assert bench.now.heard == ()
    assert bench.notice().text.startswith("Đó là thẻ ngân hàng")


def test_a_trial_says_what_a_number_is_and_an_old_card_by_which_rule() -> None:
    bench = Bench()
    bench.devices.old_cards = card_rules(["29:13"])
    bench.it.begin()
    bench.it.kind_chosen("scanner")
    bench.it.test_pressed()
    for text in ("2912345678906", "9812345678901234", "Q2-000123", "Kem", "9300000000017", "00020101"):
        bench.it.trial.scanned(Scan(text, None, "serial-1", 10.0))
    assert [line.split("\n")[1].split(" · ")[0] for line in bench.now.heard] == [
        "thẻ hội viên cũ, quy tắc 29:13",
        "thẻ hội viên",
        "hóa đơn",
        "chữ",
        "phiếu quà",
        "QR ngân hàng của khách",
    ]
    bench.scan("~2912345678906", start=20.0)
    assert "quy tắc 29:13" in bench.now.heard[-1]


def test_leaving_the_kind_ends_the_trial() -> None:
    bench = Bench()
    bench.it.kind_chosen("scanner")
    bench.it.test_pressed()
    bench.it.kind_moved(-1)
    assert bench.listening == [True, False]
    assert bench.now.heard == ()


def test_marks_walk_round_and_stay_where_there_are_rows() -> None:
    bench = Bench()
    assert bench.marked().is_chosen, "the first that is chosen is marked as the kind comes up"
    bench.it.row_marked(0)
    bench.it.moved(-1)
    assert bench.now.rows[-1].is_marked
    bench.it.moved(1)
    assert bench.now.rows[0].is_marked
    bench.it.row_marked(99)
    assert bench.now.rows[0].is_marked
    bench.devices.now.clear()
    bench.it.begin()
    bench.it.kind_chosen("drawer")
    bench.it.moved(1)
    bench.it.choose_pressed()
    assert (bench.now.rows, bench.now.choose) == ((), "")
    bench.it.kind_chosen("nothing")
    assert bench.now.kinds[2].is_shown


def test_what_is_set_of_a_printer_walks_through_its_values_and_says_what_each_guarantees() -> None:
    bench = Bench()
    bench.mark("Chữ in")
    assert bench.marked().detail == "vẽ thành hình"
    assert "134 chữ Việt" in bench.now.promise
    assert bench.now.choose == "→ TCVN-3"
    bench.it.choose_pressed()
    assert bench.devices.calls == ["set printer letters tcvn-3"]
    assert bench.marked().detail == "TCVN-3"
    assert "vô nghĩa" in bench.now.promise
    assert "từ bây giờ" in bench.notice().text
    assert bench.exchanged == [1]


def test_the_drawers_pins_are_set_where_its_test_is() -> None:
    bench = Bench()
    bench.it.kind_chosen("drawer")
    assert [(row.name, row.detail) for row in bench.now.rows] == [
        ("Chân mở ngăn kéo", "chân 2"),
        ("Cảm biến ngăn kéo", "không có"),
    ]
    bench.it.choose_pressed()
    assert bench.devices.calls == ["set drawer drawer_pin 5"]


def test_a_second_printer_is_another_one_and_says_what_it_prints() -> None:
    bench = Bench()
    bench.it.kind_chosen("second")
    assert all("192.168.1.50" not in row.name for row in bench.now.rows), "the receipt printer is no second"
    bench.mark("receipts")
    bench.it.choose_pressed()
    bench.it.test_pressed()
    bench.mark("Báo cáo ca")
    assert bench.marked().detail == "máy in thứ hai"
    bench.it.choose_pressed()
    assert bench.devices.calls == [
        "choose second cups:receipts",
        "second page",
        "set second slip-shift false",
    ]


def test_labels_of_the_scale_are_chosen_written_and_tried() -> None:
    bench = Bench()
    bench.it.kind_chosen("weighed")
    assert bench.now.rows[0].name == "21.....{NNDDD} = weight"
    assert bench.now.rows[0].detail == "2112345012506 = 12345, 1,25 kg"
    bench.it.choose_pressed()
    bench.it.search.addresses_typed(" 27.....{NNNNN} = price ")
    bench.it.field_entered()
    assert bench.devices.calls == [
        "choose weighed 21.....{NNDDD} = weight",
        "choose weighed 27.....{NNNNN} = price",
    ]
    assert [row.is_chosen for row in bench.now.rows] == [True, True, False, False, False]
    bench.it.test_pressed()
    bench.scan("2754321385004")
    bench.it.trial.scanned(Scan("2112345012506", "ean-13", "serial-1", 20.0))
    bench.it.trial.scanned(Scan("8934563138165", "ean-13", "serial-1", 21.0))
    assert bench.now.heard == (
        "2754321385004 = 54321, giá 38.500",
        "2112345012506 = 12345, 1,25 kg",
        "8934563138165: không mẫu nào khớp",
    )
    assert (bench.now.proposal, bench.now.test) == ("", "Thôi thử")


def test_an_empty_field_adds_nothing_and_another_pattern_than_can_be_is_said() -> None:
    bench = Bench()
    bench.it.kind_chosen("weighed")
    bench.it.field_entered()
    assert bench.devices.calls == []
    bench.devices.refusal = Refused("label-unreadable", text="21")
    bench.it.search.addresses_typed("21")
    bench.it.field_entered()
    assert "21.....{NNDDD} = weight" in bench.notice().text


def test_enter_in_the_field_looks_at_the_addresses() -> None:
    bench = Bench()
    bench.it.search.addresses_typed("192.168.1.60")
    bench.it.field_entered()
    assert bench.devices.calls == ["network 192.168.1.60"]


def test_a_bug_is_never_swallowed() -> None:
    bench = Bench()
    bench.devices.refusal = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        bench.it.test_pressed()


def test_a_device_on_the_port_of_another_one_is_said_as_soon_as_the_file_is_read() -> None:
    bench = Bench()
    bench.devices.taken = (SharedLine("scanner", "serial://1a86:7523", "printer"),)
    bench.it.begin()
    assert bench.now.notice is not None
    assert bench.now.notice.tone is Tone.REFUSED
    assert "serial://1a86:7523" in bench.now.notice.text


def test_an_address_where_nothing_answers_is_said_to_be_one_and_the_mark_stays() -> None:
    bench = Bench()
    bench.mark("Xprinter")
    bench.devices.on_network = ()
    bench.it.search.addresses_typed("192.168.1.77")
    bench.it.field_entered()
    assert "192.168.1.77" in bench.notice().text
    assert bench.notice().tone is Tone.ATTENTION
    assert bench.marked().name == "Xprinter XP-58"


def test_a_printer_that_is_found_is_marked_to_be_chosen_and_the_next_look_moves_no_mark() -> None:
    bench = Bench()
    bench.it.field_entered()
    assert bench.marked().name == "TM-m30"
    bench.mark("Xprinter")
    bench.it.field_entered()
    assert bench.marked().name == "Xprinter XP-58"


def test_nobody_is_told_that_their_name_was_recorded_where_nobody_is_signed_in() -> None:
    bench = Bench()
    bench.it.kind_chosen("drawer")
    bench.it.test_pressed()
    assert "ghi tên bạn" in bench.notice().text
    bench.devices.kick = "unrecorded"
    bench.it.test_pressed()
    assert "ghi tên" not in bench.notice().text
