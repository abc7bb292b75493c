"""The presenters' errands done by a real till: one line each over `terminal.usecases`.

Made behind the sign-in screen, because what it imports is heavy.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from loyalty.identity import phones
from loyalty.identity.codes import MemberCard, classify
from loyalty.units import Money
from loyalty.wire.roles import MAY_APPROVE
from terminal.claiming import voucher_trouble
from terminal.in_force import in_force_now
from terminal.membership import AttachedMember
from terminal.open_sale import OpenSale
from terminal.printing import decisions
from terminal.receipts.qr import qr_modules
from terminal.returned import Approval, RefundWish
from terminal.sale import SettledSale, Tender, TenderKind, VoidedSale
from terminal.session import OperatorTile, Session
from terminal.settings import StoreSettings
from terminal.shift import CountGiven, Shift, ShiftReport
from terminal.till import Till
from terminal.usecases import (
    basket,
    benefits,
    birthdays,
    cards,
    command_sheet,
    drafts,
    drawer,
    enrol,
    find,
    gifts,
    member_slips,
    members,
    operators,
    park,
    pricing,
    reprint,
    settle,
    shifts,
    sign_in,
    things,
    transfers,
    void,
    wallets,
)
from terminal.usecases.found import Found
from terminal.usecases.park import ParkedSale
from terminal.usecases.returns import approving, exchanging
from ui.presenters.errands import GiftsInHand, Presented, Priced, Settled, TransferCode

if TYPE_CHECKING:
    from typing import Protocol

    class AskServer(Protocol):
        """The server's word on whose card or phone that is; its id, or None."""

        def __call__(self, *, card: str = "", phone: str = "") -> str | None:
            """Blocks for as long as the server takes."""
            ...


class SignInDone:
    """Who stands at the till."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def sign_in(self, *, operator: str, pin: str) -> Session:
        """Check the PIN."""
        return sign_in.sign_in(self._till, operator=operator, pin=pin)

    def sign_out(self, session: Session) -> None:
        """Leave."""
        sign_in.sign_out(self._till, session)

    def session_now(self, session: Session) -> Session | None:
        """The session with what the server has changed of it; None: whoever it was has been blocked."""
        return sign_in.session_now(self._till, session)


class ShiftDone(SignInDone):
    """The shift and the drawer."""

    def current_shift(self) -> Shift | None:
        """The open shift."""
        return shifts.current_shift(self._till)

    def copy_found_at(self) -> datetime | None:
        """When this till was found to be open from an older copy, and no shift was opened since."""
        return shifts.copy_found_at(self._till)

    def open_shift(self, session: Session, *, opening_float: Money) -> Shift:
        """Open one."""
        return shifts.open_shift(self._till, session, opening_float=opening_float)

    def counts_given(self) -> tuple[CountGiven, ...]:
        """The counts that were given of the drawer as it is now."""
        return shifts.counts_given(self._till)

    def give_count(
        self, session: Session, *, counted: Money, notes: Mapping[int, int], approver: str | None
    ) -> CountGiven:
        """Say what was counted, and learn what was expected."""
        return shifts.give_count(self._till, session, counted=counted, notes=notes, approver=approver)

    def close_shift(self, session: Session, *, counted: Money, reason: str) -> ShiftReport:
        """Close it."""
        return shifts.close_shift(self._till, session, counted=counted, reason=reason)

    def open_drawer(self, session: Session) -> None:
        """Kick the drawer."""
        drawer.open_drawer(self._till, session)

    def print_shift_so_far(self, session: Session) -> None:
        """Queue the X report."""
        shifts.print_shift_so_far(self._till, session)


class BasketDone(ShiftDone):
    """The open sale and its goods."""

    def begin(self) -> tuple[OpenSale, bool]:
        """The draft of a sale that was open when the till stopped, or a new one."""
        draft = drafts.take_up_draft(self._till)
        return (draft, True) if draft is not None else (basket.new_sale(self._till), False)

    def find(self, text: str, *, symbology: str | None = None) -> Found:
        """What a text stands for."""
        return find.find(self._till, text, symbology=symbology)

    def find_goods(self, text: str) -> Found:
        """The same among goods only."""
        return find.find_products(self._till, text)

    def find_members(self, text: str) -> Found:
        """The same among members only."""
        return find.find_members(self._till, text)

    def price(self, sale: OpenSale, *, paid_with: tuple[TenderKind, ...] = ()) -> Priced:
        """What it comes to."""
        fitting, quote = pricing.price_fitting(self._till, sale, paid_with=paid_with)
        unsold = frozenset[str]()
        if fitting.member is not None:
            _ = quote.reachable  # the panel shows these two; worked out here, they cost the UI thread nothing
            _ = quote.missed if quote.grounds.program.claimable else ()
            unsold = things.unsold_gifts(self._till, quote.grounds.program)
        return Priced(
            sale=fitting,
            quote=quote,
            burnable=basket.burnable(self._till, fitting, quote),
            wallet=wallets.wallet_to_pay(self._till, fitting),
            unsold=unsold,
        )

    def exchange(self, session: Session, sale: OpenSale, wish: RefundWish) -> OpenSale:
        """The sale with goods that come back for it."""
        return exchanging.begin_with_buyer(self._till, session, sale, wish)

    def end_exchange(self, session: Session, sale: OpenSale) -> OpenSale:
        """The sale with nothing that comes back for it."""
        return exchanging.end_exchange(self._till, session, sale)

    def keep_draft(self, sale: OpenSale) -> None:
        """Keep it for after a power cut."""
        drafts.save_draft(self._till, sale)

    def abandon(self, session: Session, sale: OpenSale) -> OpenSale:
        """Give it up, and begin another."""
        return basket.abandon_sale(self._till, session, sale)

    def park(self, session: Session, sale: OpenSale) -> OpenSale:
        """Put it aside, and begin another."""
        return park.park_sale(self._till, session, sale)

    def parked(self) -> tuple[ParkedSale, ...]:
        """What was put aside."""
        return park.parked_sales(self._till)

    def recall(self, session: Session, sale: OpenSale, parked: str) -> OpenSale:
        """Take a parked one up."""
        return park.recall_sale(self._till, session, sale, parked)


class MemberDone(BasketDone):
    """The member of the open sale. `ask_server` is the till's line to the central server."""

    def __init__(self, till: Till, ask_server: "AskServer") -> None:
        super().__init__(till)
        self._ask_server = ask_server

    def attach(self, session: Session, sale: OpenSale, member: AttachedMember | str) -> OpenSale:
        """The sale with the member, and a lease asked for."""
        known = members.member_by_id(self._till, member) if isinstance(member, str) else member
        return basket.attach_member(self._till, session, sale, known)

    def detach(self, session: Session, sale: OpenSale) -> OpenSale:
        """The sale without one."""
        return basket.detach_member(self._till, session, sale)

    def present(self, sale: OpenSale, code: str) -> Presented:
        """The sale with a code on it, a voucher asked for."""
        presented = basket.present_code(self._till, sale, code)
        now = self._till.clock.now()
        return Presented(presented, voucher_trouble(presented.member, presented.claims, code, now))

    def ask_again(self, session: Session, sale: OpenSale, rule: str) -> OpenSale:
        """The sale with a limited offer asked for once more."""
        return basket.ask_again(self._till, session, sale, rule)

    def name_use(self, sale: OpenSale) -> str:
        """A name for a use of a benefit."""
        return benefits.name_use(self._till, sale)

    def use_benefit(self, session: Session, sale: OpenSale, benefit: str, *, use: str) -> OpenSale:
        """The sale with its member having used a benefit."""
        return benefits.use_benefit(self._till, session, sale, benefit, use=use)

    def take_back_use(self, session: Session, sale: OpenSale, use: str) -> OpenSale:
        """The sale with a use taken back."""
        return benefits.take_back_use(self._till, session, sale, use)

    def ask_use_again(self, session: Session, sale: OpenSale, benefit: str) -> OpenSale:
        """The sale with one use more of a benefit asked for anew."""
        return benefits.ask_use_again(self._till, session, sale, benefit)

    def refresh(self, sale: OpenSale) -> OpenSale:
        """The sale with member and lease as they are now."""
        return basket.refresh_member(self._till, sale)

    def erased_of(self, people: Collection[str]) -> frozenset[str]:
        """Those of them who were erased."""
        return members.erased_of(self._till, people)

    def renew_lease(self, session: Session, sale: OpenSale) -> OpenSale:
        """The sale with another lease asked for."""
        return basket.renew_lease(self._till, session, sale)

    def enrol(
        self, session: Session, *, phone_text: str, name: str, accept_warning: bool, referrer_text: str = ""
    ) -> AttachedMember:
        """Make a member."""
        return enrol.enrol_member(
            self._till,
            session,
            phone_text=phone_text,
            name=name,
            accept_warning=accept_warning,
            referrer_text=referrer_text,
        )

    def takes_referrer(self) -> bool:
        """Whether the program gives something for recommending it."""
        return enrol.takes_referrer(self._till)

    def print_commands(self) -> None:
        """Queue the sheet of codes for the scanner."""
        command_sheet.print_commands(self._till)

    def print_card(self, session: Session, member: str) -> str:
        """Queue a temporary card."""
        return member_slips.print_card(self._till, session, member=member)

    def link_card(self, session: Session, member: str, number: str) -> str:
        """Make a blank card the member's."""
        return cards.link_card(self._till, session, member=member, text=number)

    def print_vouchers(self, session: Session, member: str) -> int:
        """Queue a slip for each voucher of the member."""
        return member_slips.print_vouchers(self._till, session, member=member)

    def ask_server(self, value: str) -> str | None:
        """Ask the central server whose card or phone that is."""
        settings = in_force_now(self._till).settings
        if isinstance(classify(value, old_cards=settings.card_rules), MemberCard):
            return self._ask_server(card=value)
        region = settings.phone_region
        return self._ask_server(phone=phones.parse(value, region=region).e164)


class GiftDone(MemberDone):
    """Gift cards: sold, and scanned to pay."""

    def top_up(self, sale: OpenSale, amount: Money) -> OpenSale:
        """The sale with so much to be paid into its member's wallet."""
        return wallets.top_up(self._till, sale, amount)

    def renew_wallet(self, session: Session, sale: OpenSale) -> OpenSale:
        """The sale with the money of its member's wallet asked for once more."""
        return wallets.renew_wallet(self._till, session, sale)

    def sell_gift(self, sale: OpenSale, card: str, amount: Money) -> OpenSale:
        """The sale with so much money on a gift card."""
        return gifts.sell_gift(self._till, sale, card, amount)

    def present_gift(self, session: Session, sale: OpenSale, card: str, *, pin: str = "") -> GiftsInHand:
        """The sale with a gift card that is to pay."""
        return self._in_hand(gifts.present_gift(self._till, session, sale, card, pin=pin))

    def refresh_gifts(self, sale: OpenSale) -> GiftsInHand:
        """The sale with its gift cards, and its member's wallet, as they are now."""
        return self._in_hand(wallets.refresh_wallet(self._till, gifts.refresh_gifts(self._till, sale)))

    def put_back_gifts(self, session: Session, sale: OpenSale) -> OpenSale:
        """The sale without gift cards that are to pay."""
        for lease in sale.gift_cards:
            sale = gifts.put_back_gift(self._till, session, sale, lease.member)
        return sale

    def _in_hand(self, sale: OpenSale) -> GiftsInHand:
        return GiftsInHand(sale=sale, cards=gifts.cards_to_pay(self._till, sale))


class TillErrands(GiftDone):
    """All errands of the screen."""

    def settle(
        self, session: Session, sale: OpenSale, tenders: tuple[Tender, ...], *, approver: str = ""
    ) -> Settled:
        """Pay, and begin the next sale."""
        settled = settle.settle_sale(self._till, session, sale, tenders, approver=approver)
        return Settled(sale=settled, fresh=basket.new_sale(self._till))

    def approvers(self) -> tuple[OperatorTile, ...]:
        """Who may give their word."""
        return tuple(each for each in operators.list_operators(self._till) if each.role in MAY_APPROVE)

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str = "") -> Approval:
        """The word of somebody whose PIN it is, for what `asked_by` wants to do."""
        return approving.approve(self._till, operator=operator, pin=pin, what=what, asked_by=asked_by)

    def tell_birthday(self, sale: OpenSale, text: str) -> OpenSale:
        """The sale whose member has told their birthday."""
        return birthdays.tell_birthday(self._till, sale, text)

    def last_sale(self) -> SettledSale | None:
        """The sale this till made last."""
        return reprint.last_sale(self._till)

    def reprint(self, session: Session, sale: str) -> SettledSale:
        """Queue a copy of the receipt."""
        return reprint.reprint(self._till, session, sale)

    def void(self, session: Session, sale: str) -> VoidedSale:
        """Take the sale back."""
        return void.void_last_sale(self._till, session, sale)

    def transfer_code(self, amount: Money, bill: str) -> TransferCode | None:
        """The VietQR of an amount; None where the store has no account."""
        asked = transfers.ask_transfer(self._till, amount, bill)
        return None if asked is None else TransferCode(rows=qr_modules(asked.text), asked=asked)

    def settings(self) -> StoreSettings:
        """The store's settings."""
        return in_force_now(self._till).settings

    def print_again(self, session: Session, job: int) -> None:
        """Print a slip once more, as a copy."""
        decisions.print_again(self._till, session, job=job)

    def print_elsewhere(self) -> None:
        """Let the second printer stand in."""
        self._till.print_elsewhere()

    def leave_slip(self, job: int) -> None:
        """Ask no more about a slip."""
        decisions.leave_it(self._till, job=job)
