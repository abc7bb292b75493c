"""A pairing book in memory."""

from dataclasses import dataclass

from loyalty.errors import Refused, Unavailable
from terminal.pairing import PairedServer
from terminal.settings import TillIdentity


@dataclass
class MemoryBook:
    """Who a till is; `broken` refuses to write, as a full disk does."""

    who: TillIdentity | None = None
    whose: PairedServer | None = None
    feed_epoch: str = ""
    broken: bool = False

    def identity(self) -> TillIdentity | None:
        """See `terminal.pairing.PairingBook`."""
        return self.who

    def first_life(self) -> int:
        """See `terminal.pairing.PairingBook`."""
        return 1

    def epoch(self) -> str:
        """See `terminal.pairing.PairingBook`."""
        return self.feed_epoch

    def adopt(self, identity: TillIdentity, *, feed_epoch: str, server: PairedServer) -> None:
        """See `terminal.pairing.PairingBook`."""
        if self.broken:
            raise Unavailable("store-write-failed", retry=True)
        if self.who is not None:
            raise Refused("already-paired")
        self.who, self.whose, self.feed_epoch = identity, server, feed_epoch
