"""Where somebody is in importing or exporting; what the screen shows follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ui.presenters.checkout.model import Said

if TYPE_CHECKING:
    from terminal.sheets.faults import RowFault
    from terminal.usecases.importing import ImportFile
    from ui.presenters.found_files import FoundFile

Step = Literal["choose", "columns", "field", "checking", "preview", "writing", "report", "export"]
COUNTS = ("new", "changed", "unchanged", "before", "refused", "mended", "points", "wallet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How far a walk over a file is, and what became of its rows."""

    rows: int = 0
    figures: tuple[tuple[str, int], ...] = ()
    to_write: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesModel:
    """The screen; `mark` is the marked row, `column` the one whose field is chosen.

    Of the problems, or of `all_rows`, `shown` are shown; `stopping` is from Esc to the end of the step.
    """

    step: Step = "choose"
    files: "tuple[FoundFile, ...]" = ()
    text: str = ""
    mark: int = 0
    file: "ImportFile | None" = None
    column: int = 0
    counted: Counted = Counted()
    problems: "tuple[RowFault, ...]" = ()
    outcomes: Mapping[int, str] = field(default_factory=dict[int, str])
    """What became of each row, by its line."""
    all_rows: bool = False
    shown: int = 0
    stopping: bool = False
    stopped: bool = False
    busy: bool = False
    said: Said | None = None
