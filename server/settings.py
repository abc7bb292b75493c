"""What both commands are told on the command line about where the server's things are."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from loyalty.errors import Refused, Unavailable
from server.context import Server
from server.keys import key_file, load_or_make_keys
from server.store.database import database_file, open_database
from server.store.migrations import migrate


def default_data_dir() -> Path:
    """The platform's folder for the server's own data."""
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "loyaltill-server"


def add_place_arguments(parser: ArgumentParser) -> None:
    """The options that say which server is meant."""
    parser.add_argument(
        "--database",
        metavar="URL",
        help="postgresql://user@host/name, or sqlite:///file; left out: the embedded one in the data folder",
    )
    parser.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        default=default_data_dir(),
        help="the folder of the master key and the embedded database (%(default)s)",
    )


def open_server(args: Namespace, *, ca_file: Path | None = None, is_up_to_date: bool = False) -> Server:
    """The server of these options, its database brought up to date; close `database` when done.

    `is_up_to_date`: whoever started this process has seen to that. The owner may have brought the database
    further since, which a step that only adds lets this version work on until it is replaced.

    Raises:
        Refused: `database-url`, `database-log-foreign`, `database-too-new`, `master-key-damaged`,
            `ca-file-unreadable`.
        Unavailable: `server-folder-unwritable`, `database-unreachable`.
    """
    data_dir: Path = args.data
    keys = load_or_make_keys(data_dir)
    ca_pem = None if ca_file is None else _read_ca(ca_file)
    database = open_database(args.database, data_dir)
    try:
        if not is_up_to_date:
            migrate(database)
    except (Refused, Unavailable):
        database.close()
        raise
    return Server(database=database, keys=keys, ca_pem=ca_pem)


def check_is_there(args: Namespace) -> None:
    """Check that a server was set up where these options say: a wrong folder is no new server.

    What is there and cannot be read is left to `open_server`, which says why.

    Raises:
        Refused: `no-server-there` (the file that is missing), `database-url`.
    """
    database = database_file(args.database, args.data)
    for file in (key_file(args.data), *(() if database is None else (database,))):
        try:
            file.stat()
        except FileNotFoundError:
            raise Refused("no-server-there", path=str(file)) from None
        except OSError:
            return


def _read_ca(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise Refused("ca-file-unreadable", path=str(path), why=str(error)) from error
