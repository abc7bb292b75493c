"""From the start of the process to a sign-in screen that takes input.

The floor is a process that shows an empty `QMainWindow` of the same size with the same PySide6; both are
drawn into memory, both say that they are ready from their event loop once the window is painted, and both are
timed from outside. The till's database holds all the members; what is checked in it is checked behind the
screen.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench.harness import Figure, Scale, compared, in_turns
from tests.bench.paired_till import paired_till

AT_MOST = 1.5
ROUNDS = 30
"""Each takes a whole process on either side."""
ROOT = Path(__file__).parents[2]

EMPTY = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, ready)

def ready():
    os.write(1, b"r")
    os._exit(0)

application = QApplication(sys.argv)
window = Window()
window.resize(1366, 768)
window.show()
application.exec()
"""

TILL = """
import os
from pathlib import Path
from ui.application import Plain, run

class Options(Plain):
    data = Path({folder!r})
    size = "1366x768"

def ready():
    os.write(1, b"r")
    os._exit(0)

run(Options(), on_ready=ready)
"""


def measure(scale: Scale) -> Iterable[Figure]:
    """The time to the first screen, p50."""
    folder = paired_till(scale)
    taken = in_turns(
        _until_ready(TILL.format(folder=str(folder))),
        _until_ready(EMPTY),
        rounds=min(ROUNDS, scale.rounds),
        warm_up=3,
    )
    yield from compared(
        "process start to a sign-in screen",
        *taken,
        floor_name="an empty QMainWindow",
        bounds={50: AT_MOST},
        note=f"{min(ROUNDS, scale.rounds)} starts of each",
    )


def _until_ready(code: str) -> Callable[[int], None]:
    """Start a process and wait for its first byte."""

    def start(_number: int) -> None:
        with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) as process:
            said = process.stdout.read(1) if process.stdout else b""
            if said != b"r":
                raise RuntimeError("the program ended before it was ready")

    return start
