"""A till without a store, for looking at screens and for testing what drives them.

It does all the errands of `ui.presenters.errands` in memory: a few goods, a few members, a small program, the
real rules. Every errand can be told to fail once, and every call is written down. Time stands still.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from loyalty.basket import Basket
from loyalty.errors import Refused
from loyalty.identity.cards import GIFT_SCHEME, NUMBER_LENGTH, card_number, receipt_digits, receipt_label
from loyalty.identity.codes import Voucher, classify
from loyalty.program.model import Program
from loyalty.program.read import parse_program
from loyalty.quote.pricing import quote
from loyalty.refusals import BurnRefused
from loyalty.units import Money, Points, Quantity
from loyalty.wire.claims import stock_of, voucher_thing
from terminal.claiming import voucher_trouble
from terminal.exchange import OpenExchange, paid_out
from terminal.goods import Product
from terminal.membership import (
    AttachedMember,
    HeldClaim,
    HeldLease,
    LeaseSlice,
    LeaseState,
    MemberLot,
    MemberRow,
)
from terminal.offers import things_wanted, withheld
from terminal.open_sale import OpenSale, add_code, as_basket, attach, detach, set_burn, spendable_points
from terminal.pricing_memory import InForce, PricedSale
from terminal.receipts.qr import qr_modules
from terminal.returned import Approval, RefundWish
from terminal.sale import ReceiptNumber, SettledSale, Tender, TenderKind, VoidedSale
from terminal.session import OperatorTile, Session
from terminal.settings import Bank, StoreSettings, TillIdentity
from terminal.settlement import Circumstances, due_of, settle
from terminal.shift import CountGiven, LoyaltyFigures, Shift, ShiftReport, TenderFigures
from terminal.usecases.basket import Burnable
from terminal.usecases.found import (
    AmountFound,
    Found,
    GiftFound,
    MemberFound,
    MembersFound,
    MixedFound,
    NothingFound,
    ProductFound,
    ProductsFound,
    ReceiptFound,
    VoucherFound,
)  # fmt: skip
from terminal.usecases.park import NAMED_GOODS, ParkedSale
from terminal.vat import VatSum, sold, together
from terminal.vietqr import vietqr_text
from tools.sample_benefits import SampleBenefits
from tools.sample_gifts import SampleGifts
from tools.sample_wallets import SampleWallets
from ui.presenters.errands import Presented, Priced, Settled, TransferCode

NOW: Final = datetime(2026, 11, 21, 3, 42, tzinfo=UTC)
"""18 minutes to eleven on a Saturday in Ho Chi Minh City."""

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
PIN: Final = "2580"
LAN: Final = Session(operator="lan", name="Lan", role="cashier", at=NOW)
PROGRAM_FILE: Final = Path(__file__).with_name("sample_program.toml")

NOODLES: Final = Product(
    sku="8934563138165", name="Mì Hảo Hảo tôm chua cay", unit_price=Money(4_500), category="noodles"
)
RICE: Final = Product(
    sku="8936079963682", name="Gạo ST25 túi 5 kg", unit_price=Money(189_000), category="rice"
)
GREENS: Final = Product(
    sku="RAU01", name="Rau muống", unit_price=Money(24_900), unit="kg", category="vegetables"
)
COFFEE: Final = Product(sku="8935024140019", name="Cà phê sữa", unit_price=Money(35_000), category="drinks")
YOGHURT: Final = Product(
    sku="8934673573391",
    name="Sữa chua Vinamilk có đường lốc 4 hộp",
    unit_price=Money(29_000),
    category="dairy",
)
OTHER: Final = Product(sku="KHAC", name="Hàng khác", unit_price=Money(0), tags=("open-price",))
GOODS: Final = (NOODLES, RICE, GREENS, COFFEE, YOGHURT, OTHER)

BANK: Final = Bank(bin="970436", account="0071000123456", name="CONG TY THAN THIET")

ANH_CARD: Final = card_number(1_234_567_894_417)
ANH: Final = AttachedMember(
    member="member-anh",
    name="Nguyễn Thị Ánh",
    phone_masked="09•• ••• 678",
    phone_tail="678",
    card_tail="4417",
    tier="silver",
    tier_name="Bạc",
    points=Points(1_250),
    available=Points(1_250),
    lots=(
        MemberLot(lot="lot-1", points=Points(180), dies_at=datetime(2026, 12, 31, 17, tzinfo=UTC)),
        MemberLot(lot="lot-2", points=Points(1_070), dies_at=datetime(2027, 5, 31, 17, tzinfo=UTC)),
    ),
    measure=16_800_000,
    next_tier="gold",
    next_tier_name="Vàng",
    missing=3_200_000,
    birthday="11-21",
    birthday_near=True,
    purchases=12,
    revision=3,
    as_of=NOW - timedelta(minutes=1),
)
BINH: Final = AttachedMember(
    member="member-binh",
    name="Trần Văn Bình",
    phone_masked="09•• ••• 111",
    phone_tail="111",
    card_tail="",
    tier="member",
    tier_name="Thành viên",
    points=Points(40),
    available=Points(40),
    next_tier="silver",
    next_tier_name="Bạc",
    missing=4_600_000,
    measure=400_000,
    as_of=NOW - timedelta(minutes=1),
)
PHONES: Final = MappingProxyType({"0912345678": ANH.member, "0987654111": BINH.member})


BROUGHT_BACK: Final = OpenExchange(
    wish=RefundWish(refund="refund-x", sale="sale-124", returns={0: Quantity(1_000)}, reason="Khách đổi ý"),
    label="Q2-000124",
    member=ANH.member,
    back={"card": Money(134_500)},
    points_taken=Points(30),
    points_returned=Points(98),
    goods=((RICE.name, Quantity(1_000), Money(134_330)),),
)
"""A bag of rice of `tools.sample_returns`, for an exchange."""


@dataclass
class SampleTill(SampleGifts, SampleWallets, SampleBenefits):
    """The till. `fail` makes an errand fail the next time; `calls` are the names of all that were asked."""

    members: dict[str, AttachedMember] = field(
        default_factory=lambda: {member.member: member for member in (ANH, BINH)}
    )
    shift: Shift | None = None
    lends: bool = True
    """Whether the server answers a wanted lease at once."""
    has_stock: bool = True
    """Whether the store has any left of what it gives away by the day."""
    draft: OpenSale | None = None
    aside: list[OpenSale] = field(default_factory=list[OpenSale])
    sales: list[SettledSale] = field(default_factory=list[SettledSale])
    counts: list[CountGiven] = field(default_factory=list[CountGiven])
    calls: list[str] = field(default_factory=list[str])
    bank: Bank | None = BANK
    people: tuple[OperatorTile, ...] = (
        OperatorTile(operator="minh", name="Minh", role="manager"),
        OperatorTile(operator="thu", name="Thu", role="supervisor"),
    )
    """Who may give their word for what a cashier may not do alone."""
    staff_now: dict[str, Session | None] = field(default_factory=dict[str, "Session | None"])
    """What the server has changed of whoever is signed in, by operator; None: blocked."""
    limits: str = ""
    """What the program says of limits, beyond the sample."""
    odd: str = "phone-near-miss"
    """How a number one digit off Ánh's is refused."""
    _failures: dict[str, Exception] = field(default_factory=dict[str, Exception])
    _ids: int = 0

    def __post_init__(self) -> None:
        """Read the program."""
        self.program = parse_program(
            PROGRAM_FILE.read_text(encoding="utf-8") + self.limits, name=PROGRAM_FILE.name
        )

    def fail(self, errand: str, error: Exception) -> None:
        """The next call of that errand raises this."""
        self._failures[errand] = error

    def sign_in(self, *, operator: str, pin: str) -> Session:
        """Only one PIN is right."""
        self._called("sign_in")
        if pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        return replace(LAN, operator=operator, name="Lan" if operator == "lan" else operator.title())

    def sign_out(self, session: Session) -> None:
        """Leave."""
        del session
        self._called("sign_out")

    def session_now(self, session: Session) -> Session | None:
        """As it was, but for `staff_now`."""
        return self.staff_now.get(session.operator, session)

    def current_shift(self) -> Shift | None:
        """The open shift."""
        self._called("current_shift")
        return self.shift

    def open_shift(self, session: Session, *, opening_float: Money) -> Shift:
        """Open one."""
        self._called("open_shift")
        self.shift = Shift(
            shift="shift-1",
            number=12,
            operator=session.operator,
            operator_name=session.name,
            opened_at=NOW,
            opening_float=opening_float,
        )
        return self.shift

    def counts_given(self) -> tuple[CountGiven, ...]:
        """What was counted so far."""
        self._called("counts_given")
        return tuple(self.counts)

    def give_count(
        self, session: Session, *, counted: Money, notes: Mapping[int, int], approver: str | None
    ) -> CountGiven:
        """Keep the count, and tell what the sales made say."""
        del notes
        self._called(f"give_count {approver or ''}".strip())
        if self.shift is None:
            raise Refused("no-shift")
        report = shift_report(self.shift, session, tuple(self.sales), counted=counted)
        count = CountGiven(
            number=len(self.counts) + 1,
            operator_name=session.name,
            counted=counted,
            expected=report.expected,
        )
        self.counts.append(count)
        return count

    def close_shift(self, session: Session, *, counted: Money, reason: str) -> ShiftReport:
        """Close it, with the figures of the sales made."""
        self._called(f"close_shift {reason}".strip())
        if self.shift is None:
            raise Refused("no-shift")
        shift, self.shift = self.shift, None
        self.counts.clear()
        return replace(shift_report(shift, session, tuple(self.sales), counted=counted), reason=reason)

    def open_drawer(self, session: Session) -> None:
        """Kick the drawer."""
        del session
        self._called("open_drawer")

    def print_shift_so_far(self, session: Session) -> None:
        """Queue the X report."""
        del session
        self._called("print_shift_so_far")
        if self.shift is None:
            raise Refused("no-shift")

    def begin(self) -> tuple[OpenSale, bool]:
        """The draft, or a new sale."""
        self._called("begin")
        return (self.draft, True) if self.draft is not None else (self._fresh(), False)

    def find(self, text: str, *, symbology: str | None = None) -> Found:
        """By code, card, phone, amount or words."""
        self._called(f"find {text}")
        times, _, rest = text.partition("*")
        if rest and times.isdecimal():
            found = self.find(rest, symbology=symbology)
            quantity = Quantity(int(times) * 1000)
            return replace(found, quantity=quantity) if isinstance(found, ProductFound) else found
        if text.startswith("="):
            return AmountFound(product=OTHER, amount=Money(int(text[1:])))
        if text.startswith(GIFT_SCHEME) and len(text) == NUMBER_LENGTH:
            return GiftFound(card=text, state=self.gift_state(text, NOW), is_sold=self.sells_gifts)
        if text == ANH_CARD:
            return MemberFound(member=self.members[ANH.member])
        if text in PHONES:
            return MemberFound(member=self.members[PHONES[text]])
        sale = next((each for each in self.sales if each.receipt.digits == text), None)
        if sale is not None:
            return ReceiptFound(sale=sale)
        if isinstance(classify(text), Voucher):
            is_for_all = any(each.when.code == text for each in self.program.promotions)
            return VoucherFound(code=text, is_for_all=is_for_all)
        product = next((each for each in GOODS if each.sku == text), None)
        if product is not None:
            return ProductFound(product=product)
        return self._by_words(text)

    def find_goods(self, text: str) -> Found:
        """Among goods only."""
        self._called(f"find_goods {text}")
        rows = tuple(each for each in GOODS if text.casefold() in each.name.casefold())
        if not rows:
            return NothingFound(kind="product", code="product-unknown", text=text)
        return ProductsFound(rows=rows)

    def find_members(self, text: str) -> Found:
        """Among members only."""
        self._called(f"find_members {text}")
        if text in PHONES:
            return MemberFound(member=self.members[PHONES[text]])
        rows = self._members(text)
        if not rows:
            return NothingFound(kind="words", code="member-not-found", text=text)
        return MembersFound(rows=rows)

    def price(self, sale: OpenSale, *, paid_with: tuple[TenderKind, ...] = ()) -> Priced:
        """By the real rules; a burn that does not fit is lowered."""
        self._called("price")
        try:
            priced = quote(self.program, self._basket(sale, paid_with))
        except BurnRefused as refused:
            sale = set_burn(sale, refused.max_points)
            priced = quote(self.program, self._basket(sale, paid_with))
        most = Points(min(priced.burn.max_points, spendable_points(sale, NOW)))
        waiting = sale.member is not None and (sale.lease is None or sale.lease.state != "open")
        why = Refused("lease-waiting") if waiting else None
        return Priced(
            sale=sale,
            quote=priced,
            burnable=Burnable(points=most, why=why),
            wallet=self.wallet_to_pay(self.program, sale),
        )

    def _basket(self, sale: OpenSale, paid_with: tuple[TenderKind, ...]) -> Basket:
        held_back = withheld(self.program, sale, NOW)
        at = NOW.astimezone(ZONE)
        return as_basket(sale, at=at, store="q1", paid_with=paid_with, withheld=held_back)

    def _claims(self, sale: OpenSale, member: AttachedMember) -> tuple[HeldClaim, ...]:
        """What is limited, kept for this till where the server lends."""
        state: LeaseState = "open" if self.lends else "asked"
        things = things_wanted(self.program, sale, member, at=NOW.astimezone(ZONE), store="q1")
        return tuple(
            HeldClaim(claim=f"claim-{thing}", member="q1", thing=thing, state="refused", why="nothing-left")
            if stock_of(thing) is not None and not self.has_stock
            else HeldClaim(claim=f"claim-{thing}", member=member.member, thing=thing, state=state)
            for thing in things
        ) + self.use_claims(member)

    def called(self, errand: str) -> None:
        """Note that an errand was asked, which may have been told to fail."""
        self._called(errand)

    @property
    def rules(self) -> Program:
        """The program in force."""
        return self.program

    @property
    def moment(self) -> datetime:
        """Now, by the program's calendar."""
        return NOW.astimezone(ZONE)

    def exchange(self, session: Session, sale: OpenSale, wish: RefundWish) -> OpenSale:
        """A bag of rice that Ánh had bought comes back; she is the member of the sale then."""
        self._called(f"exchange {wish.sale}")
        if sale.exchange is not None:
            raise Refused("exchange-open", label=sale.exchange.label)
        begun = replace(sale, exchange=replace(BROUGHT_BACK, wish=wish))
        return begun if begun.member is not None else self.attach(session, begun, ANH)

    def end_exchange(self, sale: OpenSale) -> OpenSale:
        """Nothing comes back."""
        self._called("end_exchange")
        return replace(sale, exchange=None)

    def keep_draft(self, sale: OpenSale) -> None:
        """Keep it."""
        self._called("keep_draft")
        self.draft = None if sale.is_empty else sale

    def abandon(self, session: Session, sale: OpenSale) -> OpenSale:
        """Give it up."""
        del session, sale
        self._called("abandon")
        self.draft = None
        return self._fresh()

    def park(self, session: Session, sale: OpenSale) -> OpenSale:
        """Put it aside."""
        del session
        self._called("park")
        self.aside.insert(0, replace(sale, lease=None))
        self.draft = None
        return self._fresh()

    def parked(self) -> tuple[ParkedSale, ...]:
        """What was put aside."""
        self._called("parked")
        return tuple(
            ParkedSale(
                sale=sale.sale,
                parked_at=NOW,
                name="" if sale.member is None else sale.member.name,
                lines=len(sale.lines),
                goods=tuple(line.name for line in sale.lines[:NAMED_GOODS]),
            )
            for sale in self.aside
        )

    def recall(self, session: Session, sale: OpenSale, parked: str) -> OpenSale:
        """Take one up again."""
        self._called("recall")
        found = next((each for each in self.aside if each.sale == parked), None)
        if found is None:
            raise Refused("parked-sale-gone")
        self.aside.remove(found)
        if not sale.is_empty:
            self.park(session, sale)
        return found if found.member is None else replace(found, lease=self._lease(found.member))

    def attach(self, session: Session, sale: OpenSale, member: AttachedMember | str) -> OpenSale:
        """Attach, with a lease over the whole balance where the server lends."""
        del session
        self._called("attach")
        known = self.with_wallet(self.members[member] if isinstance(member, str) else member)
        wallet = self.wallet_lease(known.member)
        return attach(sale, known, self._lease(known), self._claims(sale, known), wallet)

    def detach(self, session: Session, sale: OpenSale) -> OpenSale:
        """Take the member off."""
        del session
        self._called("detach")
        return detach(sale)

    def present(self, sale: OpenSale, code: str) -> Presented:
        """A code; a voucher is kept for this till where the server lends."""
        self._called("present")
        presented = add_code(sale, code)
        if sale.member is None or code not in sale.member.vouchers:
            return Presented(presented)
        state: LeaseState = "open" if self.lends else "asked"
        claim = HeldClaim(
            claim=f"claim-{code}", member=sale.member.member, thing=voucher_thing(code), state=state
        )
        kept = replace(presented, claims=(*presented.claims, claim))
        return Presented(kept, voucher_trouble(kept.member, kept.claims, code, NOW))

    def ask_again(self, session: Session, sale: OpenSale, rule: str) -> OpenSale:
        """What is limited, asked for once more."""
        del session
        self._called(f"ask_again {rule}")
        return sale if sale.member is None else replace(sale, claims=self._claims(sale, sale.member))

    def refresh(self, sale: OpenSale) -> OpenSale:
        """Member and lease as they are now."""
        self._called("refresh")
        if sale.member is None:
            return sale
        known = self.members[sale.member.member]
        return replace(sale, member=known, lease=self._lease(known))

    def renew_lease(self, session: Session, sale: OpenSale) -> OpenSale:
        """Another lease."""
        del session
        self._called("renew_lease")
        return self.refresh(sale)

    def takes_referrer(self) -> bool:
        """Whether the program does."""
        return self.program.referral is not None

    def enrol(
        self, session: Session, *, phone_text: str, name: str, accept_warning: bool, referrer_text: str = ""
    ) -> AttachedMember:
        """A new member; a number one digit off Ánh's is odd, and only Ánh's is a referrer's."""
        del session
        self._called("enrol")
        if referrer_text and PHONES.get(referrer_text) != ANH.member and referrer_text != ANH_CARD:
            raise Refused("referrer-unknown", text=referrer_text)
        if not name.strip():
            raise Refused("name-missing")
        if phone_text in PHONES:
            member = self.members[PHONES[phone_text]]
            raise Refused("phone-taken", member=member.member, name=member.name)
        if phone_text == "0912345679" and not accept_warning:
            raise Refused(self.odd, member=ANH.member, name=ANH.name, phone="+84912345678")
        member = replace(
            BINH,
            member=f"member-{name}",
            name=name,
            phone_masked=f"09•• ••• {phone_text[-3:]}",
            points=Points(0),
        )
        self.members[member.member] = member
        return member

    def print_card(self, session: Session, member: str) -> str:
        """Ánh's own card."""
        del session
        self._called(f"print_card {member}")
        return ANH_CARD

    def link_card(self, session: Session, member: str, number: str) -> str:
        """Any card is blank."""
        del session
        self._called(f"link_card {member} {number}")
        return number

    def print_vouchers(self, session: Session, member: str) -> int:
        """Two of them."""
        del session
        self._called(f"print_vouchers {member}")
        return 2

    def ask_server(self, value: str) -> str | None:
        """The server knows one card more than the till."""
        self._called(f"ask_server {value}")
        return BINH.member if value == "9800000000000002" else None

    def approvers(self) -> tuple[OperatorTile, ...]:
        """A manager and a supervisor, unless a test says otherwise."""
        self._called("approvers")
        return self.people

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str = "") -> Approval:
        """Only one PIN is right."""
        del asked_by
        self._called(f"approve {what}")
        if pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        return Approval(operator=operator, name=operator.title())

    def settle(
        self, session: Session, sale: OpenSale, tenders: tuple[Tender, ...], *, approver: str = ""
    ) -> Settled:
        """Settle by the till's own arithmetic; the same sale again is the same receipt."""
        self._called("settle")
        if approver:
            self.calls.append(f"on the word of {approver}")
        before = next((each for each in self.sales if each.sale == sale.sale), None)
        if before is None:
            before = self._settled(session, sale, tenders)
            self.sales.append(before)
        self.draft = None
        return Settled(sale=before, fresh=self._fresh())

    def last_sale(self) -> SettledSale | None:
        """The sale made last."""
        self._called("last_sale")
        return self.sales[-1] if self.sales else None

    def reprint(self, session: Session, sale: str) -> SettledSale:
        """Queue a copy."""
        del session
        self._called("reprint")
        return next(each for each in self.sales if each.sale == sale)

    def void(self, session: Session, sale: str) -> VoidedSale:
        """Take it back."""
        self._called("void")
        settled = next(each for each in self.sales if each.sale == sale)
        return VoidedSale(
            void="void-1",
            seq=99,
            receipt_label="Q2-000124",
            at=NOW,
            shift="shift-1",
            operator=session.operator,
            operator_name=session.name,
            till_name="Quầy 2",
            sale=settled,
            money=settled.to_pay,
            points_taken=settled.earned_points,
            points_returned=Points(0) if settled.burn is None else settled.burn.points,
            tenders=tuple(Tender(kind=each.kind, amount=each.amount) for each in settled.tenders),
        )

    def transfer_code(self, amount: Money, bill: str) -> TransferCode | None:
        """A VietQR."""
        self._called("transfer_code")
        if self.bank is None or amount <= 0:
            return None
        text = vietqr_text(bank_bin=self.bank.bin, account=self.bank.account, amount=amount, bill=bill[-12:])
        return TransferCode(
            rows=qr_modules(text), amount=amount, account=self.bank.account, name=self.bank.name
        )

    def settings(self) -> StoreSettings:
        """The store's settings."""
        self._called("settings")
        return StoreSettings(store_name="Cửa hàng Quận 1", bank=self.bank, cash_rounding=Money(500))

    def print_again(self, session: Session, job: int) -> None:
        """Queue the slip once more."""
        del session
        self._called(f"print_again {job}")

    def print_elsewhere(self) -> None:
        """Remember it."""
        self._called("print_elsewhere")

    def leave_slip(self, job: int) -> None:
        """Ask no more."""
        self._called(f"leave_slip {job}")

    def _called(self, errand: str) -> None:
        self.calls.append(errand)
        failure = self._failures.pop(errand.split(maxsplit=1)[0], None)
        if failure is not None:
            raise failure

    def _fresh(self) -> OpenSale:
        self._ids += 1
        return OpenSale(sale=f"sale-{self._ids}", started_at=NOW)

    def _members(self, text: str) -> tuple[MemberRow, ...]:
        folded = text.casefold()
        return tuple(
            MemberRow(
                member=each.member,
                name=each.name,
                phone_masked=each.phone_masked,
                phone_tail=each.phone_tail,
                tier_name=each.tier_name,
                points=each.points,
            )
            for each in self.members.values()
            if folded and (folded in each.name.casefold() or each.phone_tail.endswith(text[-3:]))
        )

    def _by_words(self, text: str) -> Found:
        members = self._members(text) if not text.isdecimal() else ()
        goods = tuple(each for each in GOODS if text.casefold() in each.name.casefold())
        if members and goods:
            return MixedFound(members=members, products=goods)
        if members or goods:
            return MembersFound(rows=members) if members else ProductsFound(rows=goods)
        if text.startswith("98") and len(text) == 16:
            return NothingFound(
                kind="card", code="card-unknown", text=text, suggestion="ask-server", value=text
            )
        if text.startswith("0") and text.isdecimal():
            return NothingFound(kind="phone", code="phone-unknown", text=text, suggestion="enrol", value=text)
        return NothingFound(kind="product", code="product-unknown", text=text, suggestion="search-goods")

    def _lease(self, member: AttachedMember) -> HeldLease:
        part = LeaseSlice(lot="lot-1", points=member.points)
        return HeldLease(
            lease=f"lease-{member.member}",
            member=member.member,
            state="open" if self.lends else "asked",
            amount=member.points if self.lends else Points(0),
            slices=(part,) if self.lends else (),
            until=NOW + timedelta(minutes=15),
        )

    def _settled(self, session: Session, sale: OpenSale, tenders: tuple[Tender, ...]) -> SettledSale:
        number = len(self.sales) + 123
        by_wallet = Money(sum(tender.amount for tender in tenders if tender.kind == "wallet"))
        sale = replace(sale, from_wallet=by_wallet)
        kinds: tuple[TenderKind, ...] = tuple(sorted({tender.kind for tender in tenders}))
        priced = self.price(sale, paid_with=kinds)
        whole = PricedSale(
            open_sale=priced.sale, paid_with=kinds, at=NOW, in_force=self._in_force(), quote=priced.quote
        )
        split = None if sale.exchange is None else sale.exchange.against(due_of(whole), cash_step=500)
        around = Circumstances(
            at=NOW,
            session=session,
            shift="shift-1",
            seq=number,
            receipt=ReceiptNumber(
                number=number,
                label=receipt_label("Q2", number),
                digits=receipt_digits(till_number=2, receipt_number=number),
            ),
            lease=sale.lease,
            new_id=lambda: f"lot-{number}",
            gifts=self.sold_gifts(sale),
            gift_leases={each.member: each for each in sale.gift_cards},
            wallet_lease=sale.wallet_lease,
            exchange=split,
        )
        return replace(settle(whole, tenders, around), given_back=() if split is None else paid_out(split))

    def _in_force(self) -> InForce:
        return InForce(
            identity=TillIdentity(
                tenant="t", store="q1", till="till-2", code="Q2", name="Quầy 2", number=2, incarnation=1
            ),
            settings=self.settings(),
            zone=ZONE,
            program=self.program,
            program_version=1,
            discount_labels={},
            earning_labels={},
            config_version=1,
            until=None,
        )


def shift_report(
    shift: Shift, session: Session, sales: tuple[SettledSale, ...], *, counted: Money
) -> ShiftReport:
    """The figures of some sales, in the shape of a closed shift."""

    def taken(kind: TenderKind) -> tuple[Tender, ...]:
        return tuple(tender for sale in sales for tender in sale.tenders if tender.kind == kind)

    cash = Money(sum(tender.amount for tender in taken("cash")))
    by_hand = tuple(tender for tender in taken("transfer") if tender.confirmed_by_hand)
    kinds: tuple[TenderKind, ...] = ("cash", "card", "transfer")
    return ShiftReport(
        shift=shift,
        closed_at=NOW + timedelta(hours=6),
        closed_by=session.operator,
        closed_by_name=session.name,
        till_name="Quầy 2",
        sales=len(sales),
        voids=0,
        gross=Money(sum(sale.subtotal for sale in sales)),
        discounts=Money(sum(each.amount for sale in sales for each in sale.discounts)),
        burned=Money(sum(sale.burn.amount for sale in sales if sale.burn is not None)),
        total=Money(sum(sale.total for sale in sales)),
        voided=Money(0),
        rounding=Money(sum(sale.rounding for sale in sales)),
        tenders=tuple(
            TenderFigures(
                kind=kind,
                count=len(taken(kind)),
                taken=Money(sum(tender.amount for tender in taken(kind))),
                given_back=Money(0),
            )
            for kind in kinds
        ),
        confirmed_by_hand=len(by_hand),
        confirmed_by_hand_amount=Money(sum(tender.amount for tender in by_hand)),
        reprints=0,
        drawer_openings=0,
        expected=Money(shift.opening_float + cash),
        counted=counted,
        loyalty=LoyaltyFigures(
            earned=Points(sum(sale.earned_points for sale in sales)),
            burned=Points(sum(sale.burn.points for sale in sales if sale.burn is not None)),
            taken_back=Points(0),
            given_back=Points(0),
            enrolled=0,
            sales_with_member=sum(sale.member is not None for sale in sales),
        ),
        vat=together(
            sold(VatSum(line.vat_percent, line.vat_base, line.vat) for sale in sales for line in sale.lines)
        ),
    )
