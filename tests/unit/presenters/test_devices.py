"""The screen *Devices*: looked for, marked, chosen, tried; and a keyboard scanner that is set up."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused, Unavailable
from resources.catalogue import Language
from terminal.shared_lines import SharedLine
from tests.unit.presenters.desk import words
from tests.unit.presenters.devices_desk import Bench
from tools.sample_devices import FOUND
from ui.presenters.devices.model import KINDS
from ui.presenters.devices.names import device_name
from ui.presenters.shown import Tone


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
