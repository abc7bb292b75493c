"""No file, socket or pipe stays open after the test that opened it. Sees handles on Linux only."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.guards.garbage import GARBAGE

OPEN = Path("/proc/self/fd")
SYSTEM = ("anon_inode:", "/dev/", "/memfd:", "/proc/")
"""What libraries open once and keep for the life of the process."""
FONTS = (".ttf", ".otf", ".ttc", ".pfb")
"""Qt keeps the fonts that it has drawn with."""


@contextmanager
def no_leaked_handle() -> Generator[None]:
    """Fail on each file descriptor that is open after and was not before, naming what it is open on."""
    before = _open_handles()
    yield
    if _left(before):
        GARBAGE.collect()
    if _left(before):
        GARBAGE.collect_all()
    left = _left(before)
    assert not left, f"handles left open: {', '.join(sorted(left.values()))}"


def _left(before: dict[str, str]) -> dict[str, str]:
    return {number: target for number, target in _open_handles().items() if before.get(number) != target}


def _open_handles() -> dict[str, str]:
    found: dict[str, str] = {}
    for link in OPEN.iterdir() if OPEN.is_dir() else ():
        try:
            target = str(link.readlink())
        except FileNotFoundError:  # the one that the listing itself used
            continue
        if not target.startswith(SYSTEM) and not target.endswith(FONTS):
            found[link.name] = target
    return found
