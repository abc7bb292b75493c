"""Pairing and the first sync, put together: for the `pair` command and for the demo."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from loyalty.errors import Refused, Unavailable
from loyalty.wire.messages import PairAnswer, PairRequest
from terminal.bootstrap.first_glance import check_keys_not_lost
from terminal.bootstrap.server_line import parties
from terminal.clock import Clock, SystemClock
from terminal.configuration import read_configuration
from terminal.data_folder import DataFolder
from terminal.ids import id_maker
from terminal.keystore.choice import Preference, choose_key_store, open_key_store
from terminal.pairing import Introduction, pair_till, pair_till_again
from terminal.settings import TillIdentity
from terminal.store.database import Store
from terminal.store.opening import open_store
from terminal.store.pairing_book import SqlPairingBook
from terminal.sync.address import parse_server_url
from terminal.sync.client import ask_health, send_pairing
from terminal.sync.keys import TillKey, new_till_key
from terminal.sync.line import ServerLine
from terminal.sync.session import SyncSession


def pair(
    data_dir: Path, *, server_url: str, code: str, ca_file: Path | None, key_store: Preference
) -> TillIdentity:
    """Make the data folder a till of the store that the code was made for.

    Raises:
        Refused, Unavailable: see `terminal.pairing.pair_till`; also the folder, the key store, the address,
            and `ca-file-unreadable`.
    """
    with DataFolder(data_dir) as folder:
        return pair_in(folder, server_url=server_url, code=code, ca_file=ca_file, key_store=key_store)


def pair_in(
    folder: DataFolder, *, server_url: str, code: str, ca_file: Path | None, key_store: Preference
) -> TillIdentity:
    """The same in a folder that is held already."""
    clock = SystemClock()
    address = parse_server_url(server_url)
    ca_pem = None if ca_file is None else _read_authority(ca_file)
    introduction = Introduction(url=address.url, is_secure=address.secure, code=code, ca_pem=ca_pem)
    line = ServerLine(address, ca_pem=ca_pem, monotonic=clock.monotonic)

    def ask(request: PairRequest) -> PairAnswer:
        return send_pairing(line, request)

    keys = choose_key_store(folder.path, preference=key_store)
    if keys.get("database-key") is None:
        check_keys_not_lost(folder)
    opened: list[Store] = []

    def open_book(key: bytes) -> SqlPairingBook:
        opened.append(_open(folder, key, clock))
        return SqlPairingBook(opened[-1])

    try:
        return pair_till(
            introduction,
            keys=keys,
            new_key=new_till_key,
            public_half=lambda raw: TillKey(raw).public,
            ask=ask,
            open_book=open_book,
        )
    finally:
        line.close()
        for store in opened:
            store.close()


def pair_again(data_dir: Path, *, server_url: str | None, code: str) -> TillIdentity:
    """Have the server of a paired till know it again; `server_url`: where it is, if it has moved.

    Raises:
        Refused, Unavailable: see `terminal.pairing.pair_till_again`; also the folder, the store, the address.
    """
    clock = SystemClock()
    with DataFolder(data_dir) as folder:
        keys = open_key_store(folder.path)
        database_key = keys.get("database-key") if keys is not None else None
        if keys is None or database_key is None:
            raise Refused("not-paired")
        store = _open(folder, database_key, clock)
        try:
            book = SqlPairingBook(store)
            server = book.server()
            url = server_url or read_configuration(folder.configuration).server or server.url
            address = parse_server_url(url)
            line = ServerLine(address, ca_pem=server.ca_pem, monotonic=clock.monotonic)
            try:
                return pair_till_again(
                    Introduction(url=url, is_secure=address.secure, code=code, ca_pem=server.ca_pem),
                    keys=keys,
                    public_half=lambda raw: TillKey(raw).public,
                    ask=lambda request: send_pairing(line, request),
                    book=book,
                    server_key=server.key,
                )
            finally:
                line.close()
        finally:
            store.close()


def first_sync(data_dir: Path, on_rows: Callable[[int], None]) -> int:
    """Read all that the server has for this till; `on_rows` hears how many rows came so far.

    Can be broken off and begun again: it goes on where it was. Returns the number of rows.

    Raises:
        Refused, Unavailable: see `SyncSession.exchange`; also `not-paired` and the folder.
    """
    with DataFolder(data_dir) as folder, first_session(folder) as (session, _):
        return session.catch_up(on_rows)


@contextmanager
def first_session(
    folder: DataFolder, *, server_url: str | None = None
) -> Generator[tuple[SyncSession, Store], None, None]:
    """What a paired till reads its server by before it is opened, and the store that it fills.

    `server_url` is where the server is today, if not where the settings file says.

    Raises:
        Refused, Unavailable: `not-paired`, the folder, the store, the address.
    """
    clock = SystemClock()
    keys = open_key_store(folder.path)
    database_key = keys.get("database-key") if keys is not None else None
    if keys is None or database_key is None:
        raise Refused("not-paired")
    store = _open(folder, database_key, clock)
    try:
        url = server_url or read_configuration(folder.configuration).server
        us = parties(store, keys, server_url=url)
        line = us.line(clock)
        try:
            yield us.session(line, store), store
        finally:
            line.close()
    finally:
        store.close()


def trust(data_dir: Path, ca_file: Path) -> str:
    """Believe the authorities in a file from now on; gives the address of the server that was asked by them.

    The server has to answer under one of them first, so that a wrong file cuts nobody off.

    Raises:
        Refused, Unavailable: `ca-file-unreadable`, `server-authority-unreadable`, `server-untrusted`,
            `not-paired`, the folder and the line; nothing was changed.
    """
    clock = SystemClock()
    ca_pem = _read_authority(ca_file)
    with DataFolder(data_dir) as folder:
        keys = open_key_store(folder.path)
        database_key = keys.get("database-key") if keys is not None else None
        if database_key is None:
            raise Refused("not-paired")
        store = _open(folder, database_key, clock)
        try:
            book = SqlPairingBook(store)
            url = read_configuration(folder.configuration).server or book.server().url
            line = ServerLine(parse_server_url(url), ca_pem=ca_pem, monotonic=clock.monotonic)
            try:
                ask_health(line)
            finally:
                line.close()
            book.trust(ca_pem)
        finally:
            store.close()
    return url


def _open(folder: DataFolder, key: bytes, clock: Clock) -> Store:
    return open_store(folder.database, key, clock=clock, new_id=id_maker(clock))


def _read_authority(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("ca-file-unreadable", retry=False, path=str(path), why=why) from error
    except UnicodeDecodeError as error:
        raise Unavailable("ca-file-unreadable", retry=False, path=str(path), why=str(error)) from error
