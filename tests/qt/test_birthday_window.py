"""The birthday in place of the card at a real till's window: wrong answers, and people who are left then."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from loyalty.units import Points
from terminal.bootstrap.first_glance import take_first_glance
from terminal.clock import timestamp
from terminal.membership import LeaseSlice
from terminal.store.connection import connect
from terminal.store.leases import slices_to_json
from tests.qt.real_till import CODE, SIZE, BusyTill, run_out
from tests.unit.terminal.limits_passed import CARD_OVER_100
from tests.unit.terminal.till_kit import KEY, MORNING, PIN, PROGRAM, MovedClock, a_counter, program_row
from ui.presenters.shell import Screen
from ui.till_window import TillWindow
from ui.views.pay_view import PayView
from ui.widgets.surface import Text

LENT = 1_250
ENTER = Qt.Key.Key_Return


@pytest.fixture
def folder(till_folder: Path) -> Path:
    """A till whose program lets 100 points go on a phone number, and which knows Ánh's birthday."""
    with closing(a_counter(till_folder)) as shop, shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + CARD_OVER_100, version=2, valid_from=MORNING))
        unit.connection.exec_driver_sql(
            "UPDATE members SET birthday = '1990-11-21' WHERE member = 'member-anh'"
        )
    return till_folder


def granted(folder: Path) -> bool:
    """Do as a server does that lends the points that are asked for."""
    part = LeaseSlice(lot="lot-1", points=Points(LENT), dies_at=MORNING + timedelta(days=40))
    with closing(connect(folder / "till.db", KEY, read_only=False)) as books:
        done = books.execute(
            "UPDATE leases SET state = 'open', amount = ?, slices = ?, until = ? WHERE state = 'asked'",
            (LENT, slices_to_json([part]), timestamp(MORNING + timedelta(minutes=15))),
        )
        return done.rowcount == 1


def sales_in(folder: Path) -> list[tuple[str, str]]:
    with closing(connect(folder / "till.db", KEY, read_only=True)) as books:
        asked = (
            "SELECT body ->> '$.burn.shown', body ->> '$.approver' FROM journal WHERE kind = 'sale_settled'"
        )
        return [(str(shown), str(approver)) for shown, approver in books.execute(asked).fetchall()]


def said(till: BusyTill) -> str:
    view = till.window.window.screen_shown
    return (
        "" if view is None else "\n".join(text.text() for text in view.findChildren(Text) if text.isVisible())
    )


def asked_for_the_birthday(till: BusyTill, folder: Path) -> None:
    """Goods, Ánh by her phone number, 200 of her points, and *Pay*."""
    till.sign_in("op-lan", PIN)
    till.wait(lambda: till.shell().screen is Screen.CHECKOUT)
    till.scan(CODE)
    till.wait(till.can_pay)
    till.press("0912345678", ENTER)
    checkout = till.shell().checkout
    assert checkout is not None
    till.wait(lambda: checkout.counter.model.sale.lease is not None)
    till.wait(lambda: granted(folder))
    till.wait(till.can_pay)
    checkout.members.refresh()  # as after an exchange with the server

    def is_lent() -> bool:
        lease = checkout.counter.model.sale.lease
        return lease is not None and lease.amount == LENT and till.can_pay()

    till.wait(is_lent)
    checkout.members.set_burn(Points(150))
    till.wait(lambda: "Điểm (150)" in said(till) and till.can_pay())
    till.press(Qt.Key.Key_F9)
    till.wait(lambda: till.shell().screen is Screen.PAY)
    till.press(ENTER)
    till.wait(
        lambda: "Ngày và tháng sinh" in said(till)
    )  # over the field; that it will be asked is said before


def answer(till: BusyTill, text: str, told: str) -> None:
    till.press(text, ENTER)
    till.wait(lambda: told in said(till))


@pytest.mark.parametrize("last", ["21/11", "3/2"], ids=["right", "wrong"])
def test_two_wrong_ones_and_the_third_decides(
    qtbot: QtBot, qapp: QApplication, folder: Path, last: str
) -> None:
    first = take_first_glance(folder)
    till = BusyTill(qtbot, TillWindow(qapp, first, size=SIZE, clock=MovedClock()))
    try:
        asked_for_the_birthday(till, folder)
        answer(till, "1/1", "Còn 2 lần thử")
        answer(till, "2211", "Còn 1 lần thử")
        assert sales_in(folder) == []
        assert isinstance(till.window.window.screen_shown, PayView)
        assert "21/11" not in said(till)
        till.press(last, ENTER)
        if last == "21/11":
            till.wait(lambda: till.shell().screen is Screen.CHECKOUT)
            assert sales_in(folder) == [("birthday", "None")]
            return
        till.wait(lambda: "15 phút" in said(till))
        assert sales_in(folder) == []
        till.press(PIN, ENTER)
        till.wait(lambda: till.shell().screen is Screen.CHECKOUT)
        assert sales_in(folder) == [("None", "op-minh")]
    finally:
        till.window.close()
        run_out(qapp)
        till.window.window.deleteLater()
