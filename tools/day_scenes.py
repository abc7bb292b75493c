"""The scenes of the screen of the shift and the day."""

from typing import TYPE_CHECKING

from loyalty.units import Money
from terminal.session import Session
from tools.sample_shop import LAN, NOW, PIN
from ui.day_screen import DayScreen
from ui.presenters.day.presenter import DayPresenter

if TYPE_CHECKING:
    from tools.theatre import Theatre

HUONG = Session(operator="huong", name="Hương", role="supervisor", at=NOW)


def day(theatre: "Theatre", session: Session = HUONG) -> DayPresenter:
    """The open shift as a supervisor sees it, over a checkout."""
    theatre.checkout.begin()
    screen = DayScreen(
        theatre.window,
        theatre.sample_day,
        theatre.runner,
        theatre.words,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
        on_close_shift=theatre.shell.close_shift,
    )
    screen.open(session)
    theatre.day = screen
    if screen.presenter is None:
        raise RuntimeError("the screen is not open")
    return screen.presenter


def pay_out(theatre: "Theatre") -> DayPresenter:
    """A cashier pays out more than alone they may, and has not said what for."""
    it = day(theatre, LAN)
    it.action_pressed(1)
    it.field_changed("amount", theatre.words.amount(Money(750_000)))
    it.finish_pressed()
    return it


def approving(theatre: "Theatre") -> None:
    """A supervisor is asked."""
    it = pay_out(theatre)
    it.field_changed("reason", "bank")
    it.finish_pressed()
    for digit in PIN[:3]:
        it.key_pressed(digit)


def day_sure(theatre: "Theatre") -> "DayPresenter":
    """The shift is closed, and the day is about to be."""
    theatre.sample_day.open = None
    it = day(theatre)
    it.action_pressed(2)
    return it


def closed_day(theatre: "Theatre") -> None:
    """The question was answered: the day is closed."""
    day_sure(theatre).action_pressed(2)
