"""The scenes of the screen of draws."""

from typing import TYPE_CHECKING

from loyalty.errors import Unavailable
from terminal.session import Session
from tools.people_scenes import ANH
from tools.sample_draws import FRESH, SEED
from tools.sample_shop import NOW, PIN
from ui.draws_screen import DrawsScreen
from ui.presenters.draws.presenter import DrawsPresenter

if TYPE_CHECKING:
    from tools.theatre import Theatre

AUDITOR = Session(operator="kim", name="Kim", role="auditor", at=NOW)
_OVER, _SUMMER = 2, 3


def draws(theatre: "Theatre", session: Session = ANH) -> DrawsPresenter:
    """The draws of the program, as a manager sees them: one is over and waits for its seed."""
    theatre.checkout.begin()
    screen = DrawsScreen(
        theatre.window,
        theatre.sample_draws,
        theatre.runner,
        theatre.words,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
    )
    screen.open(session)
    theatre.draws = screen
    if screen.presenter is None:
        raise RuntimeError("the screen is not open")
    screen.presenter.row_pressed(_OVER)
    return screen.presenter


def unreached(theatre: "Theatre") -> None:
    """The server cannot be reached."""
    theatre.sample_draws.failure = Unavailable("look-no-server", retry=True)
    draws(theatre)


def seed(theatre: "Theatre") -> DrawsPresenter:
    """The seed of another draw was typed in."""
    it = draws(theatre)
    it.finish_pressed()
    it.field_changed("seed", FRESH)
    it.field_changed("own", PIN)
    it.finish_pressed()
    return it


def sure(theatre: "Theatre") -> DrawsPresenter:
    """The right one; it is not published yet."""
    it = seed(theatre)
    it.field_changed("seed", SEED.upper())
    it.finish_pressed()
    return it


def winners(theatre: "Theatre") -> None:
    """It was opened: who has won."""
    sure(theatre).finish_pressed()


def audited(theatre: "Theatre") -> None:
    """An auditor looks at an earlier one."""
    it = draws(theatre, AUDITOR)
    it.row_pressed(_SUMMER)


def fresh(theatre: "Theatre") -> DrawsPresenter:
    """A fresh seed, to be written down."""
    it = draws(theatre)
    it.action_pressed(1)
    return it


def commitment(theatre: "Theatre") -> None:
    """It was written down as it is."""
    it = fresh(theatre)
    it.field_changed("again", FRESH)
    it.finish_pressed()
