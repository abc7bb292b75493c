"""The server of a simulated day is put back to an earlier moment, and tills say again what it has lost.

Two people say so at once, and what no till said is done again: programs are published. What managers did
since then would be lost for good, so it is never put back to before a deed of theirs (decision 253).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.simulation.steps import OF_MANAGERS, PUT_BACK, Step

if TYPE_CHECKING:
    from tests.simulation.world import World

EVERY: Final = 10
"""Steps between two copies."""
SAID_AGAIN: Final = "an event was lost with the server, and said again"


@dataclass(slots=True)
class PuttingBack:
    """`is_done`: from then on no disk is put back or copied, and no till is gone for good."""

    world: "World"
    is_done: bool = False
    _deeds: int = 0
    _copies: tuple[int, ...] = ()

    def keep_copy(self, place: int) -> None:
        """Copy the server's database away, on a day on which it is put back."""
        if place % EVERY or self.is_done or all(step.kind != PUT_BACK for step in self.world.day.steps):
            return
        self._forget_before_deeds()
        copy = self.world.server.keep_copy()
        self._copies += () if copy is None else (copy,)

    def put_back(self, step: Step) -> bool:
        """Put it back to one of the copies since which no manager did anything; whether there was one."""
        world = self.world
        self._forget_before_deeds()
        is_whole = all(each.alive and not each.life_was_doubled for each in world.machines)
        if not self._copies or not is_whole:
            return False
        self.is_done = True
        world.network.under_way.clear()  # no connection outlives the server's process
        world.network.history.clear()
        held = self._events_held()
        world.server.put_back(self._copies[step.first % len(self._copies)])
        world.parts[SAID_AGAIN] += held - self._events_held()
        world.tell("the server is put back to an earlier moment")
        return True

    def _events_held(self) -> int:
        return sum(chain.ack_seq for chain in self.world.server.state.chains.values())

    def _forget_before_deeds(self) -> None:
        deeds = sum(self.world.operations[kind] for kind in OF_MANAGERS)
        if deeds != self._deeds:
            self._deeds, self._copies = deeds, ()
