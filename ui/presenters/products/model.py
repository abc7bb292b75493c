"""What the screen *Products* knows: the step, the list, the product that is looked at, what is typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ui.presenters.checkout.model import Said
from ui.presenters.managers_word import NOBODY_ASKED, Asked

if TYPE_CHECKING:
    from terminal.goods import Product
    from terminal.usecases.shelf import ShelfPage
    from terminal.usecases.shelf_drafts import Fault

Step = Literal["find", "edit", "price", "approve"]
Wish = Literal["save", "price", "withdraw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsModel:
    """One state. `wish` is what a manager is asked about; `values` are the form's, `faults` what is wrong.

    `is_quick`: it began with a code that was scanned in a sale, and ends there. `asked_about` is a price far
    from today's, of which it was asked whether it is meant.
    """

    step: Step = "find"
    typed: str = ""
    looked_for: str = ""
    rows: "tuple[Product, ...]" = ()
    mark: int = 0
    page: "ShelfPage | None" = None
    is_new: bool = False
    is_quick: bool = False
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    faults: "tuple[Fault, ...]" = ()
    asked_about: int | None = None
    categories: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    wish: Wish = "save"
    before: Step = "find"
    asked: Asked = NOBODY_ASKED
    said: Said | None = None
    busy: bool = False

    @property
    def marked(self) -> "Product | None":
        """The product that is marked."""
        return self.rows[self.mark] if self.mark < len(self.rows) else None
