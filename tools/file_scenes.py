"""The scenes of import and export."""

from typing import TYPE_CHECKING

from tools.people_scenes import ANH
from tools.sample_files import FewErrands
from ui.files_screen import FilesScreen
from ui.presenters.files.presenter import FilesPresenter
from ui.presenters.tasks import TaskRunner

if TYPE_CHECKING:
    from tools.theatre import Theatre


def choosing(theatre: "Theatre", runner: TaskRunner | None = None) -> FilesPresenter:
    """Files on a stick and in the downloads, over a checkout."""
    theatre.checkout.begin()
    screen = FilesScreen(
        theatre.window,
        theatre.sample_files,
        runner or theatre.runner,
        theatre.words,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
    )
    screen.open(ANH)
    theatre.files = screen
    if screen.presenter is None:
        raise RuntimeError("the screen is not open")
    return screen.presenter


def columns(theatre: "Theatre") -> FilesPresenter:
    """What each column of another till's file is taken for."""
    it = choosing(theatre)
    it.finish_pressed()
    return it


def field(theatre: "Theatre") -> None:
    """Saying what a column is."""
    columns(theatre).row_pressed(7)


def preview(theatre: "Theatre") -> FilesPresenter:
    """Every problem, and what will be written."""
    it = columns(theatre)
    it.finish_pressed()
    return it


def all_rows(theatre: "Theatre") -> None:
    """Every row, and what becomes of it."""
    preview(theatre).action_pressed(1)


def report(theatre: "Theatre") -> None:
    """It is written; the problems were saved."""
    it = preview(theatre)
    it.finish_pressed()
    it.action_pressed(0)


def writing(theatre: "Theatre") -> None:
    """On the way: one step was taken, and the next one is."""
    it = choosing(theatre, FewErrands(theatre.runner, most=5))
    it.finish_pressed()
    it.finish_pressed()
    it.finish_pressed()


def exporting(theatre: "Theatre") -> None:
    """A file of all members was written."""
    it = choosing(theatre)
    it.action_pressed(0)
    it.finish_pressed()
