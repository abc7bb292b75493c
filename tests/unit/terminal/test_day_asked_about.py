"""A day is asked about before it is closed, by the shifts that go into it, whatever the clock says."""

from dataclasses import replace
from datetime import UTC, datetime

from loyalty.units import Money
from terminal.session import Session
from terminal.usecases.days import close_day, past_days
from terminal.usecases.shifts import close_shift, open_shift
from tests.unit.presenters.desk import words
from tests.unit.terminal.till_kit import LAN, MORNING, Counter, operator_row
from ui.presenters.day.presenter import DayPresenter
from ui.presenters.day.till_errands import DayDone
from ui.presenters.office_state import OfficeState
from ui.presenters.tasks import ImmediateRunner

_HUONG = Session(operator="op-huong", name="Hương", role="supervisor", at=MORNING)
_CLOSE = 2
"""The place of *Close the day* among the actions."""


def screen_of(shop: Counter) -> tuple[DayPresenter, list[OfficeState]]:
    states = list[OfficeState]()
    it = DayPresenter(
        DayDone(shop.till), _HUONG, ImmediateRunner(), words(),
        on_state=states.append, on_back=lambda: None, on_close_shift=lambda: None,
    )  # fmt: skip
    it.begin()
    return it, states


def test_a_day_that_was_closed_in_2030_does_not_let_the_next_one_close_unasked(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.operators.put([operator_row("op-huong", "Hương", role="supervisor")])
    shop.clock.moment = datetime(2030, 1, 1, tzinfo=UTC)
    close_shift(shop.till, LAN, counted=Money(500_000), reason="unknown")
    close_day(shop.till, replace(_HUONG, at=shop.clock.now()))
    shop.clock.moment = MORNING
    open_shift(shop.till, LAN, opening_float=Money(100_000))
    close_shift(shop.till, LAN, counted=Money(100_000), reason="unknown")
    it, states = screen_of(shop)
    it.action_pressed(_CLOSE)
    notice = states[-1].notice
    assert notice is not None
    assert "với 1 ca đã đóng" in notice.text
    assert len(past_days(shop.till)) == 1
    it.action_pressed(_CLOSE)
    assert len(past_days(shop.till)) == 2
