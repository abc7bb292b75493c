"""The server was put back to a time before this till's life of today: it is told again life by life.

First what it had acknowledged of an earlier life, in that life's own name, then that the next one began, as
it was given then; what had not been acknowledged is in the next one already. Where the server stands it says
itself, so that this can be broken off anywhere and begun again. Today's life goes on as after any restore.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from loyalty.errors import Refused, Unavailable
from loyalty.wire.messages import SyncAnswer, SyncRequest
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest, RehomingWhy
from loyalty.wire.signing import head_bytes
from terminal.sync.core import Confirms, Outgoing, Sign, check_signature, compose

_OVER: Final = frozenset({"till-replaced", "journal-forked"})
"""The server takes no more of a life: another disk has gone on from there, or had written it too."""
FORGOTTEN: Final = "life-forgotten"
"""What is refused where the server does not know this life, and its people have said that it was put back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLife:
    """How a life ended and the next one began; `seq` and `hash` are the end of its journal on this disk."""

    rehoming: str
    why: RehomingWhy
    seq: int
    hash: bytes
    incarnation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLife:
    """A life and how far the server had acknowledged it; `then` is None where no other was given yet."""

    till: str
    incarnation: int
    acked_seq: int
    then: NextLife | None


class PastLives(Protocol):
    """What is needed of the till's store; see `ports.Outbox`."""

    def past_lives(self) -> tuple[PastLife, ...]:
        """The lives before today's; and today's, where it waits for the next."""
        ...

    def past_batch(self, life: PastLife, *, after: int) -> Outgoing:
        """What was acknowledged of it after that place, one batch, with who was enrolled by it."""
        ...


class Server(Protocol):
    """What is needed of the server; see `client.SyncClient`."""

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """One exchange."""
        ...

    def rehome(self, request: RehomeRequest) -> RehomeAnswer:
        """A new life for this till."""
        ...


def say_past_lives(outbox: PastLives, server: Server, *, sign: Sign, confirms: Confirms) -> None:
    """Say again all that the server has lost of lives before today's.

    Raises:
        Refused: as `SyncClient.sync`; `journal-forked`: the server holds another journal of such a life than
            this file; `till-replaced`: it has given another next one; `server-went-back`: a life that is over
            there is not there whole.
        Unavailable: as `SyncClient.sync`; what arrived is not sent again.
    """
    for life in outbox.past_lives():
        _say_all(outbox, server, life, sign=sign, confirms=confirms)
        if life.then is not None:
            _go_on(server, life, life.then, sign=sign)


def _say_all(outbox: PastLives, server: Server, life: PastLife, *, sign: Sign, confirms: Confirms) -> None:
    batch = outbox.past_batch(life, after=life.acked_seq)
    while True:
        try:
            answer = server.sync(compose(batch, feed_limit=0, sign=sign))
        except Refused as refusal:
            if refusal.code not in _OVER:
                raise
            return
        check_signature(batch, answer, confirms)
        if answer.ack_seq >= life.acked_seq:
            return
        if batch.events and answer.ack_seq <= batch.position.acked_seq:
            raise Unavailable("server-nonsense", retry=True, why="ack_seq: takes nothing of a batch")
        batch = outbox.past_batch(life, after=answer.ack_seq)
        if batch.position.acked_hash != answer.ack_hash:
            raise Refused("journal-forked", seq=answer.ack_seq)


def _go_on(server: Server, life: PastLife, then: NextLife, *, sign: Sign) -> None:
    statement = head_bytes(till=life.till, incarnation=life.incarnation, seq=then.seq, hash_=then.hash)
    request = RehomeRequest(
        version=1,
        till=life.till,
        incarnation=life.incarnation,
        rehoming=then.rehoming,
        why=then.why,
        seq=then.seq,
        hash=then.hash,
        signature=sign(statement),
        acked=life.acked_seq,
        given=then.incarnation,
    )
    try:
        answer = server.rehome(request)
    except Refused as refusal:
        if refusal.code != "till-replaced":
            raise
        return  # the server is in that life, or in a later one of this file's, already
    if answer.incarnation != then.incarnation:
        raise Refused("till-replaced")
