"""What goes over the line between the tills and the server, and what a bad line does to it."""

from datetime import timedelta

from loyalty.errors import Refused, Unavailable
from loyalty.wire.canonical import WireRefused
from loyalty.wire.messages import SyncAnswer, SyncRequest
from loyalty.wire.rehoming import RehomeRequest
from tests.simulation import invariants
from tests.simulation.broken import Broken
from tests.simulation.network import Packet, read_answer, read_request, written
from tests.simulation.server_state import Forked, ServerDied
from tests.simulation.sides import PowerCut
from tests.simulation.steps import Step
from tests.simulation.world import World


def sync(world: World, step: Step) -> bool:
    """A till sends what waits."""
    machine = world.machine_of(step)
    if machine is None:
        return False
    try:
        request = machine.till.request()
    except PowerCut:
        world.restart(machine)
        return True
    if world.is_cut_off(machine):
        world.tell(f"{machine.name} is cut off")
        return True
    machine.exchange += 1
    world.tell(f"{machine.name} sends {_said(request)}")
    world.network.send(Packet(True, machine.number, machine.exchange, written(request)))
    return True


def deliver(world: World, _step: Step) -> bool:
    """The next message arrives."""
    packet = world.network.next()
    if packet is None:
        return False
    if world.is_cut_off(world.machines[packet.machine]):
        world.tell("a message is lost at a line that is cut")
    elif packet.to_server:
        _at_server(world, packet)
    else:
        _at_till(world, packet)
    return True


def lose(world: World, step: Step) -> bool:
    """A message never arrives."""
    return world.network.lose(step.first)


def double(world: World, step: Step) -> bool:
    """A message arrives twice."""
    return world.network.double(step.first)


def delay(world: World, step: Step) -> bool:
    """A message arrives after later ones."""
    return world.network.delay(step.first)


def spoil(world: World, step: Step) -> bool:
    """A message is cut short."""
    return world.network.spoil(step.first, step.second)


def partition(world: World, step: Step) -> bool:
    """A till loses its line for some minutes."""
    return _cut_off(world, step, timedelta(minutes=1 + step.second % 30))


def work_offline(world: World, step: Step) -> bool:
    """A till is cut off for hours, and sells."""
    return _cut_off(world, step, timedelta(hours=1 + step.second % 8))


def replay(world: World, step: Step) -> bool:
    """A request of any time, taken before, arrives again: nothing changes.

    But for an ask that was refused and whose basket is still there: points, or a thing, may be free by now,
    and its till will hear of them.
    """
    history = world.network.history
    if not history:
        return False
    request = read_request(history[step.first % len(history)])
    if not isinstance(request, SyncRequest):
        raise TypeError("only batches are kept")
    late = {ask.lease for ask in request.asks} - set(world.server.leases())
    late |= {ask.claim for ask in request.claims} - set(world.server.state.claim_states())
    before = world.server.figures(but=late)
    try:
        world.server.sync(request)
    except (Refused, Forked, ServerDied):
        world.tell("an old message arrives again, for nothing")
    if world.server.figures(but=late) != before:
        raise Broken("an old message changes something", f"{request.till} from {request.first_seq}")
    return True


def _cut_off(world: World, step: Step, span: timedelta) -> bool:
    machine = world.machine_of(step)
    if machine is None:
        return False
    machine.cut_off_until = world.now + span
    return True


def _said(request: SyncRequest | RehomeRequest) -> str:
    if isinstance(request, RehomeRequest):
        return f"its wish for a new life, since {request.why}"
    return f"{len(request.events)} events from {request.first_seq} and {len(request.asks)} asks"


def _at_server(world: World, packet: Packet) -> None:
    try:
        request = read_request(packet.body)
    except WireRefused:
        world.tell("the server gets half a message")
        return
    world.server.hears_of(
        [
            each.body
            for each in world.network.under_way
            if each.to_server and not world.is_cut_off(world.machines[each.machine])
        ]
    )
    answer = world.ask_server(request)
    if answer is None:
        return
    if (
        isinstance(request, SyncRequest)
        and isinstance(answer, SyncAnswer)
        and not invariants.tells_of_restore(request, answer)
    ):
        world.network.history.append(packet.body)
    world.network.send(Packet(False, packet.machine, packet.exchange, written(answer)))


def _at_till(world: World, packet: Packet) -> None:
    machine = world.machines[packet.machine]
    if machine not in world.talking() or machine.exchange != packet.exchange:
        return
    try:
        world.hear(machine, read_answer(packet.body))
    except (WireRefused, Unavailable):
        world.tell(f"{machine.name} cannot read its answer")
    except PowerCut:
        world.restart(machine)
