"""Make `.venv` from the hashed lock file and see that the screen can start.

Runs as `python3 -m tools.setup_environment` on the system's own Python, with its standard library only. Does
nothing, quickly, when what it made last still stands. Says what it does in words; what it may not do itself
is printed as one line to type, with exit code 1.
"""

from __future__ import annotations  # an older Python reads this far, and is told that it is too old

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools.system_packages import NotInstalled, install, packages_for

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "made-from"
"""Says which lock and which Python `.venv` was made from; written once everything in it was checked."""
OLDEST_PYTHON = (3, 11)
MAX_INSTALL_ROUNDS = 4
"""A library that arrives can ask for another; this many rounds are more than any system seen needed."""

START_QT = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
QWidget().show()
application.processEvents()
print(qVersion())
"""


def main() -> int:
    """Set up; returns the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        print(
            f"Loyaltill needs Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer, and {sys.executable} is "
            f"{sys.version_info[0]}.{sys.version_info[1]}. Name a newer one: make setup PYTHON=python3.12",
            file=sys.stderr,
        )
        return 1
    fingerprint = _fingerprint()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == fingerprint:
        return 0
    try:
        _make_venv()
        _install_lock()
        _give_qt_its_libraries()
    except NotInstalled as missing:
        print(f"\n{missing}", file=sys.stderr)
        return 1
    STAMP.write_text(fingerprint, encoding="utf-8")
    print("Ready: make run opens the demo, make test checks everything.", flush=True)
    return 0


def _fingerprint() -> str:
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{lock} python {sys.version_info[0]}.{sys.version_info[1]} at {VENV}\n"


def _run(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """A command to its end, in plain English, what it wrote caught."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def _say(text: str) -> None:
    print(text, flush=True)


def _make_venv() -> None:
    """An empty `.venv` of this Python, unless one of the same version is there already."""
    python = VENV / "bin" / "python"
    if python.exists():
        version = "import sys; print(*sys.version_info[:2])"
        if _run([python, "-c", version]).stdout.split() == [str(part) for part in sys.version_info[:2]]:
            return
        _say("The .venv of another Python is there: making it anew")
        shutil.rmtree(VENV)
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        install(["python3-venv"], purpose="a Python environment")
    _say(f"Making .venv with Python {sys.version.split()[0]}")
    # In a process of its own: modules that came with python3-venv just now are found by it for certain.
    made = _run([sys.executable, "-m", "venv", VENV])
    if made.returncode != 0:
        raise NotInstalled(f"Python could not make {VENV}:\n{made.stdout}{made.stderr}")


def _install_lock() -> None:
    """Install exactly what the lock names, each file checked against its hash."""
    _say("Installing the libraries of requirements.lock (about 500 MB the first time)")
    began = time.monotonic()
    exactly = ("--require-hashes", "--no-deps", "-r", str(LOCK))
    quiet = ("--no-input", "--disable-pip-version-check", "--progress-bar", "off")
    command = (str(VENV / "bin" / "python"), "-m", "pip", "install", *quiet, *exactly)
    tail: list[str] = []
    count = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            tail = [*tail[-30:], line]
            if line.startswith("Collecting "):
                count += 1
                _say(f"  {count:3}  {line.split()[1]}")
            elif line.startswith("Installing collected packages"):
                _say("  unpacking")
    if pip.returncode != 0:
        raise NotInstalled("pip could not install the lock. Its last words:\n" + "".join(tail))
    _say(f"  done in {time.monotonic() - began:.0f} s")


def _give_qt_its_libraries() -> None:
    """Ask the linker what Qt's screen plugins miss, install that, and start Qt once."""
    _say("Checking that the screen can start")
    for _ in range(MAX_INSTALL_ROUNDS):
        missing = _missing_libraries()
        if not missing:
            break
        install(packages_for(missing), purpose="the screen (Qt)")
    started = _run([VENV / "bin" / "python", "-c", START_QT])
    if started.returncode != 0:
        raise NotInstalled(f"Qt does not start here, and no library is missing. It says:\n{started.stderr}")
    _say(f"  Qt {started.stdout.strip()} starts")


def _missing_libraries() -> list[str]:
    """Libraries that Qt's modules and its window-system plugins are linked to and the system lacks."""
    found = next(VENV.glob("lib/python*/site-packages/PySide6"), None)
    linker = shutil.which("ldd")
    if found is None or linker is None:
        return []
    names = ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtSvg")
    files = [path for name in names for path in found.glob(f"{name}.*.so")]
    files += [
        found / "Qt" / "plugins" / "platforms" / f"libq{name}.so" for name in ("offscreen", "xcb", "wayland")
    ]
    listing = _run([linker, *files])
    return sorted({line.split()[0] for line in listing.stdout.splitlines() if line.endswith("=> not found")})


if __name__ == "__main__":
    raise SystemExit(main())
