"""The network of the simulated shop: messages as bytes, on their way in an order that faults change."""

from dataclasses import dataclass, field

from loyalty.wire.canonical import parse_json
from loyalty.wire.codec import Message
from loyalty.wire.limits import as_object
from loyalty.wire.messages import Problem, SyncAnswer, SyncRequest
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from loyalty.wire.written import message_bytes


@dataclass(frozen=True, slots=True)
class Packet:
    """A message on its way: to the server from a machine, or back to it.

    `machine` is which of the shop's boxes it concerns (a clone is a box of its own), `exchange` which of its
    exchanges: an answer belongs to one request, and to a till that has given that one up it says nothing.
    """

    to_server: bool
    machine: int
    exchange: int
    body: bytes


@dataclass(slots=True)
class Network:
    """Messages under way, the next one first; `history` keeps every request that the server took."""

    under_way: list[Packet] = field(default_factory=list[Packet])
    history: list[bytes] = field(default_factory=list[bytes])

    def send(self, packet: Packet) -> None:
        """Put a message on its way."""
        self.under_way.append(packet)

    def next(self) -> Packet | None:
        """The next to arrive, taken off."""
        return self.under_way.pop(0) if self.under_way else None

    def lose(self, place: int) -> bool:
        """Lose one; whether there was one."""
        if not self.under_way:
            return False
        del self.under_way[place % len(self.under_way)]
        return True

    def double(self, place: int) -> bool:
        """Let one arrive again, later."""
        if not self.under_way:
            return False
        self.under_way.append(self.under_way[place % len(self.under_way)])
        return True

    def delay(self, place: int) -> bool:
        """Let one arrive after all that is under way."""
        if len(self.under_way) < 2:
            return False
        self.under_way.append(self.under_way.pop(place % (len(self.under_way) - 1)))
        return True

    def spoil(self, place: int, at: int) -> bool:
        """Cut one short, as a broken connection does."""
        if not self.under_way:
            return False
        place %= len(self.under_way)
        packet = self.under_way[place]
        body = packet.body[: at % max(1, len(packet.body))]
        self.under_way[place] = Packet(packet.to_server, packet.machine, packet.exchange, body)
        return True


def written(message: Message) -> bytes:
    """A message as it travels."""
    return message_bytes(message)


def read_request(body: bytes) -> SyncRequest | RehomeRequest:
    """The request that was written; raises WireRefused for anything else."""
    said = as_object(parse_json(body))
    return RehomeRequest.from_json(said) if "rehoming" in said else SyncRequest.from_json(said)


def read_answer(body: bytes) -> SyncAnswer | RehomeAnswer | Problem:
    """The answer that was written; raises WireRefused for anything else."""
    said = as_object(parse_json(body))
    if "sentence" in said:
        return Problem.from_json(said)
    return SyncAnswer.from_json(said) if "ack_seq" in said else RehomeAnswer.from_json(said)
