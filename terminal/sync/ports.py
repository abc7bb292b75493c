"""What sync needs of the till's store and of its line to the server; fakes of both are in the tests."""

from dataclasses import dataclass
from typing import Protocol

from loyalty.wire.feed import LookUpAnswer
from loyalty.wire.messages import SyncAnswer, SyncRequest
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest, RehomingWhy
from terminal.sync.core import Intake, Outgoing
from terminal.sync.past_lives import PastLife


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What this till holds and its server may not: rows of the journal, and what the server set aside.

    `deeds_aside` are notes and consents of members that it will not take; they are kept here.
    """

    events: int
    quarantined: int
    deeds_aside: int = 0


class Outbox(Protocol):
    """The store's side of an exchange; each call is one transaction, safe from any thread."""

    def read_outgoing(self) -> Outgoing:
        """What waits, at most one batch of it; leases it asks for are from now on known to be asked for."""
        ...

    def apply(self, intake: Intake) -> tuple[str, ...]:
        """Take all that an answer brings, or nothing; what is here already changes nothing.

        Returns the leases that the server counts as this till's and the till has never heard of.

        Raises:
            Refused: `journal-forked`: a server that was put back holds another journal of this till.
        """
        ...

    def begin_rehoming(self, why: RehomingWhy) -> None:
        """This disk is not the one it was: freeze all that was lent, until the server gives a new life."""
        ...

    def rehome(self, answer: RehomeAnswer) -> None:
        """Take the new life: an empty journal, in which all that the server may lack is said again."""
        ...

    def keep(self, found: LookUpAnswer) -> None:
        """Take a member and their cards into this store's directory."""
        ...

    def waiting(self) -> Waiting:
        """How much waits."""
        ...

    def past_lives(self) -> tuple[PastLife, ...]:
        """The lives before today's, oldest first; and today's, where it waits for the next."""
        ...

    def past_batch(self, life: PastLife, *, after: int) -> Outgoing:
        """What was acknowledged of a life after that place, one batch, with who was enrolled by it."""
        ...


class Server(Protocol):
    """The server as the session speaks to it; see `client.SyncClient` for what is raised."""

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """One exchange."""
        ...

    def rehome(self, request: RehomeRequest) -> RehomeAnswer:
        """A new life for this till."""
        ...

    def look_up(self, *, card: str = "", phone: str = "") -> LookUpAnswer | None:
        """One member by exact card or phone, or None."""
        ...
