"""A whole shop on a simulated day: does what the steps say, and asks every invariant after every message.

What the steps do is in `counter`, `line`, `faults` and `tampering`; here is what they share.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final, Protocol

from loyalty.errors import Refused, Unavailable
from loyalty.wire.messages import Problem, SyncAnswer, SyncRequest
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from terminal.sync.session import FORKED
from tests.simulation import invariants
from tests.simulation.broken import Broken
from tests.simulation.machine import Machine
from tests.simulation.memory_shop import MemoryShop
from tests.simulation.network import Network, read_answer, read_request, written
from tests.simulation.paper import Paper
from tests.simulation.putting_back import PuttingBack
from tests.simulation.server_state import Forked, ServerDied
from tests.simulation.sides import NewId, Now, OpenShop, PowerCut, ServerSide, TillSide, commit_as_it_is
from tests.simulation.steps import FAULTS, FULL_FAULTS, FULL_OPERATIONS, MORE_FAULTS, PUT_BACK, Day, Step

MORNING: Final = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
QUIET_ROUNDS: Final = 3
"""So many exchanges, each until nothing waits, after which every queue is empty."""

A_DAY: Final = timedelta(days=1)
"""After that, what was kept for somebody at a counter or for the day is over, and is given back."""

AN_HOUR: Final = timedelta(hours=1)
"""After that, what a till had gone on asking for and was lent meanwhile is over too."""

_PROBLEMS: Final = {"incarnation-retired": "till-replaced"}
"""What the routes call some refusals."""

Act = Callable[[TillSide], bool]
"""Something done at a till; whether there was anything to do."""
Does = Callable[["World", Step], bool]
"""What a step does; whether it happened."""


class MakeTill(Protocol):
    """Makes the till of one more box."""

    def __call__(self, *, now: Now, new_id: NewId) -> TillSide:
        """The till, by the clock of its box."""
        ...


class World:
    """The shop. `story` has a line for each thing that happened, if anybody is to read it; close it after."""

    def __init__(
        self, day: Day, does: dict[str, Does], *, telling: bool = False, open_shop: OpenShop = MemoryShop
    ) -> None:
        self.day = day
        self.story: list[str] = []
        self.faults: Counter[str] = Counter()
        self.operations: Counter[str] = Counter()
        self.parts: Counter[str] = Counter()
        """What came about within operations, which are counted there: no operations of their own."""
        self.now = MORNING
        self.paper = Paper(lambda: self.now, self.parts, self.tell)
        self.network = Network()
        self.machines: list[Machine] = []
        self.poisoned: set[str] = set()
        """Operation ids of events that the server is to put aside."""
        self.tainted: set[str] = set()
        """Leases that a tampered till named: held back with all that names them until a person has looked."""
        self.false_friends: set[str] = set()
        """Who bought under the name of another friend's purchase: nobody is thanked for that."""
        self.handed: dict[tuple[str, str], dict[int, int]] = {}
        """By till and sale that another till was handed, how far the journals of the first were, by life."""
        self.putting_back = PuttingBack(self)
        self._does = does
        self._telling = telling
        self._ids = 0
        self._shop = open_shop(lambda: self.now, members=day.members)
        self.server: ServerSide = self._shop.server
        self._open_tills()

    def close(self) -> None:
        """Close every till that is open, and what the day was played on."""
        for machine in self.machines:
            machine.till.close()
        self._shop.close()

    def run(self) -> None:
        """The whole day, then the quiet after it.

        Raises:
            Broken: the first invariant that does not hold.
        """
        for place, step in enumerate(self.day.steps):
            self.putting_back.keep_copy(place)
            self._do(step)
        for step in self.day.spare:
            if self.is_full:
                break
            self._do(step)
        self.become_quiet()

    @property
    def is_full(self) -> bool:
        """Whether as much was done and broken as the evidence asks of a day."""
        return self.operations.total() >= FULL_OPERATIONS and self.faults.total() >= FULL_FAULTS

    def become_quiet(self) -> None:
        """No more faults: everybody is back, talks, and every promise about the end is asked."""
        self.tell("the faults stop")
        self.network.under_way.clear()
        self.server.die_at = None
        self._switch_off_twins()
        for machine in self.machines:
            machine.off_until = None
        for machine in self.talking():
            machine.cut_off_until = None
            machine.set_clock(self.now, off=timedelta())
            machine.looked_at = ()  # at the end of the day the whole disk is looked at
            self.restart(machine)
            self.paper.finish(machine)
        self._all_exchange()
        self.now += A_DAY
        for _ in range(QUIET_ROUNDS):
            self._all_exchange()
            self.now += AN_HOUR
        invariants.of_server(self.server.state, (), self.now)
        settled = [machine.till.disk for machine in self.talking()]
        invariants.when_quiet(
            self.server.state,
            settled,
            poisoned=self.poisoned,
            tainted=self.tainted,
            doubled={machine.name for machine in self.machines if machine.life_was_doubled},
            false_friends=self.false_friends,
            handed=self.handed,
        )
        self.paper.when_quiet(settled)
        for fault in self.server.examine():
            raise Broken("the doctor finds something", fault)
        gone = {each.name for each in self.machines if each.life_was_doubled or not each.alive}
        invariants.nothing_left_open(self.server.state, gone=gone, tainted=self.tainted)

    def talking(self) -> list[Machine]:
        """The boxes that are there and switched on."""
        return [machine for machine in self.machines if machine.alive and not self._is_off(machine)]

    def machine_of(self, step: Step) -> Machine | None:
        """The box that a step is about; None where none is left, or all are off."""
        there = self.talking()
        return there[step.first % len(there)] if there else None

    def is_cut_off(self, machine: Machine) -> bool:
        """Whether a box has no line to the server now."""
        return machine.cut_off_until is not None and self.now < machine.cut_off_until

    def new_id(self) -> str:
        """An id that nobody else ever gets, as random ones are."""
        self._ids += 1
        return f"id-{self._ids}"

    def poison(self) -> str:
        """The operation id of an event that is wrong on purpose."""
        operation = self.new_id()
        self.poisoned.add(operation)
        return operation

    def tell(self, line: str) -> None:
        """Add a line to the story."""
        if self._telling:
            self.story.append(f"{self.now:%H:%M:%S}  {line}")

    def at_counter(self, step: Step, what: str, act: Act) -> bool:
        """Somebody at a till does something; the power may fail at its commit."""
        machine = self.machine_of(step)
        return machine is not None and self.at_till(machine, what, act)

    def at_till(self, machine: Machine, what: str, act: Act) -> bool:
        """The same at one box."""
        try:
            done = act(machine.till)
        except PowerCut:
            self.tell(f"{machine.name} loses its power while it would {what}")
            self.restart(machine)
            return True
        except Unavailable as refusal:
            if refusal.code != "spend-counter-mismatch":
                raise
            self.tell(f"{machine.name} would {what} but is older than its counter")
            return True
        if done:
            self.tell(f"{machine.name}: {what}")
            self._print(machine)
        return done

    def add_machine(self, make: MakeTill) -> Machine:
        """One more box."""
        number = len(self.machines)

        def now() -> datetime:
            """By the clock of the box, which is right as long as it is being made."""
            box = self.machines[number : number + 1]
            return box[0].clock(self.now) if box else self.now

        till = make(now=now, new_id=self.new_id)
        machine = Machine(number, till)
        till.after_commit = invariants.of_till
        self.machines.append(machine)
        self.paper.switch_on(machine)
        return machine

    def restart(self, machine: Machine) -> None:
        """Off and on: what was in memory is gone, and the damage on the disk is looked for."""
        machine.off_until = None
        machine.exchange += 1
        machine.till.before_commit, machine.till.after_commit = commit_as_it_is, invariants.of_till
        machine.till.power_off()
        machine.till.power_on()
        machine.before_printing = None
        self.paper.switch_on(machine)
        disk = machine.till.disk
        invariants.damage_is_noticed(disk, machine.looked_at)
        machine.looked_at = disk.events
        machine.till.keep_copy()

    def ask_server(self, request: SyncRequest | RehomeRequest) -> SyncAnswer | RehomeAnswer | Problem | None:
        """What the server says to a request; nothing where it died over it."""
        answer: SyncAnswer | RehomeAnswer | Problem | None = None
        try:
            if isinstance(request, RehomeRequest):
                answer = self.server.rehome(request)
                self.tell(f"the server gives {request.till} a new life")
            else:
                answer = self.server.sync(request)
                invariants.every_ask_is_answered(self.server.state, request, answer)
                self.tell(f"the server has {request.till} up to {answer.ack_seq}")
        except ServerDied as death:
            self.tell(f"the server dies {death}")
        except Forked:
            self.tell(f"the server finds a second journal of {request.till}")
            invariants.what_it_holds_is_frozen(self.server.state, request.till)
            answer = Problem("journal-forked", "Two journals claim one place.")
        except Refused as refusal:
            self.tell(f"the server refuses a request of {request.till}: {refusal}")
            answer = Problem(_PROBLEMS.get(refusal.code, refusal.code), str(refusal))
        self.look_at_server()
        return answer

    def look_at_server(self) -> None:
        """Ask every invariant of what the server changed last."""
        invariants.of_server(self.server.state, self.server.touched, self.now)

    def hear(self, machine: Machine, answer: SyncAnswer | RehomeAnswer | Problem) -> bool:
        """A till takes an answer to what it sent last; whether more waits.

        Raises:
            Unavailable: it is not the server's.
        """
        again = False
        try:
            if isinstance(answer, RehomeAnswer):
                machine.till.rehomed(answer)
                again = True
            elif isinstance(answer, SyncAnswer):
                again = machine.till.answer(answer)
            else:
                self._hear_no(machine, answer.code)
                again = answer.code in FORKED
        except Refused as refusal:
            self._hear_no(machine, refusal.code)
            again = True
        return again

    def _print(self, machine: Machine) -> None:
        """What was done at a till comes out of its printer."""
        try:
            self.paper.work_off(machine)
        except PowerCut:
            self.tell(f"{machine.name} loses its power while it prints")
            self.restart(machine)

    def _hear_no(self, machine: Machine, code: str) -> None:
        self.tell(f"{machine.name} is told: {code}")
        boxes = [each for each in self.machines if each.name == machine.name]
        if code in FORKED and not any(each.life_was_doubled for each in boxes):
            raise Broken("an honest till is called forked", machine.name)
        machine.till.refused(code)

    def _do(self, step: Step) -> None:
        if self._does[step.kind](self, step):
            is_fault = step.kind in {*FAULTS, *MORE_FAULTS, PUT_BACK}
            (self.faults if is_fault else self.operations)[step.kind] += 1
        self.now += timedelta(seconds=1)

    def _is_off(self, machine: Machine) -> bool:
        """Whether nobody has switched a box on yet; whoever comes when it is time to does."""
        if machine.off_until is not None and self.now >= machine.off_until:
            self.tell(f"{machine.name} is switched on again")
            self.restart(machine)
        return machine.off_until is not None

    def _switch_off_twins(self) -> None:
        """Somebody has looked: of boxes that are one till, the first goes on."""
        seen: set[str] = set()
        for machine in self.talking():
            machine.alive = machine.name not in seen
            seen.add(machine.name)

    def _open_tills(self) -> None:
        for number in range(1, self.day.tills + 1):
            self._exchange_until_done(self.add_machine(partial(self._shop.new_till, number)))

    def _all_exchange(self) -> None:
        for machine in self.talking():
            self._exchange_until_done(machine)

    def _exchange_until_done(self, machine: Machine) -> None:
        """What the sync worker does at one ringing of its bell."""
        again = True
        while again:
            answer = self.ask_server(read_request(written(machine.till.request())))
            if answer is None:
                raise AssertionError("the server dies though all is quiet")
            again = self.hear(machine, read_answer(written(answer)))
