"""What the presenters ask of the till, as they call it: one Protocol for each screen's errands.

Every call may take its time and may raise `Refused` or `Unavailable`, so it is made on a lane (named with
each), never on the UI thread. The till behind them is `ui.presenters.till_errands`; tests bring a plain
object of their own.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from loyalty.errors import Refused
    from loyalty.quote.model import Quote
    from loyalty.units import Money
    from terminal.membership import AttachedMember
    from terminal.open_sale import OpenSale
    from terminal.returned import Approval, RefundWish
    from terminal.sale import SettledSale, Tender, TenderKind, VoidedSale
    from terminal.session import OperatorTile, Session
    from terminal.settings import StoreSettings
    from terminal.shift import CountGiven, Shift, ShiftReport
    from terminal.usecases.basket import Burnable
    from terminal.usecases.found import Found
    from terminal.usecases.gifts import CardToPay
    from terminal.usecases.park import ParkedSale
    from terminal.usecases.transfers import TransferAsked
    from terminal.usecases.wallets import WalletToPay


@dataclass(frozen=True, slots=True)
class Presented:
    """An open sale with a code on it; `why` says why a voucher takes nothing off yet."""

    sale: "OpenSale"
    why: "Refused | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """An open sale with what it comes to; its burn is lowered to what fits, and `burnable` is the most.

    `wallet` is what the member's wallet can pay; None where there is none. `unsold` are the rewards that give
    a product which this shop does not sell.
    """

    sale: "OpenSale"
    quote: "Quote"
    burnable: "Burnable"
    wallet: "WalletToPay | None" = None
    unsold: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The sale that is done, and the empty one that comes after it."""

    sale: "SettledSale"
    fresh: "OpenSale"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCode:
    """A VietQR: rows of modules, the leftmost the most significant bit, and what it asks for."""

    rows: tuple[int, ...]
    asked: "TransferAsked"


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftsInHand:
    """An open sale with what the gift cards can pay that were scanned for it."""

    sale: "OpenSale"
    cards: "tuple[CardToPay, ...]"


class SignInErrands(Protocol):
    """Store lane."""

    def sign_in(self, *, operator: str, pin: str) -> "Session":
        """Check the PIN."""
        ...


class ShiftErrands(Protocol):
    """Store lane."""

    def sign_out(self, session: "Session") -> None:
        """Leave."""
        ...

    def session_now(self, session: "Session") -> "Session | None":
        """The session with what the server has changed of it; None: whoever it was has been blocked."""
        ...

    def current_shift(self) -> "Shift | None":
        """The open shift."""
        ...

    def copy_found_at(self) -> "datetime | None":
        """When this till was found to be open from an older copy, and no shift was opened since."""
        ...

    def open_shift(self, session: "Session", *, opening_float: "Money") -> "Shift":
        """Open one."""
        ...

    def counts_given(self) -> "tuple[CountGiven, ...]":
        """The counts that were given of the drawer as it is now."""
        ...

    def give_count(
        self, session: "Session", *, counted: "Money", notes: "Mapping[int, int]", approver: str | None
    ) -> "CountGiven":
        """Say what was counted, and learn what was expected."""
        ...

    def close_shift(self, session: "Session", *, counted: "Money", reason: str) -> "ShiftReport":
        """Close it."""
        ...

    def open_drawer(self, session: "Session") -> None:
        """Kick the drawer."""
        ...

    def print_shift_so_far(self, session: "Session") -> None:
        """Queue the X report; the shift stays open."""
        ...


class ApprovalErrands(Protocol):
    """Asking a second person."""

    def approvers(self) -> "tuple[OperatorTile, ...]":
        """Who may give their word for what a cashier may not do alone; look-up lane."""
        ...

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str = "") -> "Approval":
        """The word of somebody whose PIN it is; store lane."""
        ...


class CountErrands(ShiftErrands, ApprovalErrands, Protocol):
    """What the shift screen needs."""


class BasketErrands(Protocol):
    """The open sale. `find…` and `price` on the look-up lane, the rest on the store lane."""

    def begin(self) -> "tuple[OpenSale, bool]":
        """The sale to go on with.

        The draft of one that was open when the till stopped (True), or a new one.
        """
        ...

    def find(self, text: str, *, symbology: str | None = None) -> "Found":
        """What a text stands for."""
        ...

    def find_goods(self, text: str) -> "Found":
        """The same among goods only."""
        ...

    def find_members(self, text: str) -> "Found":
        """The same among members only."""
        ...

    def price(self, sale: "OpenSale", *, paid_with: "tuple[TenderKind, ...]" = ()) -> Priced:
        """What it comes to."""
        ...

    def exchange(self, session: "Session", sale: "OpenSale", wish: "RefundWish") -> "OpenSale":
        """The sale with goods that come back for it, and with their buyer where it has nobody; store lane."""
        ...

    def end_exchange(self, session: "Session", sale: "OpenSale") -> "OpenSale":
        """The sale with nothing that comes back for it (look-up lane)."""
        ...

    def keep_draft(self, sale: "OpenSale") -> None:
        """Keep it for after a power cut."""
        ...

    def abandon(self, session: "Session", sale: "OpenSale") -> "OpenSale":
        """Give it up, and begin another."""
        ...


class ParkErrands(Protocol):
    """Store lane."""

    def park(self, session: "Session", sale: "OpenSale") -> "OpenSale":
        """Put it aside, and begin another."""
        ...

    def parked(self) -> "tuple[ParkedSale, ...]":
        """What was put aside, the last first."""
        ...

    def recall(self, session: "Session", sale: "OpenSale", parked: str) -> "OpenSale":
        """Take a parked one up; what is open is put aside for it."""
        ...


class MemberErrands(Protocol):
    """Store lane, but for `ask_server` (net lane)."""

    def attach(self, session: "Session", sale: "OpenSale", member: "AttachedMember | str") -> "OpenSale":
        """The sale with the member, known or by id, and a lease asked for."""
        ...

    def detach(self, session: "Session", sale: "OpenSale") -> "OpenSale":
        """The sale without one."""
        ...

    def present(self, sale: "OpenSale", code: str) -> "Presented":
        """The sale with a code on it; a voucher of the member's is asked for, for this till alone."""
        ...

    def ask_again(self, session: "Session", sale: "OpenSale", rule: str) -> "OpenSale":
        """The sale with a limited offer asked for once more, where it was not kept for this till."""
        ...

    def name_use(self, sale: "OpenSale") -> str:
        """A name for a use of a benefit that is about to be; asks nobody, on any thread."""
        ...

    def use_benefit(self, session: "Session", sale: "OpenSale", benefit: str, *, use: str) -> "OpenSale":
        """The sale with its member having used a benefit, once however often it is tried under that name."""
        ...

    def take_back_use(self, session: "Session", sale: "OpenSale", use: str) -> "OpenSale":
        """The sale with a use of this visit taken back."""
        ...

    def ask_use_again(self, session: "Session", sale: "OpenSale", benefit: str) -> "OpenSale":
        """The sale with one use more of a limited benefit asked for anew, where it was not kept here."""
        ...

    def refresh(self, sale: "OpenSale") -> "OpenSale":
        """The sale with member and lease as they are now."""
        ...

    def erased_of(self, people: "Collection[str]") -> frozenset[str]:
        """Those of them who were erased."""
        ...

    def renew_lease(self, session: "Session", sale: "OpenSale") -> "OpenSale":
        """The sale with a new lease asked for in place of one that is no good any more."""
        ...

    def enrol(
        self, session: "Session", *, phone_text: str, name: str, accept_warning: bool, referrer_text: str = ""
    ) -> "AttachedMember":
        """Make a member; `referrer_text` is the card or the number of whoever recommended the program."""
        ...

    def takes_referrer(self) -> bool:
        """Whether the program gives something for recommending it."""
        ...

    def print_commands(self) -> None:
        """Queue the sheet of codes for the scanner (store lane)."""
        ...

    def print_card(self, session: "Session", member: str) -> str:
        """Queue a temporary card, of the number the member has or a fresh one; the number."""
        ...

    def link_card(self, session: "Session", member: str, number: str) -> str:
        """Make a blank card the member's; the number."""
        ...

    def print_vouchers(self, session: "Session", member: str) -> int:
        """Queue a slip for each voucher of the member; how many."""
        ...

    def ask_server(self, value: str) -> str | None:
        """Ask the central server whose card or phone that is; kept here from then on.

        None: nobody's there either.
        """
        ...


class GiftErrands(Protocol):
    """Gift cards and wallets. Store lane, but for `sell_gift` and `top_up` (look-up lane)."""

    def top_up(self, sale: "OpenSale", amount: "Money") -> "OpenSale":
        """The sale with so much to be paid into its member's wallet."""
        ...

    def renew_wallet(self, session: "Session", sale: "OpenSale") -> "OpenSale":
        """The sale with the money of its member's wallet asked for once more."""
        ...

    def sell_gift(self, sale: "OpenSale", card: str, amount: "Money") -> "OpenSale":
        """The sale with so much money on a gift card."""
        ...

    def present_gift(self, session: "Session", sale: "OpenSale", card: str, *, pin: str = "") -> GiftsInHand:
        """The sale with a gift card that is to pay, and a lease of its money asked for."""
        ...

    def refresh_gifts(self, sale: "OpenSale") -> GiftsInHand:
        """The sale with its gift cards, and its member's wallet, as they are now."""
        ...

    def put_back_gifts(self, session: "Session", sale: "OpenSale") -> "OpenSale":
        """The sale without gift cards that are to pay; their money is free again."""
        ...


class SaleErrands(ApprovalErrands, Protocol):
    """Store lane."""

    def settle(
        self,
        session: "Session",
        sale: "OpenSale",
        tenders: "tuple[Tender, ...]",
        *,
        approver: str = "",
    ) -> Settled:
        """Pay, on that operator's word; calling it again with the same sale finds out what became of it."""
        ...

    def tell_birthday(self, sale: "OpenSale", text: str) -> "OpenSale":
        """The sale whose member has told their birthday in place of the card."""
        ...

    def last_sale(self) -> "SettledSale | None":
        """The sale this till made last."""
        ...

    def reprint(self, session: "Session", sale: str) -> "SettledSale":
        """Queue a copy of the receipt."""
        ...

    def void(self, session: "Session", sale: str) -> "VoidedSale":
        """Take the sale back."""
        ...

    def transfer_code(self, amount: "Money", bill: str) -> TransferCode | None:
        """The VietQR of an amount (look-up lane); None where the store has no account."""
        ...

    def settings(self) -> "StoreSettings":
        """The store's settings (look-up lane)."""
        ...


class PaperErrands(Protocol):
    """Store lane: what a person decides about a slip that may or may not be on paper."""

    def print_again(self, session: "Session", job: int) -> None:
        """It is not: print it once more, as a copy."""
        ...

    def print_elsewhere(self) -> None:
        """Let the second printer stand in for the receipt printer until that one is back."""
        ...

    def leave_slip(self, job: int) -> None:
        """It is: ask no more."""
        ...


class CheckoutErrands(
    BasketErrands, ParkErrands, MemberErrands, GiftErrands, SaleErrands, PaperErrands, Protocol
):
    """All that the checkout asks for."""


class Errands(SignInErrands, ShiftErrands, CheckoutErrands, Protocol):
    """All that the screen asks for."""
