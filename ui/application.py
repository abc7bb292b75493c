"""`main.py` without a command: the till's window.

Written for the moment between the double click and the first key: the glance at the till's files runs on a
thread while Qt is loaded here, and everything else comes behind the painted sign-in screen
(`ui.till_window`).
"""

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from terminal.garbage import look_for_none_yet

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

    from loyalty.errors import LoyaltillError
    from terminal.bootstrap.first_glance import FirstGlance
    from ui.till_window import TillWindow


class Options(Protocol):
    """What the command line can say."""

    data: Path | None
    size: str | None
    script: str | None


class Plain:
    """The options of a bare `main.py`: nothing said. Spares the start the import of argparse."""

    data: Path | None = None
    size: str | None = None
    script: str | None = None


def add_arguments(parser: "ArgumentParser") -> None:
    """Where the till's data is, how big the window is, and what plays on it."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="the till's data folder")
    parser.add_argument(
        "--size", metavar="WxH", help="open a window of this size; otherwise the whole screen is used"
    )
    parser.add_argument("--script", metavar="FILE", help="play a script on the window; - is standard input")


def run(args: Options, *, on_ready: "Callable[[], None] | None" = None) -> int:
    """Show the window until it is closed; `on_ready` is called once the sign-in screen takes input.

    A till that cannot be opened says why in its window first, but to a script, which nobody watches.

    Raises:
        Refused, Unavailable: the data folder cannot be used, or is no till's.
        Unavailable: `no-display`.
    """
    check_display()
    look_for_none_yet()
    glancing = _Glancing(args.data)
    from ui.till_window import TillWindow, application

    app, size = application(), _size(args.size)
    first = _seen(glancing, app, size=size, may_show=args.script is None)
    if first is None:
        return 0
    window = TillWindow(app, first, size=size, on_ready=on_ready)
    if args.script is not None:
        window.play(args.script)
    code = window.run()
    while (then := after(window, first, app, size)) is not None:
        first = then
        window = TillWindow(app, first, size=size)
        code = window.run()
    return code


def after(
    window: "TillWindow", first: "FirstGlance", app: "QApplication", size: tuple[int, int] | None
) -> "FirstGlance | None":
    """The till that comes after this window, or none.

    Its training, the real one after a training, or the same one, opened from a copy.
    """
    if window.going_back_to:
        window.window.deleteLater()
        return _gone_back(app, first.folder.path, window.going_back_to, size=size)
    if window.training is not None:
        from terminal.data_folder import DataFolder

        window.window.deleteLater()
        window.training.hold(DataFolder(first.folder.path))
        return window.training
    if not window.leaves_training:
        return None
    from terminal.bootstrap.training import end_training

    window.window.deleteLater()
    real = first.folder.path.parent
    end_training(real)
    return _seen(_Glancing(real), app, size=size, may_show=True)


def check_display(system: str = sys.platform) -> None:
    """Look for a screen before Qt does: where it finds none it ends the process.

    Only Linux can be without one; what others need no variable names.

    Raises:
        Unavailable: `no-display`.
    """
    named = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
    if system == "linux" and not any(os.environ.get(name) for name in named):
        from loyalty.errors import Unavailable

        raise Unavailable("no-display", retry=False)


def _seen(
    glancing: "_Glancing", app: "QApplication", *, size: tuple[int, int] | None, may_show: bool
) -> "FirstGlance | None":
    """The till to open, made by a first start where there is none; None where somebody left that."""
    from loyalty.errors import LoyaltillError

    try:
        seen = _looked(glancing)
        if not may_show or (seen is not None and seen.is_whole):
            return seen or glancing.result()
        if seen is not None:
            seen.close()
        from ui.first_start import FirstWindow

        if not FirstWindow(app, glancing.folder(), size=size).run():
            return None
        return _Glancing(glancing.folder()).result()
    except LoyaltillError as error:
        chosen = _stopped(app, error, glancing.folder(), size=size) if may_show else ""
        if not chosen:
            raise
    return _gone_back(app, glancing.folder(), chosen, size=size)


def _stopped(
    app: "QApplication", error: "LoyaltillError", data: Path, *, size: tuple[int, int] | None
) -> str:
    from ui.stopped_window import show_stopped

    return show_stopped(app, error, data=data, size=size)


def _gone_back(
    app: "QApplication", data: Path, copy: str, *, size: tuple[int, int] | None
) -> "FirstGlance | None":
    """The till, opened from that copy; as it was where the copy could not be put there."""
    from ui.going_back import go_back

    go_back(app, data, copy, size=size)
    return _seen(_Glancing(data), app, size=size, may_show=True)


def _looked(glancing: "_Glancing") -> "FirstGlance | None":
    """What was seen; None where there is no till yet."""
    from loyalty.errors import Refused

    try:
        return glancing.result()
    except Refused as refused:
        if refused.code == "not-paired":
            return None
        raise


class _Glancing:
    """The first glance, taken on a thread of its own."""

    def __init__(self, data: Path | None) -> None:
        self._data = data
        self._first: FirstGlance | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._look, name="first glance", daemon=True)
        self._thread.start()

    def result(self) -> "FirstGlance":
        """What was seen, or what went wrong."""
        self._thread.join()
        if self._first is None:
            raise self._error or RuntimeError("the first glance ended without a word")
        return self._first

    def folder(self) -> Path:
        """The data folder that is looked into."""
        from terminal.data_folder import default_data_dir

        return self._data or default_data_dir()

    def _look(self) -> None:
        from terminal.bootstrap.first_glance import take_first_glance

        try:
            self._first = take_first_glance(self.folder())
        except BaseException as error:  # it is raised again where the result is asked for
            self._error = error


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    wide, _, tall = text.partition("x")
    if not (wide.isdecimal() and tall.isdecimal()):
        from loyalty.errors import Refused

        raise Refused("window-size", text=text)
    return int(wide), int(tall)
