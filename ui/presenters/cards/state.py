"""What the screen *Cards* knows, and all that it shows, already in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from ui.presenters.checkout.model import Said
from ui.presenters.listing import Listing
from ui.presenters.managers_word import NOBODY_ASKED, Asked
from ui.presenters.shown import FigureRow, Notice

if TYPE_CHECKING:
    from loyalty.wire.feed import CardRow
    from terminal.membership import MemberRow
    from terminal.usecases.cards import Why

Step = Literal["find", "cards", "replace", "approve"]
Wish = Literal["block", "replace", "print"]
REASONS: "Final[tuple[Why, ...]]" = ("lost", "broken", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsModel:
    """One state. At `replace` the next scan is the new card (`fresh`); at `approve` a manager is asked.

    The wish `print` is a temporary card in the place of the marked one.

    `carriers` is who of a household carries which card, by member.
    """

    step: Step = "find"
    typed: str = ""
    hits: "tuple[MemberRow, ...]" = ()
    member: str = ""
    name: str = ""
    cards: "tuple[CardRow, ...]" = ()
    carriers: Mapping[str, str] = field(default_factory=dict[str, str])
    mark: int = 0
    reason: int = 0
    fresh: str = ""
    wish: Wish = "block"
    asked: Asked = NOBODY_ASKED
    said: Said | None = None
    busy: bool = False
    is_manager: bool = False

    @property
    def marked(self) -> "CardRow | None":
        """The card that is marked, where cards are shown."""
        at = self.mark
        return self.cards[at] if self.step in ("cards", "replace") and at < len(self.cards) else None

    @property
    def has_good(self) -> bool:
        """Whether one of the cards can be used."""
        return any(each.state == "active" for each in self.cards)

    @property
    def count(self) -> int:
        """How many members or cards there are to mark."""
        return len(self.hits) if self.step == "find" else len(self.cards)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsState:
    """The screen. An empty text is a button that is not there."""

    takes_text: bool
    text: str
    prompt: str
    listing: Listing
    title: str
    about: tuple[FigureRow, ...]
    hint: str
    pad: bool
    dots: str
    notice: Notice | None
    back: str
    paper: str
    replace: str
    block: str
    why: str
    finish: str
    can_finish: bool
