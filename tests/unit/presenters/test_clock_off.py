"""A till whose clock is far from the server's: who stands at it is told by how much, and what to do."""

from tests.unit.presenters.desk import Desk, words
from tools.sample_shop import LAN, RICE
from ui.presenters.shell import Shell

_SLOW = (
    "Đồng hồ của máy này chậm 3 ngày so với máy chủ, ngày giờ trên hóa đơn cũng sai theo. "
    "Hãy chỉnh ngày giờ của máy tính; vẫn bán hàng được."
)
_THREE_DAYS_S = 3 * 86_400


def told(desk: Desk) -> str | None:
    notice = desk.shown().notice
    return None if notice is None else notice.text


def test_a_clock_that_is_found_far_off_is_told_once_and_the_sale_goes_on() -> None:
    desk = Desk()
    desk.shell.synced(clock_off_s=299)
    assert told(desk) is None
    desk.shell.synced(clock_off_s=-_THREE_DAYS_S)
    assert told(desk) == _SLOW
    desk.scan(RICE.sku)
    assert told(desk) is None
    desk.shell.synced(clock_off_s=-_THREE_DAYS_S)
    assert told(desk) is None


def test_what_is_being_said_is_not_taken_away_by_the_clock() -> None:
    desk = Desk()
    desk.it.trouble("bank-card-swiped")
    before = told(desk)
    desk.shell.synced(clock_off_s=_THREE_DAYS_S)
    assert told(desk) == before is not None


def test_who_signs_in_at_a_till_whose_clock_is_wrong_is_told() -> None:
    desk = Desk()
    desk.shell = Shell(desk.till, desk.runner, words(), desk.stage)
    desk.shell.synced(clock_off_s=-_THREE_DAYS_S)
    desk.shell.signed_in(LAN)
    assert told(desk) == _SLOW
