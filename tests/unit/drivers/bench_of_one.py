"""A printer on a bench, in virtual time: the driver, the fake at the other end, and the clock of both."""

from dataclasses import dataclass, field

from drivers.escpos.limits import Limits
from drivers.escpos.mechanism import MechanismTraits
from drivers.escpos.printer import EscposPrinter
from drivers.fakes import FakePrinter, FakeTransport, VirtualClock
from drivers.ports import PrinterAbilities

LIMITS = Limits()


@dataclass(slots=True)
class Bench:
    """One printer with its driver; `traits` say what model it is."""

    traits: MechanismTraits = field(default_factory=MechanismTraits)
    abilities: PrinterAbilities = field(default_factory=PrinterAbilities)
    two_way: bool = True
    bytes_per_s: float | None = None
    clock: VirtualClock = field(default_factory=VirtualClock)
    fake: FakePrinter = field(init=False)
    printer: EscposPrinter = field(init=False)

    def __post_init__(self) -> None:
        """Connect the two."""
        self.fake = FakePrinter(self.traits, bytes_per_s=self.bytes_per_s, clock=self.clock)
        self.restart(self.abilities)

    def restart(self, abilities: PrinterAbilities) -> None:
        """Start the program anew: the driver knows nothing but what was kept."""
        line = FakeTransport(self.fake, self.clock, two_way=self.two_way)
        self.printer = EscposPrinter(line, abilities=abilities, limits=LIMITS, clock=self.clock)


MUTE_MODEL = MechanismTraits(
    answers_real_time=False, answers_in_line=False, answers_process_id=False, answers_auto_status=False
)
