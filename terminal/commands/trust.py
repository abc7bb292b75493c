"""`trust`: believe another authority of the server's, or two for a time, while the old one is replaced."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from resources.catalogue import Catalogue
from terminal.data_folder import default_data_dir


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--ca", required=True, type=Path, metavar="FILE", help="authorities as PEM")
    parser.add_argument(
        "--data", type=Path, default=default_data_dir(), metavar="DIR", help="data folder (%(default)s)"
    )


def run(args: Namespace) -> int:
    """Ask the server under the new authorities, then believe them.

    Raises:
        Refused, Unavailable: as `terminal.bootstrap.pairing.trust`; nothing was changed.
    """
    from terminal.bootstrap.pairing import trust

    texts = Catalogue.load("vi" if os.environ.get("LANG", "").startswith("vi") else "en")
    print(texts.text("sync.trusted", server=trust(args.data, args.ca)))
    return 0
