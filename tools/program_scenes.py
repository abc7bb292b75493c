"""The scenes of the screen of programs."""

from typing import TYPE_CHECKING

from loyalty.errors import Unavailable
from terminal.session import Session
from tools.draw_scenes import AUDITOR
from tools.people_scenes import ANH
from tools.sample_programs import published_by
from tools.sample_shop import PIN
from ui.presenters.programs.presenter import ProgramsPresenter
from ui.programs_screen import ProgramsScreen

if TYPE_CHECKING:
    from tools.theatre import Theatre


def programs(theatre: "Theatre", session: Session = ANH) -> ProgramsPresenter:
    """The programs that were published, as a manager sees them: one is in force, one begins next year."""
    theatre.checkout.begin()
    screen = ProgramsScreen(
        theatre.window,
        theatre.sample_programs,
        theatre.runner,
        theatre.words,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
    )
    screen.open(session)
    theatre.programs = screen
    if screen.presenter is None:
        raise RuntimeError("the screen is not open")
    screen.presenter.row_pressed(1)
    return screen.presenter


def unreached(theatre: "Theatre") -> None:
    """The server cannot be reached."""
    theatre.sample_programs.failure = Unavailable("look-no-server", retry=True)
    programs(theatre)


def audited(theatre: "Theatre") -> None:
    """An auditor looks."""
    programs(theatre, AUDITOR)


def files(theatre: "Theatre") -> ProgramsPresenter:
    """A file is chosen."""
    it = programs(theatre)
    it.finish_pressed()
    return it


def faults(theatre: "Theatre") -> None:
    """It has faults."""
    it = files(theatre)
    it.row_pressed(1)
    it.finish_pressed()


def changes(theatre: "Theatre") -> ProgramsPresenter:
    """It has none: what it changes."""
    it = files(theatre)
    it.finish_pressed()
    it.row_pressed(2)
    return it


def tried(theatre: "Theatre") -> None:
    """It was tried on past sales."""
    changes(theatre).action_pressed(0)


def publish(theatre: "Theatre") -> ProgramsPresenter:
    """The day and the PIN are typed; the PIN is wrong."""
    it = changes(theatre)
    it.finish_pressed()
    it.field_changed("begins", "25/1")
    it.field_changed("own", "9999")
    it.finish_pressed()
    return it


def unanswered(theatre: "Theatre") -> None:
    """The server did not answer: nobody knows whether it was published."""
    it = changes(theatre)
    it.finish_pressed()
    it.field_changed("own", PIN)
    theatre.sample_programs.failure = Unavailable("deed-unanswered", retry=True)
    it.finish_pressed()


def meanwhile(theatre: "Theatre") -> None:
    """Somebody else has published another one since."""
    it = changes(theatre)
    it.finish_pressed()
    it.field_changed("own", PIN)
    published_by(theatre.sample_programs, "Thu Hà")
    it.finish_pressed()


def published(theatre: "Theatre") -> None:
    """It was published, for a day to come."""
    it = publish(theatre)
    it.field_changed("own", PIN)
    it.finish_pressed()
