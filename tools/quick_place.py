"""Where files lie that are to outlive nothing: in memory, which nobody waits for as for a disk."""

import shutil
from pathlib import Path
from typing import Final

MEMORY: Final = Path("/dev") / "shm"
ROOM_BYTES: Final = 2 << 30
"""So much has to be free there: a container may have a few megabytes only."""


def quick_place() -> Path | None:
    """Memory, where the system has enough of it; None: where temporary files are anyway."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM_BYTES else None
