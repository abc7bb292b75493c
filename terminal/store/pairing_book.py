"""Who this till is and whose: written once, at pairing. The server's part is a row of the settings."""

import base64
import json

from sqlalchemy import insert, select, update

from loyalty.errors import Refused
from terminal.pairing import PairedServer
from terminal.settings import TillIdentity
from terminal.store.database import Store
from terminal.store.past_lives import first_life
from terminal.store.tables.catalogue import settings
from terminal.store.tables.journal import till_state

_KEY = "pairing"
_EPOCH = select(till_state.c.feed_epoch)
_SERVER = select(settings.c.body).where(settings.c.key == _KEY)


class SqlPairingBook:
    """`terminal.pairing.PairingBook` over the till's store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def identity(self) -> TillIdentity | None:
        """Who this till is; None before it is paired."""
        with self._store.read() as reading:
            return reading.state.identity()

    def epoch(self) -> str:
        """The epoch of the server's feed that this till knows; empty before it is paired."""
        with self._store.read() as reading:
            return reading.connection.execute(_EPOCH).scalar_one_or_none() or ""

    def first_life(self) -> int:
        """The life that this till was paired into; see `PairingBook.first_life`.

        Raises:
            Refused: `not-paired`.
        """
        with self._store.read() as reading:
            return first_life(reading, reading.journal.head().incarnation)

    def adopt(self, identity: TillIdentity, *, feed_epoch: str, server: PairedServer) -> None:
        """Become that till of that server; see `PairingBook.adopt`."""
        with self._store.write() as unit:
            unit.state.pair(identity, feed_epoch=feed_epoch)
            unit.connection.execute(insert(settings).values(key=_KEY, body=_body(server)))

    def trust(self, ca_pem: str) -> None:
        """Believe these authorities from now on, and no others; server, key and till stay who they are."""
        now = self.server()
        with self._store.write() as unit:
            body = _body(PairedServer(url=now.url, key=now.key, ca_pem=ca_pem))
            unit.connection.execute(update(settings).where(settings.c.key == _KEY).values(body=body))

    def server(self) -> PairedServer:
        """The server this till belongs to.

        Raises:
            Refused: `not-paired`.
        """
        with self._store.read() as reading:
            body = reading.connection.execute(_SERVER).scalar_one_or_none()
        if body is None:
            raise Refused("not-paired")
        kept = json.loads(body)
        return PairedServer(
            url=kept["url"], key=base64.b64decode(kept["key"], validate=True), ca_pem=kept["ca_pem"]
        )


def _body(server: PairedServer) -> str:
    key = base64.b64encode(server.key).decode("ascii")
    return json.dumps({"url": server.url, "key": key, "ca_pem": server.ca_pem})
