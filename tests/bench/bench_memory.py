"""The memory of the whole program: the real till with a million members in its database, selling all day.

The window is drawn into memory, goods and cards come over a pseudo-terminal, receipts go to a printer on TCP,
and no server answers: what has to be kept for it is kept. Resident memory as the kernel counts it, of the one
process.
"""

from collections.abc import Iterable
from pathlib import Path

from loyalty.units import Money
from resources.catalogue import Catalogue
from tests.bench.harness import Figure, Scale
from tests.bench.many_members import name_of
from tests.bench.paired_till import NOBODY, paired_till
from tests.unit.terminal.till_kit import NOODLES, PIN
from ui.demo.cashier import Cashier
from ui.demo.counter import Counter
from ui.demo.people import sample_member

AT_MOST_MB = 220.0
FLAT_MB = 10.0
"""What the second half of the day may add to the peak of the first: less than 20 kB a sale."""
SALES = 1_000


def measure(scale: Scale) -> Iterable[Figure]:
    """The peak over the day, and what its second half added."""
    till = paired_till(scale)
    sales = min(SALES, scale.rounds * 2)
    with Counter(till, scale.fresh, start=scale.start) as counter, counter.start(NOBODY) as driven:
        cashier = Cashier(driven, counter.scanner, Catalogue.load("vi"))
        if cashier.sign_in("Lan", PIN):
            cashier.open_shift(Money(500_000))
        _sell(cashier, range(sales // 2))
        half = _peak_mb(driven.pid)
        _sell(cashier, range(sales // 2, sales))
        whole = _peak_mb(driven.pid)
        driven.close()
    name = f"the till's memory, {scale.members:,} members, {sales:,} sales"
    yield Figure(name=name, statistic="peak", unit="MB", measured=whole, at_most=AT_MOST_MB)
    yield Figure(
        name="what the second half of those sales added",
        statistic="rise",
        unit="MB",
        measured=whole - half,
        at_most=FLAT_MB,
    )


def _sell(cashier: Cashier, sales: Iterable[int]) -> None:
    """One sale after another, each to another member; paid exactly, as typing takes longer than the rest."""
    for number in sales:
        member = sample_member(number * 7 + 1)
        cashier.scan(member.card, until=name_of(member))
        cashier.scan(NOODLES.sku, until=NOODLES.name)
        cashier.begin_payment()
        cashier.finish()


def _peak_mb(pid: int) -> float:
    """The most memory the process has held at once so far."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024
