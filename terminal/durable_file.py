"""Replace a small file so that a power cut leaves the old content or the new one, never less.

Not for anything big or often: each call waits for the disk twice.
"""

import errno
import os
from pathlib import Path
from typing import Final

CHUNK: Final = 1 << 20
"""Bytes that are written again at a time."""


def replace_file(path: Path, content: bytes, *, mode: int) -> None:
    """Write `content` to `path` with the given permission bits and wait until the disk has it.

    Raises:
        OSError: the folder or the disk refused; `path` still holds what it held before, unless it was the new
            name that the disk did not confirm: then it holds `content`, and after a power cut either.
    """
    draft = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_again(path: Path, *, start: int = 0) -> None:
    """Write each byte of a file from `start` on to where it stands, and wait until the disk has them.

    A sync that failed may have left what can be read and no disk has: the system drops what it could not
    write, says so once, and the next sync succeeds without it.

    Raises:
        OSError: the disk did not take them.
    """
    with path.open("r+b") as file:
        file.seek(start)
        while chunk := file.read(CHUNK):
            file.seek(-len(chunk), os.SEEK_CUR)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


_NO_SUCH_SYNC: Final = frozenset(
    {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.EISDIR, errno.EACCES}
)
"""What file systems of other machines answer that cannot sync a folder, or let nobody open one."""


def sync_folder(folder: Path) -> None:
    """Make the new name itself durable, where the file system has a way to; Windows has none and needs none.

    Raises:
        OSError: the disk did not take it.
    """
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_SUCH_SYNC:
            raise
