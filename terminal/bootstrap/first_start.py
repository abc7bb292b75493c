"""The first start of a till, without its screen: from an empty folder to a till that can be opened.

A new shop gets a server of its own beside the till (`own_server`); a till that joins one is paired with it.
Whatever ends the program in between, nothing is half: a shop is made beside its place and moved there whole,
a pairing writes the till's row last, and the first reading goes on where it was.
"""

import json
import shutil
import subprocess
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from loyalty.errors import Unavailable
from loyalty.wire.feed import StoreSettings
from terminal.bootstrap.first_glance import CUT_OFF, glanced
from terminal.bootstrap.own_server import FOLDER, OwnServer, own_server, program_command
from terminal.bootstrap.pairing import first_session, pair_in
from terminal.clock import SystemClock
from terminal.data_folder import DataFolder
from terminal.keystore.choice import Preference
from terminal.store.database import Store
from terminal.sync.ahead import AskedAhead
from terminal.sync.session import FIRST_FEED_ROWS

Stage = Literal["empty", "shop", "paired", "ready"]
"""Nothing; a shop of its own that no till is paired with yet; a till without its people; one to open."""
Step = Literal["shop", "join", "load"]
"""What is being done: a shop is made, a server is joined, its data is read."""
TILL: Final = "Q1"
"""The code that `admin open-shop` gives the first till."""
_MAKING: Final = "server.new"
_STEP_S: Final = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShop:
    """What a new shop is told to be; `program` is the text of a program file.

    `other_goods` is the name of its first product, which is sold as an amount; without a name there is none.
    """

    settings: StoreSettings
    till_name: str
    manager: str
    pin: str
    program: str
    other_goods: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What joins a till to a server: its address, the one-time code, a file with its authority if need be."""

    url: str
    code: str
    ca_file: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """So many of the entries that the server has for this till are here."""

    rows: int
    of: int


class FirstStart:
    """The folder of a till that is being set up, held until `close`. Every method blocks: for a lane."""

    def __init__(self, path: Path, *, key_store: Preference = "auto") -> None:
        """Take the folder.

        Raises:
            Refused, Unavailable: see `DataFolder`.
        """
        self._folder = DataFolder(path)
        self._key_store: Preference = key_store
        self._stopping = threading.Event()

    @property
    def folder(self) -> DataFolder:
        """The till's folder."""
        return self._folder

    def stage(self) -> Stage:
        """How far it has come.

        Raises:
            Refused, Unavailable: as the first glance; what is damaged is not set up anew over it.
        """
        seen = glanced(self._folder)
        if seen is not None:
            return "ready" if seen.is_whole else "paired"
        return "shop" if (self._folder.path / FOLDER).is_dir() else "empty"

    def go_on(
        self,
        wish: NewShop | Invitation | None,
        *,
        on_step: Callable[[Step], None],
        on_loaded: Callable[[Loaded], None],
    ) -> None:
        """Do all that is still to be done, from wherever it has come to; a till to open when this returns.

        `wish` is only asked for while there is nothing. `on_step` hears what is being done, `on_loaded` how
        the first reading goes, which ends as soon as somebody can sell; the rest comes behind the open till.

        Raises:
            Unavailable: `shop-not-opened`, `own-server-failed`, or the server that is joined.
            Refused: the server that is joined; see `terminal.bootstrap.pairing.pair`.
            In each case what was done stays, and the next call goes on from there.
        """
        going = self._folder.path / CUT_OFF
        going.touch()
        if self.stage() == "empty":
            on_step("shop" if isinstance(wish, NewShop) else "join")
            if isinstance(wish, NewShop):
                self._open_shop(wish)
            elif wish is not None:
                self._pair(wish)
        on_step("load")
        with self._serving() as url:
            if self.stage() == "shop" and url is not None:
                code = self._admin(self._folder.path / FOLDER, "pairing-code", "--till", TILL).strip()
                self._pair(Invitation(url=url, code=code, ca_file=None))
            self._load(url, on_loaded)
        if not self._stopping.is_set():
            going.unlink()

    def _open_shop(self, shop: NewShop) -> None:
        """Make the shop on a server of its own; there or not at all."""
        making = self._folder.path / _MAKING
        shutil.rmtree(making, ignore_errors=True)
        told = {
            "settings": shop.settings.to_json(),
            "till_name": shop.till_name,
            "manager": shop.manager,
            "pin": shop.pin,
            "program": shop.program,
            "other_goods": shop.other_goods,
        }
        self._admin(making, "open-shop", told=json.dumps(told))
        making.rename(self._folder.path / FOLDER)

    def _load(self, url: str | None, on_loaded: Callable[[Loaded], None]) -> None:
        with first_session(self._folder, server_url=url) as (session, store):
            again = True
            with AskedAhead() as ahead:
                while again and not self._stopping.is_set() and not _can_open(store):
                    done = session.exchange(feed_rows=FIRST_FEED_ROWS, ahead=ahead)
                    on_loaded(Loaded(rows=done.feed_cursor, of=done.feed_end))
                    again = done.again

    def stop(self) -> None:
        """Have a reading end after the page at hand; from any thread."""
        self._stopping.set()

    def close(self) -> None:
        """Let the folder go."""
        self._folder.close()

    def _serving(self) -> "AbstractContextManager[str | None]":
        """The address of the shop's own server while it runs; None where the server is somebody else's."""
        own = own_server(self._folder.path)
        return nullcontext() if own is None else _Answering(own)

    def _pair(self, invitation: Invitation) -> None:
        pair_in(
            self._folder,
            server_url=invitation.url,
            code=invitation.code,
            ca_file=invitation.ca_file,
            key_store=self._key_store,
        )

    def _admin(self, data: Path, action: str, *words: str, told: str = "") -> str:
        command = program_command("admin", action, "--data", str(data), *words)
        done = subprocess.run(
            command,
            input=told,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=_STEP_S,
        )
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip()[-500:]
            raise Unavailable("shop-not-opened", retry=True, why=said)
        return done.stdout


class _Answering(AbstractContextManager[str]):
    """An own server that answers, and its address."""

    def __init__(self, server: OwnServer) -> None:
        self._server = server

    def __enter__(self) -> str:
        self._server.start()
        try:
            self._server.wait()
        except Unavailable:
            self._server.close()
            raise
        return self._server.address

    def __exit__(self, *_: object) -> None:
        self._server.close()


def _can_open(store: Store) -> bool:
    """Whether somebody can sign in and sell: people, the store's settings, and its program are here."""
    with store.read() as reading:
        return (
            bool(reading.operators.tiles())
            and reading.config.settings() is not None
            and bool(reading.config.programs_by(SystemClock().now()))
        )
