"""What all errands of the sample till stand on: the program, the members, and a note of what was asked."""

from dataclasses import dataclass, field
from datetime import datetime

from terminal.membership import AttachedMember
from terminal.open_sale import OpenSale
from terminal.sale import SettledSale
from tools.sample_shop import ANH, BINH, NOW, PROGRAM_FILE, ZONE, program_of


@dataclass
class SampleErrands:
    """`fail` makes an errand fail the next time; `calls` are the names of all that were asked."""

    members: dict[str, AttachedMember] = field(
        default_factory=lambda: {member.member: member for member in (ANH, BINH)}
    )
    sales: list[SettledSale] = field(default_factory=list[SettledSale])
    calls: list[str] = field(default_factory=list[str])
    limits: str = ""
    """What the program says of limits, beyond the sample."""
    _failures: dict[str, Exception] = field(default_factory=dict[str, Exception])
    _ids: int = 0

    def __post_init__(self) -> None:
        """Read the program."""
        self.program = program_of(PROGRAM_FILE.read_text(encoding="utf-8") + self.limits)

    def fail(self, errand: str, error: Exception) -> None:
        """The next call of that errand raises this."""
        self._failures[errand] = error

    def called(self, errand: str) -> None:
        """Note that an errand was asked, which may have been told to fail."""
        self.calls.append(errand)
        failure = self._failures.pop(errand.split(maxsplit=1)[0], None)
        if failure is not None:
            raise failure

    @property
    def moment(self) -> datetime:
        """Now, by the program's calendar."""
        return NOW.astimezone(ZONE)

    def fresh(self) -> OpenSale:
        """A sale with nothing in it, and a name that no other has."""
        self._ids += 1
        return OpenSale(sale=f"sale-{self._ids}", started_at=NOW)
