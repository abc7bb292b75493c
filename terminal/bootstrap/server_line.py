"""From a paired till's rows and keys to a signed line to its server."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from loyalty.errors import Unavailable
from terminal.clock import Clock
from terminal.keystore.ports import KeyStore
from terminal.pairing import PairedServer
from terminal.settings import TillIdentity
from terminal.store.claim_intake import StockInHand, ThingsAhead, no_stock, nothing_ahead
from terminal.store.database import Store
from terminal.store.outbox import SqlOutbox
from terminal.store.pairing_book import SqlPairingBook
from terminal.sync.address import parse_server_url
from terminal.sync.client import SyncClient
from terminal.sync.keys import ServerKey, TillKey
from terminal.sync.line import Reply, ServerLine
from terminal.sync.session import SyncSession


class TillLine(Protocol):
    """A connection to the server as the parts of a till use it; see `ServerLine`."""

    def send(self, method: str, target: str, *, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One request and its whole answer."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...

    def abort(self) -> None:
        """Make a request that is under way fail."""
        ...


class NoLine:
    """The line of a till in training: it has no server, and whatever is asked there is refused here."""

    def send(self, method: str, target: str, *, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send nothing; raises Unavailable `training-no-server`."""
        del method, target, body, headers
        raise Unavailable("training-no-server", retry=False)

    def close(self) -> None:
        """Nothing is open."""

    def abort(self) -> None:
        """Nothing is under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """A till and its server: who they are, and the keys they know each other by."""

    identity: TillIdentity
    server: PairedServer
    till_key: TillKey
    server_key: ServerKey
    is_training: bool = False

    def line(self, clock: Clock) -> TillLine:
        """A connection of its own to the server, not yet opened.

        Raises:
            Refused, Unavailable: the address or the authority cannot be used.
        """
        if self.is_training:
            return NoLine()
        address = parse_server_url(self.server.url)
        return ServerLine(address, ca_pem=self.server.ca_pem, monotonic=clock.monotonic)

    def client(self, line: TillLine) -> SyncClient:
        """The till's voice on a line."""
        return SyncClient(line, till=self.identity.till, sign=self.till_key.sign)

    def session(
        self,
        line: TillLine,
        store: Store,
        things_ahead: ThingsAhead = nothing_ahead,
        stock_in_hand: StockInHand = no_stock,
    ) -> SyncSession:
        """Exchanges between the store and the server on a line; see `SqlOutbox` for what is asked ahead."""
        outbox = SqlOutbox(store, things_ahead=things_ahead, stock_in_hand=stock_in_hand)
        return SyncSession(outbox, self.client(line), self.till_key.sign, self.server_key.confirms)


def parties(store: Store, keys: KeyStore, *, server_url: str | None, is_training: bool = False) -> Parties:
    """Till and server as they were paired; `server_url` is the settings file's word on where it is now.

    Raises:
        Refused: `not-paired`.
        Unavailable: the store or the key store; `till-key-damaged`, `server-key-damaged`.
    """
    book = SqlPairingBook(store)
    server, identity = book.server(), book.identity()
    till_key = keys.get("till-key")
    if identity is None or till_key is None:
        raise Unavailable("till-key-damaged", retry=False)
    if server_url is not None:
        server = PairedServer(url=server_url, key=server.key, ca_pem=server.ca_pem)
    return Parties(
        identity=identity,
        server=server,
        till_key=TillKey(till_key),
        server_key=ServerKey(server.key),
        is_training=is_training,
    )
