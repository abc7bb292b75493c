"""What the screen of programs is about: which were published, and the way of a file to being the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from ui.presenters.checkout.model import Said
from ui.presenters.forms import read_day

if TYPE_CHECKING:
    from loyalty.program.changes import Change
    from loyalty.program.faults import Fault
    from loyalty.wire.program_desk import ProgramsAnswer, ProgramTold
    from terminal.usecases.program_trial import Trial
    from terminal.usecases.programs import Draft
    from ui.presenters.found_files import FoundFile

Step = Literal["list", "files", "faults", "changes", "publish"]
"""`files`: one is chosen; `faults`: what is wrong with it; `changes`: it is right, and this is what it does
otherwise; `publish`: the day and the PIN are typed."""
FIELDS: Final = ("begins", "own")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramsModel:
    """The screen. `told` is None until the server has told which there are.

    `mark` is the marked row of the list, `place` that of any other step. `path` is the file that was read
    last, empty for a program that was published before; `against` is the text that `draft` is compared with,
    and `newest` the number that was published last when it was. `deed` is made once for each draft. `today`
    is the store's when the day is typed.
    """

    is_manager: bool
    told: "ProgramsAnswer | None" = None
    mark: int = 0
    step: Step = "list"
    place: int = 0
    files: "tuple[FoundFile, ...]" = ()
    text: str = ""
    path: str = ""
    faults: "tuple[Fault, ...]" = ()
    draft: "Draft | None" = None
    against: str = ""
    newest: int = 0
    changes: "tuple[Change, ...]" = ()
    trial: "Trial | None" = None
    deed: str = ""
    today: date | None = None
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    wrong: Mapping[str, str] = field(default_factory=dict[str, str])
    """The key of what is wrong, by field."""
    busy: bool = False
    said: Said | None = None

    @property
    def marked(self) -> "ProgramTold | None":
        """The program that is looked at."""
        programs = () if self.told is None else self.told.programs
        return programs[self.mark] if 0 <= self.mark < len(programs) else None

    @property
    def begins(self) -> date | None:
        """The day that was typed; without a year it is one that is not over."""
        return read_day(self.values.get("begins", ""), since=self.today)

    @property
    def may_go_back_to(self) -> bool:
        """Whether the marked one was in force before and can be published again by whoever stands here."""
        told, marked = self.told, self.marked
        return self.is_manager and told is not None and marked is not None and marked.number != told.in_force

    @property
    def rows(self) -> int:
        """How many rows can be marked in this step."""
        by_step: dict[Step, int] = {
            "list": 0 if self.told is None else len(self.told.programs),
            "files": len(self.files),
            "faults": len(self.faults),
            "changes": len(self.changes),
            "publish": 0,
        }
        return by_step[self.step]
