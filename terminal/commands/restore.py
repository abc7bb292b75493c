"""`restore`: which copies a closed till has, and one of them put back in the place of its file."""

import os
from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from resources.catalogue import Catalogue
from terminal.data_folder import default_data_dir

if TYPE_CHECKING:
    from terminal.bootstrap.restoring import Restored
    from terminal.bootstrap.till_copies import ListedCopy

_MB = 1_000_000


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "file", nargs="?", type=Path, help="the copy, by its name or its path; without it all are listed"
    )
    parser.add_argument(
        "--yes", action="store_true", help="put it back; without this it is only looked whether it could be"
    )
    parser.add_argument(
        "--data", type=Path, default=default_data_dir(), metavar="DIR", help="data folder (%(default)s)"
    )


def run(args: Namespace) -> int:
    """List, try, or put back.

    Raises:
        Refused, Unavailable: as `terminal.bootstrap.restoring`; what lies there was not touched, or is kept.
    """
    from terminal.bootstrap.restoring import restoring
    from terminal.clock import SystemClock

    texts = Catalogue.load("vi" if os.environ.get("LANG", "").startswith("vi") else "en")
    with restoring(args.data) as till:
        if args.file is None:
            _list(till.copies.list_copies(), texts, folder=till.copies.folder)
            return 0
        copy = till.copies.check(args.file)
        if not args.yes:
            print(texts.text("restore.would", file=copy.path.name, at=_local(copy.at)))
            return 0
        _tell(till.put_back(copy, at=SystemClock().now()), texts, data=args.data)
    return 0


def _list(copies: "tuple[ListedCopy, ...]", texts: Catalogue, *, folder: Path) -> None:
    if not copies:
        print(texts.text("restore.none", folder=str(folder)))
        return
    print(texts.text("restore.listed", folder=str(folder)))
    for each in copies:
        trouble = each.trouble
        mark = "✓" if trouble is None else "✗"
        verdict = texts.text("restore.passes" if trouble is None else f"restore.{trouble.code}")
        size = f"{each.size_bytes / _MB:8.1f} MB"
        print(f"{mark} {each.copy.path.name:<32} {_local(each.copy.at)} {size}  {verdict}")
    sound = next((each for each in copies if each.trouble is None), None)
    if sound is not None:
        print(texts.text("restore.how", file=sound.copy.path.name))


def _tell(restored: "Restored", texts: Catalogue, *, data: Path) -> None:
    copy = restored.copy
    print(texts.text(f"restore.done-{copy.kind}", file=copy.path.name, at=_local(copy.at), data=str(data)))
    if restored.aside is not None:
        print(texts.text("restore.aside", folder=str(restored.aside)))


def _local(at: datetime) -> str:
    """By the computer's own clock, as its files are dated."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
