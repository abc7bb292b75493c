"""What the screen of draws is about: which there are, which is marked, and what is done with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from loyalty.wire.drawing import DrawAnswer, DrawTold, Winner
from ui.presenters.checkout.model import Said

Step = Literal["list", "winners", "open", "sure", "seed", "commitment"]
"""`open`: a seed is typed in; `sure`: it is the right one, and not published yet; `seed`: a fresh one is
shown, to be written down; `commitment`: it was, and this is for the program."""
FIELDS: Final[Mapping[Step, tuple[str, ...]]] = {"open": ("seed", "own"), "seed": ("again",)}
"""The fields of each form from top to bottom; `own` is the PIN of whoever does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawsModel:
    """The screen. `draws` is None until the server has told them.

    `asked` is what it told of the marked draw, `winners` are those that were told so far. `seed` is one that
    was checked, or is fresh; it goes with its step.
    """

    is_manager: bool
    draws: tuple[DrawTold, ...] | None = None
    mark: int = 0
    step: Step = "list"
    asked: DrawAnswer | None = None
    winners: tuple[Winner, ...] = ()
    place: int = 0
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    faults: Mapping[str, str] = field(default_factory=dict[str, str])
    """The key of what is wrong, by field."""
    seed: str = ""
    busy: bool = False
    said: Said | None = None

    @property
    def marked(self) -> DrawTold | None:
        """The draw that is looked at."""
        draws = self.draws or ()
        return draws[self.mark] if 0 <= self.mark < len(draws) else None

    @property
    def draw(self) -> DrawTold | None:
        """The same, as it was told last."""
        return self.marked if self.asked is None else self.asked.draw

    @property
    def may_open(self) -> bool:
        """Whether it waits for its seed, and whoever stands here may give it."""
        return self.is_manager and self.marked is not None and self.marked.stage == "over"

    @property
    def is_opened(self) -> bool:
        """Whether it has winners to look at."""
        return self.marked is not None and self.marked.stage == "opened"
