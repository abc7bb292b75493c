"""Between two windows of a till: a copy that was agreed to is put in the place of its books."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QApplication

from loyalty.errors import LoyaltillError
from terminal.bootstrap.agreed_restore import begin_restore, forget_words
from terminal.bootstrap.restoring import restoring
from terminal.clock import SystemClock
from ui.stopped_window import show_not_put_back, show_put_back


def go_back(app: QApplication, data: Path, name: str, *, size: tuple[int, int] | None) -> None:
    """Put the copy of that name there, and say what became of it; the till can be opened afterwards.

    Nothing is shown meanwhile: a copy of 100 MB takes a few seconds.
    """
    try:
        with restoring(data) as place:
            copy = place.copies.check(Path(name))
            restored = place.put_back(
                copy, at=SystemClock().now(), before_moving=lambda: begin_restore(data, name)
            )
    except LoyaltillError as error:
        with suppress(OSError):  # the till says the same of its folder when it is opened
            forget_words(data)
        show_not_put_back(app, error, data=data, size=size)
    else:
        show_put_back(app, restored, data=data, size=size)
