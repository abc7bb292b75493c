"""No file, socket or pipe stays open after the test that opened it. Sees handles on Linux only."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.guards.garbage import GARBAGE
from tools.quick_place import MEMORY

OPEN = "/proc/self/fd"
IS_SEEN = Path(OPEN).is_dir()
SYSTEM = ("anon_inode:", "/dev/", "/memfd:", "/proc/")
"""What libraries open once and keep for the life of the process."""
FONTS = (".ttf", ".otf", ".ttc", ".pfb")
"""Qt keeps the fonts that it has drawn with."""


@contextmanager
def no_leaked_handle() -> Generator[None]:
    """Fail on each file descriptor that is open after and was not before, naming what it is open on."""
    before = _open_handles()
    yield
    left = _left(before)
    for free in (GARBAGE.collect, GARBAGE.collect_all):
        if left:
            free()
            left = _left(before)
    assert not left, f"handles left open: {', '.join(sorted(left.values()))}"


def _left(before: dict[str, str]) -> dict[str, str]:
    return {number: target for number, target in _open_handles().items() if before.get(number) != target}


def _open_handles() -> dict[str, str]:
    """What is open, by number. In plain system calls: it is asked twice a test."""
    found: dict[str, str] = {}
    for number in os.listdir(OPEN) if IS_SEEN else ():
        try:
            target = os.readlink(f"{OPEN}/{number}")
        except FileNotFoundError:  # the one that the listing itself used
            continue
        if (not target.startswith(SYSTEM) or target.startswith(f"{MEMORY}/")) and not target.endswith(FONTS):
            found[number] = target
    return found
