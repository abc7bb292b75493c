"""`doctor`: a line for each part of a till; exit 1 if something is wrong. It mends nothing."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from resources.catalogue import Catalogue
from terminal.data_folder import default_data_dir

_MARKS = {"well": "✓", "note": "·", "ill": "✗"}


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "--data", type=Path, default=default_data_dir(), metavar="DIR", help="data folder (%(default)s)"
    )
    parser.epilog = "doctor --server works a server's figures out anew, with the options of admin doctor"


def run(args: Namespace) -> int:
    """Examine the till in the data folder; 1 if anything is wrong, else 0."""
    from terminal.bootstrap.doctor.examine import examine
    from terminal.clock import SystemClock

    texts = Catalogue.load("vi" if os.environ.get("LANG", "").startswith("vi") else "en")
    something_is_wrong = False
    for part, line in examine(args.data, SystemClock()):
        something_is_wrong |= line.verdict == "ill"
        name = texts.text(f"doctor.part.{part}")
        print(f"{_MARKS[line.verdict]} {name:<12} {texts.text(line.key, **line.params)}", flush=True)
    print(texts.text("doctor.wrong" if something_is_wrong else "doctor.fine"))
    return int(something_is_wrong)
