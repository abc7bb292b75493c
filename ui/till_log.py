"""What the till has to say to whoever mends it: a file in its folder, and in it also what nobody caught.

A window has no console: the traceback of a bug on the UI thread or on a worker would be said to nobody, and
a worker that it ended would be missed only for what it no longer does.
"""

import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

_BYTES: Final = 1_000_000
_log = logging.getLogger(__name__)


class TillLog:
    """The file, which never grows beyond two of its size; written to from now until it is closed."""

    def __init__(self, file: Path) -> None:
        """Begin to write; what was told of bugs nobody caught until now is still told, after the file."""
        handler = RotatingFileHandler(file, maxBytes=_BYTES, backupCount=1, encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self._handler = handler
        self._root = logging.getLogger()
        self._root.addHandler(handler)
        self._root.setLevel(logging.INFO)
        self._was_told, self._was_told_of_threads = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._tell, self._tell_of_thread

    def close(self) -> None:
        """Write no more; who was told of bugs before is told alone again."""
        sys.excepthook, threading.excepthook = self._was_told, self._was_told_of_threads
        self._root.removeHandler(self._handler)
        self._handler.close()

    def _tell(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None, /) -> None:
        _log.critical("nobody caught this", exc_info=(kind, error, trace))
        self._was_told(kind, error, trace)

    def _tell_of_thread(self, ended: threading.ExceptHookArgs, /) -> None:
        name = "a thread" if ended.thread is None else ended.thread.name
        error = ended.exc_value or ended.exc_type()
        _log.critical("%s has ended by this", name, exc_info=(ended.exc_type, error, ended.exc_traceback))
        self._was_told_of_threads(ended)
