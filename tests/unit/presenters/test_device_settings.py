"""What is set of a device besides which it is: a printer's options, a drawer's pins, a scale's labels."""

from drivers.ports import Scan
from loyalty.errors import Refused
from tests.unit.presenters.devices_desk import Bench


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
