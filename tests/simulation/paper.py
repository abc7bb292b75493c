"""What comes out of the printers of the simulated shop, and what must hold of it.

A sale is settled whether there is paper or not. Its receipt is on paper once: at once, or when there is paper
again; of one of which nobody knows, somebody looks, and has it printed once more as a copy or leaves it.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from terminal.store.print_jobs import PrintJob
from tests.simulation.broken import Broken
from tests.simulation.disk import Disk
from tests.simulation.machine import Machine
from tests.simulation.sides import Now, TillSide

WAITING: Final = frozenset({"queued", "sending", "held", "unknown"})

Slip = tuple[str, str]
"""A slip's kind and sale, or what it says where it is of none."""


class Paper:
    """All that was printed in the shop; `parts` counts it for the report, `tell` is for the story."""

    def __init__(self, now: Now, parts: Counter[str], tell: Callable[[str], None]) -> None:
        self._now = now
        self._parts = parts
        self._tell = tell
        self._first: Counter[Slip] = Counter()
        self._copies: Counter[Slip] = Counter()
        self._asked: Counter[Slip] = Counter()
        """How often somebody had a slip printed again."""
        self._forked: set[Slip] = set()
        """What waited on a disk that was put back or copied: it may have come out in another life."""

    def switch_on(self, machine: Machine) -> None:
        """The desk of a box begins with what its disk says."""
        till = machine.till
        machine.printer.stand_before(
            till.print_queue(),
            now=lambda: machine.clock(self._now()),
            sent=lambda job: _is_of_a_sale(till, job),
        )

    def live_twice(self, disk: Disk) -> None:
        """A disk is put back or copied with what waits on it."""
        self._forked |= {_slip(job) for job in waiting(disk)}

    def work_off(self, machine: Machine) -> None:
        """Print what waits at a box, as far as there is paper; decide about what nobody knows.

        Raises:
            PowerCut: at a commit; what is on paper then is known all the same.
        """
        printer = machine.printer
        if printer.roll_at is not None and self._now() >= printer.roll_at:
            printer.new_roll()
            self._look(machine)
        slips = waiting(machine.till.disk)
        if not slips:
            return
        arm, machine.before_printing = machine.before_printing, None
        if arm is not None:
            arm()
        try:
            printer.work(slips=len(slips))
        finally:
            self._look(machine)
        for job in waiting(machine.till.disk):
            if job.state == "unknown":
                self._decide(machine, job)

    def finish(self, machine: Machine) -> None:
        """There is paper again: print all that waits."""
        machine.printer.roll_at = self._now()
        for _ in range(3):  # a roll may end once more, and what was decided about before it is printed after
            self.work_off(machine)

    def when_quiet(self, disks: Iterable[Disk]) -> None:
        """After the faults: nothing waits, and each sale of these tills has its receipt."""
        for disk in disks:
            for job in waiting(disk):
                raise Broken("a slip waits for ever", f"{disk.till}: {job.kind} of {job.sale}, {job.state}")
            for sale in disk.sales:
                slip = ("sale", sale.sale)
                if not self._first[slip] + self._copies[slip]:
                    raise Broken("a sale has no receipt", f"{disk.till}: {sale.sale}")

    def _look(self, machine: Machine) -> None:
        for job in machine.printer.came_out():
            slip = _slip(job)
            printed, most, what = (
                (self._copies, self._asked[slip], "a slip came out once more, as a copy")
                if job.copy
                else (self._first, 1, "a slip came out")
            )
            printed[slip] += 1
            self._parts[what] += 1
            self._tell(
                f"{machine.name} prints a {job.kind} slip{' again' if job.copy else ''}, of {job.sale}"
            )
            can_be_told = job.sale is not None or not job.copy  # a copy of no sale says more than its first
            if printed[slip] > most and can_be_told and slip not in self._forked:
                raise Broken("a slip is printed twice", f"{machine.name}: {job.kind} of {job.sale}")

    def _decide(self, machine: Machine, job: PrintJob) -> None:
        """Somebody looks at the paper: it is there, or is wanted once more."""
        slip = _slip(job)
        again = not (self._copies if job.copy else self._first)[slip]
        self._asked[slip] += again
        machine.till.decide(job.job, again=again)
        if machine.till.disk.slips[job.job].state == "unknown":
            raise Broken("somebody is asked twice about a slip", f"{machine.name}: {job.kind} of {job.sale}")
        self._parts["a slip was found on the paper by hand"] += not again


def waiting(disk: Disk) -> list[PrintJob]:
    """The slips of a till that are not done with."""
    return [job for job in disk.slips.values() if job.state in WAITING and job.kind != "drawer"]


def _slip(job: PrintJob) -> Slip:
    return job.kind, job.sale or job.document


def _is_of_a_sale(till: TillSide, job: PrintJob) -> None:
    """No receipt without a committed sale."""
    if job.kind == "sale" and all(sale.sale != job.sale for sale in till.disk.sales):
        raise Broken("a receipt is of no sale", f"{till.disk.till}: {job.sale}")
