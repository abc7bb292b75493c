"""Backups and mirrors after an accident: what a manager was told to have is there, and whole."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from loyalty.errors import LoyaltillError
from loyalty.wire.export import verify_lines
from terminal.store.server_file import check_server_copy
from terminal.store.till_copy import check_till_copy
from terminal.sync.keys import ServerKey
from tests.evidence.one_shop import TILL_KEY, furnished
from tests.unit.terminal.till_kit import KEY

MIRROR = ".jsonl"


def lost_copies(folder: Path, told: Mapping[str, int]) -> Iterator[str]:
    """What was told of and is not so, by the names of the files."""
    for name, events in told.items():
        path = folder / name
        if not path.exists():
            yield f"{name}: it is gone"
        elif name.endswith(MIRROR):
            yield from _mirror_faults(path, events)
        else:
            yield from _copy_faults(path)


def _copy_faults(path: Path) -> Iterator[str]:
    till = furnished().identity.till
    try:
        if path.name.startswith("till-"):
            check_till_copy(path, KEY, till=till)
        else:
            check_server_copy(path, till=till)
    except LoyaltillError as trouble:
        yield f"{path.name}: {trouble.code}"


def _mirror_faults(path: Path, events: int) -> Iterator[str]:
    """Up to the last signature that was told of; what a cut leaves behind it is cut off by the till."""

    def confirms(key: bytes, signature: bytes, message: bytes) -> bool:
        return key == TILL_KEY.public and ServerKey(key).confirms(signature, message)

    found = verify_lines(path.read_bytes().splitlines(), confirms=confirms)
    if found.signed_up_to < events:
        yield f"{path.name}: signed up to {found.signed_up_to}, told {events}; {found.faults[:1]}"
