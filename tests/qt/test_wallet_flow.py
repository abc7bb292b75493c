"""A wallet on the real window: paid into by touch, and paying a part of the sale by keys."""

from PySide6.QtCore import Qt

from tests.qt.conftest import Play
from tests.qt.hands import press_key, touch, touch_keys, type_sign
from tools.theatre import Theatre, settle


def press(theatre: Theatre, key: Qt.Key) -> None:
    press_key(theatre.window, key)
    settle()


def test_an_amount_is_paid_in_by_touch_and_the_slip_says_so(play_scene: Play) -> None:
    theatre = play_scene("wallet")
    touch(theatre, "Nạp")
    touch_keys(theatre, "20")
    for _ in range(4):
        touch(theatre, "0")
    touch(theatre, "Nhập")
    (line,) = (line for line in theatre.checkout.counter.model.sale.lines if line.name == "Nạp tiền vào ví")
    assert line.unit_price == 200_000
    touch(theatre, "Thanh toán")
    touch(theatre, "Xong")
    sale = theatre.till.sales[0]
    assert sale.top_up is not None
    assert (sale.top_up.amount, sale.wallet_after) == (200_000, 315_000)


def test_the_programs_amount_is_taken_with_enter(play_scene: Play) -> None:
    theatre = play_scene("top-up")
    press(theatre, Qt.Key.Key_Down)
    press(theatre, Qt.Key.Key_Return)
    assert theatre.checkout.counter.model.sale.lines[-1].unit_price == 1_000_000


def test_the_wallet_pays_a_part_and_the_bank_card_the_rest(play_scene: Play) -> None:
    theatre = play_scene("paying-by-wallet")
    for digit in "100000":
        type_sign(theatre.window, digit)
    settle()
    press(theatre, Qt.Key.Key_Return)
    touch(theatre, "Thẻ ngân hàng")
    press(theatre, Qt.Key.Key_Return)
    sale = theatre.till.sales[0]
    assert [(each.kind, each.amount) for each in sale.tenders] == [
        ("wallet", 100_000),
        ("card", sale.to_pay - 100_000),
    ]
    assert sale.wallet_after == 15_000
