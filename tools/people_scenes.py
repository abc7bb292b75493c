"""The scenes of the screen *People*."""

from typing import TYPE_CHECKING

from terminal.session import Session
from tools.sample_shop import LAN, NOW, PIN
from ui.people_screen import PeopleScreen
from ui.presenters.people.presenter import PeoplePresenter

if TYPE_CHECKING:
    from tools.theatre import Theatre

ANH = Session(operator="anh", name="Quốc Anh", role="manager", at=NOW)


def people(theatre: "Theatre", session: Session = ANH) -> PeoplePresenter:
    """Everybody, as a manager sees them, over a checkout."""
    theatre.checkout.begin()
    screen = PeopleScreen(
        theatre.window,
        theatre.sample_people,
        theatre.runner,
        theatre.words,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
    )
    screen.open(session)
    theatre.people = screen
    if screen.presenter is None:
        raise RuntimeError("the screen is not open")
    return screen.presenter


def adding(theatre: "Theatre") -> None:
    """Somebody new, whose two PINs are not the same."""
    it = people(theatre)
    it.action_pressed(0)
    for name, value in (("name", "Đỗ Thị Mỹ Hạnh"), ("pin", PIN), ("again", "2581"), ("own", PIN)):
        it.field_changed(name, value)
    it.finish_pressed()


def blocking(theatre: "Theatre") -> None:
    """Somebody is blocked, with a PIN that is not right."""
    it = people(theatre)
    it.row_pressed(2)
    it.action_pressed(1)
    it.field_changed("own", "2581")
    it.finish_pressed()


def own_pin(theatre: "Theatre") -> None:
    """A cashier sees themselves."""
    people(theatre, LAN)
