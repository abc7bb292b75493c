"""Devices that are tried on their screen: what each kind's trial says, and what a scanner sends."""

from drivers.ports import Scan
from drivers.wedge import KeyKind, Keystroke
from loyalty.errors import Refused
from loyalty.identity.card_rules import card_rules
from tests.unit.presenters.desk import words
from tests.unit.presenters.devices_desk import Bench
from ui.presenters.shown import Tone


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


def test_nobody_is_told_that_their_name_was_recorded_where_nobody_is_signed_in() -> None:
    bench = Bench()
    bench.it.kind_chosen("drawer")
    bench.it.test_pressed()
    assert "ghi tên bạn" in bench.notice().text
    bench.devices.kick = "unrecorded"
    bench.it.test_pressed()
    assert "ghi tên" not in bench.notice().text
