"""A shift of yesterday is told to whoever signs in, but never over something that they have to read first."""

from dataclasses import replace
from datetime import timedelta

from tests.unit.presenters.desk import Desk, words
from tools.sample_shop import LAN, RICE
from ui.presenters.shell import Shell

_NEXT_DAY = replace(LAN, at=LAN.at + timedelta(days=1))
_DRAFT = "Đơn đang bán dở trước khi máy tắt đã được mở lại."
_SHIFT = "Ca này mở từ"


def told(desk: Desk) -> str:
    notice = desk.shown().notice
    return "" if notice is None else notice.text


def test_a_draft_is_told_of_first_and_the_old_shift_once_that_was_read() -> None:
    desk = Desk()
    desk.scan(RICE.sku)
    desk.shell = Shell(desk.till, desk.runner, words(), desk.stage)
    desk.shell.signed_in(_NEXT_DAY)
    assert told(desk) == _DRAFT
    desk.shell.synced()
    assert told(desk) == _DRAFT
    desk.scan(RICE.sku)
    desk.shell.synced()
    assert _SHIFT in told(desk)
    desk.scan(RICE.sku)
    desk.shell.synced()
    assert told(desk) == ""


def test_unlocking_takes_no_notice_away() -> None:
    desk = Desk()
    desk.it.trouble("bank-card-swiped")
    before = told(desk)
    desk.shell.sign_out()
    desk.shell.signed_in(_NEXT_DAY)
    assert told(desk) == before != ""


def test_what_still_stands_after_unlocking_is_not_said_again_later() -> None:
    desk = Desk()
    for _ in range(2):
        desk.shell.sign_out()
        desk.shell.signed_in(_NEXT_DAY)
        assert _SHIFT in told(desk)
    desk.scan(RICE.sku)
    desk.shell.synced()
    assert told(desk) == ""


def test_what_waits_is_not_said_while_nobody_is_signed_in() -> None:
    desk = Desk()
    desk.it.trouble("bank-card-swiped")
    desk.shell.synced(clock_off_s=86_400)
    desk.shell.sign_out()
    desk.shell.signed_in(LAN)
    desk.scan(RICE.sku)
    desk.shell.sign_out()
    desk.shell.synced(clock_off_s=86_400)
    assert told(desk) == ""
    desk.shell.signed_in(LAN)
    assert "Đồng hồ của máy này" in told(desk)
