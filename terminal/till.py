"""All that a use case may reach: the store, the clock, the keys, the paper, and two bells to ring.

A value put together by `terminal.bootstrap`; nothing here opens or starts anything.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from loyalty.identity.weighed import WeighedTable
from terminal.clock import Clock
from terminal.day import DayReport
from terminal.ids import NewId
from terminal.keystore.ports import KeyStore
from terminal.practice_lending import Lender, ServerLends
from terminal.pricing_memory import PricingMemory
from terminal.receipts.facts import CardSlip, ConsentSlip, LateClaimSlip, RefundSlip, TopUpSlip, VoucherSlip
from terminal.sale import SettledSale, VoidedSale
from terminal.settings import StoreSettings
from terminal.shift import CashMove, ShiftReport

if TYPE_CHECKING:
    from terminal.store.database import Store


class Paper(Protocol):
    """Turns what was kept into a document, as JSON text; pure and quick, it runs in the transaction."""

    def sale(
        self, sale: SettledSale, settings: StoreSettings, *, copy: bool, back: RefundSlip | None = None
    ) -> str:
        """The receipt of a sale; `copy` marks it BẢN SAO. `back` came back for it, on the same paper."""
        ...

    def void(self, void: VoidedSale, settings: StoreSettings) -> str:
        """The slip of a void."""
        ...

    def refund(self, refund: RefundSlip, settings: StoreSettings) -> str:
        """The slip of a return."""
        ...

    def card(self, card: CardSlip, settings: StoreSettings) -> str:
        """A member's temporary card."""
        ...

    def commands(self, settings: StoreSettings) -> str:
        """The sheet of codes for the scanner."""
        ...

    def voucher(self, voucher: VoucherSlip, settings: StoreSettings) -> str:
        """A voucher."""
        ...

    def consent(self, consent: ConsentSlip, settings: StoreSettings, *, copy: bool) -> str:
        """What a member agreed to or withdrew, in the language in which it was said; `copy` as elsewhere."""
        ...

    def top_up_line(self, settings: StoreSettings) -> str:
        """What the line is called that pays into a wallet, where the shop has no product for it."""
        ...

    def top_up(self, top_up: TopUpSlip, settings: StoreSettings) -> str:
        """The slip of a top-up."""
        ...

    def late_claim(self, claim: LateClaimSlip, settings: StoreSettings) -> str:
        """The slip of points that were claimed afterwards."""
        ...

    def shift(self, report: ShiftReport, settings: StoreSettings, *, copy: bool = False) -> str:
        """The report of a shift's end; `copy` marks it BẢN SAO."""
        ...

    def shift_so_far(self, report: ShiftReport, settings: StoreSettings) -> str:
        """The report of a shift that goes on."""
        ...

    def cash(self, move: CashMove, settings: StoreSettings) -> str:
        """The slip of cash paid in or out."""
        ...

    def day(self, report: DayReport, settings: StoreSettings, *, copy: bool) -> str:
        """The report of a closed day; `copy` marks it BẢN SAO."""
        ...


def _nothing_weighed() -> WeighedTable:
    """No scale prints labels here."""
    return WeighedTable()


def _no_bell() -> None:
    """Nobody listens."""


def _with_printer() -> bool:
    """A printer is there."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """One till at work. `nudge_sync` and `nudge_printer` say that a row is waiting; they return at once.

    `has_printer` says whether one is chosen; `print_elsewhere` lets the second printer stand in for the
    receipt printer (`DeviceRack.print_elsewhere`).
    `weighed` are the patterns of the scale's labels as they are set now. `lender` answers wishes where no
    server will.
    """

    store: "Store"
    clock: Clock
    new_id: NewId
    keys: KeyStore
    paper: Paper
    nudge_sync: Callable[[], None] = _no_bell
    nudge_printer: Callable[[], None] = _no_bell
    print_elsewhere: Callable[[], None] = _no_bell
    has_printer: Callable[[], bool] = _with_printer
    memory: PricingMemory = field(default_factory=PricingMemory)
    weighed: Callable[[], WeighedTable] = _nothing_weighed
    lender: Lender = field(default_factory=ServerLends)
