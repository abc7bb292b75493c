"""Files that somebody may mean to bring in, found where people keep such: in their folders and on sticks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOST_FILES: Final = 40
_STICKS: Final = frozenset({"media", "Volumes"})
"""Below these a stick has a folder of its own, often inside one of its user's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file that may be brought in; `size` in bytes."""

    path: Path
    size: int


def usual_places(home: Path, exports: Path) -> tuple[Path, ...]:
    """Where people keep what they have exported elsewhere: their folders, sticks, and what the till wrote."""
    own = tuple(home / name for name in ("Downloads", "Desktop", "Documents"))
    return (*own, Path("/media"), Path("/run/media"), Path("/Volumes"), exports)


def find_files(places: Sequence[Path], endings: Collection[str]) -> tuple[FoundFile, ...]:
    """Those with one of these endings (`.csv`), the newest first."""
    found: dict[Path, tuple[float, int]] = {}
    for place in places:
        for pattern in ("*", "*/*", "*/*/*") if place.name in _STICKS else ("*",):
            found |= dict(_files(place, pattern, endings))
    newest = sorted(found, key=lambda path: (-found[path][0], path))[:MOST_FILES]
    return tuple(FoundFile(path=path, size=found[path][1]) for path in newest)


def _files(place: Path, pattern: str, endings: Collection[str]) -> list[tuple[Path, tuple[float, int]]]:
    """What cannot be looked at is left out: a stick may be pulled meanwhile."""
    found: list[tuple[Path, tuple[float, int]]] = []
    try:
        for path in place.glob(pattern):
            if path.suffix.casefold() in endings and path.is_file():
                stat = path.stat()
                found.append((path, (stat.st_mtime, stat.st_size)))
    except OSError:
        return found
    return found
