"""What a till need not work out twice: what is in force, its texts, and the quote that was last shown.

The quote that was shown is the one that is charged, as long as nothing in the sale has changed since.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from resources.catalogue import Catalogue
from terminal.sale import TenderKind
from terminal.settings import Language, StoreSettings, TillIdentity

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from loyalty.quote.model import Quote
    from terminal.open_sale import OpenSale


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """Who this till is and by what rules it works, until `until` or a change in the store's configuration.

    The labels are short names of rules for receipts, in the store's language. `store` is how the program
    names the till's store; its id is in the identity.
    """

    identity: TillIdentity
    store: str
    settings: StoreSettings
    zone: ZoneInfo
    program: "Program | None"
    program_version: int
    discount_labels: Mapping[str, str]
    earning_labels: Mapping[str, str]
    config_version: int
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedSale:
    """A quote, and all it was made of."""

    open_sale: "OpenSale"
    paid_with: tuple[TenderKind, ...]
    at: datetime
    in_force: InForce
    quote: "Quote"


@dataclass(slots=True)
class PricingMemory:
    """One of each; replaced whole, so that lanes may read them without a lock."""

    in_force: InForce | None = None
    last: PricedSale | None = None
    texts: Mapping[Language, Catalogue] = field(default_factory=dict[Language, Catalogue])

    def catalogue(self, language: Language) -> Catalogue:
        """The texts of a language, loaded at the first use."""
        known = self.texts.get(language)
        if known is None:
            known = Catalogue.load(language)
            self.texts = {**self.texts, language: known}
        return known
