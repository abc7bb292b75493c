"""What breaks in the simulated shop beside the line: power, processes, clocks, disks, whole tills."""

from datetime import timedelta

from tests.simulation import counter, invariants
from tests.simulation.disk import Disk
from tests.simulation.printer import SLIP_BYTES
from tests.simulation.sides import PowerCut, TillSide
from tests.simulation.steps import Step
from tests.simulation.world import World

USUAL_CLOCK_MINUTES = 10
WORST_CLOCK_MINUTES = 2 * 24 * 60


def power_cut(world: World, step: Step) -> bool:
    """A till is switched off and on."""
    machine = world.machine_of(step)
    if machine is None:
        return False
    world.tell(f"{machine.name} is switched off and on")
    world.restart(machine)
    return True


def power_cut_before_commit(world: World, step: Step) -> bool:
    """The next commit of a till does not happen."""
    machine = world.machine_of(step)
    if machine is None:
        return False
    machine.till.before_commit = _cut
    return True


def power_cut_after_commit(world: World, step: Step) -> bool:
    """The next commit of a till happens, and nobody is told."""
    machine = world.machine_of(step)
    if machine is None:
        return False
    machine.till.after_commit = _cut_after
    return True


def server_dies_before(world: World, _step: Step) -> bool:
    """The server dies in the middle of the next batch: nothing of it was kept."""
    world.server.die_at = "before its commit"
    return True


def server_dies_after(world: World, _step: Step) -> bool:
    """The server dies with the answer in its hand."""
    world.server.die_at = "after its commit"
    return True


def clock_jumps(world: World, step: Step) -> bool:
    """A till's clock is wrong from now on, by some minutes as a rule, by up to two days at times."""
    machine = world.machine_of(step)
    if machine is None:
        return False
    worst = WORST_CLOCK_MINUTES if step.third % 4 == 0 else USUAL_CLOCK_MINUTES
    machine.set_clock(world.now, off=timedelta(minutes=step.second % (2 * worst) - worst))
    world.tell(f"the clock of {machine.name} is off by {machine.clock_off}")
    return True


def clock_drifts(world: World, step: Step) -> bool:
    """A till's clock goes up to a minute an hour too fast or too slow from now on."""
    machine = world.machine_of(step)
    if machine is None:
        return False
    off = machine.clock(world.now) - world.now
    machine.set_clock(world.now, off=off, drift=(step.second % 121 - 60) / 3600)
    world.tell(f"the clock of {machine.name} gains {machine.drift * 3600:.0f} s an hour")
    return True


def long_power_off(world: World, step: Step) -> bool:
    """A till is off for some minutes, or for hours, while the others go on; one at least does."""
    machine = world.machine_of(step)
    if machine is None or len(world.talking()) < 2:
        return False
    machine.till.power_off()
    machine.off_until = world.now + timedelta(minutes=1 + step.second % (240 if step.third % 4 == 0 else 20))
    world.tell(f"{machine.name} is switched off until {machine.off_until:%H:%M}")
    return True


def restore(world: World, step: Step) -> bool:
    """A till's disk is put back to an earlier state; its key store is not."""
    machine = world.machine_of(step)
    if machine is None or world.putting_back.is_done or not machine.till.copies:
        return False
    machine.till.put_back(step.second % machine.till.copies)
    world.paper.live_twice(machine.till.disk)
    machine.life_was_doubled = True
    world.tell(f"{machine.name} gets an old disk with {len(machine.till.disk.events)} events")
    world.restart(machine)
    return True


def clone(world: World, step: Step) -> bool:
    """A till's disk and key store are copied to another box, and both go on."""
    machine = world.machine_of(step)
    if machine is None or world.putting_back.is_done:
        return False
    world.paper.live_twice(machine.till.disk)
    twin = world.add_machine(machine.till.twin)
    twin.life_was_doubled = machine.life_was_doubled = True
    world.tell(f"{machine.name} is cloned")
    return True


def never_back(world: World, step: Step) -> bool:
    """A till never comes back; one at least goes on."""
    machine = world.machine_of(step)
    if machine is None or world.putting_back.is_done or len(world.talking()) < 2:
        return False
    machine.alive = False
    world.tell(f"{machine.name} never comes back")
    return True


def program_changes(world: World, _step: Step) -> bool:
    """Another program is in force; a till sells by the old one until it hears of it."""
    world.tell(f"version {world.server.publish()} of the program is in force")
    return True


def paper_out(world: World, step: Step) -> bool:
    """The roll ends before or within the receipt of a sale; somebody puts a new one in after a while."""
    machine = world.machine_of(step)
    if machine is None or machine.printer.is_out:
        return False
    until = world.now + timedelta(minutes=1 + step.second % 60)
    machine.printer.run_out(after=step.third % SLIP_BYTES if step.third % 3 else 0, until=until)
    counter.sell(world, step)
    world.tell(f"{machine.name} has no paper until {until:%H:%M}")
    return machine.printer.is_out


def power_cut_while_it_prints(world: World, step: Step) -> bool:
    """A till loses its power as it prints a receipt: before or after it has written something down of it."""
    machine = world.machine_of(step)
    if machine is None:
        return False
    cut = _CutAt(machine.till, left=step.second // 2 % 2, is_before=step.second % 2 == 0)
    machine.before_printing = cut.arm
    counter.sell(world, step)
    return cut.happened


class _CutAt:
    """Cuts the power at a commit, when `left` others are done."""

    def __init__(self, till: TillSide, *, left: int, is_before: bool) -> None:
        self.happened = False
        self._till = till
        self._left = left
        self._is_before = is_before

    def arm(self) -> None:
        """From now on it may happen."""
        self._till.before_commit, self._till.after_commit = self._before, self._after

    def _before(self) -> None:
        if self._is_before:
            self._count()

    def _after(self, before: Disk, after: Disk) -> None:
        invariants.of_till(before, after)
        if not self._is_before:
            self._count()

    def _count(self) -> None:
        if not self._left:
            self.happened = True
            raise PowerCut
        self._left -= 1


def _cut() -> None:
    raise PowerCut


def _cut_after(before: Disk, after: Disk) -> None:
    invariants.of_till(before, after)
    raise PowerCut
