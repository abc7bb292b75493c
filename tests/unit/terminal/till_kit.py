"""A till for tests: a real encrypted file, a clock moved by hand, a shop with a few goods and members."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from argon2 import PasswordHasher

from loyalty.identity.cards import card_number
from loyalty.units import Money, Points
from loyalty.wire.feed import (
    CardRow,
    LotState,
    MemberState,
    OperatorRow,
    ProductRow,
    ProgramRow,
    StoreSettings,
)
from loyalty.wire.pins import peppered_pin
from resources.catalogue import Catalogue
from terminal.clock import timestamp
from terminal.day import DayReport
from terminal.ids import NewId, uuid7
from terminal.keystore.fake import FakeKeyStore
from terminal.membership import HeldLease, LeaseSlice
from terminal.pricing_memory import PricingMemory
from terminal.receipts.facts import CardSlip, ConsentSlip, LateClaimSlip, RefundSlip, TopUpSlip, VoucherSlip
from terminal.receipts.paper import SlipPaper
from terminal.sale import SettledSale, VoidedSale
from terminal.session import Session
from terminal.settings import StoreSettings as Settings
from terminal.settings import TillIdentity
from terminal.shift import CashMove, ShiftReport
from terminal.store.database import Store
from terminal.store.leases import slices_to_json
from terminal.store.opening import open_store
from terminal.till import Till
from terminal.usecases.shifts import open_shift

KEY = bytes(range(32))
PEPPER = b"p" * 32
PIN = "2580"
MORNING = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
"""Ten o'clock on a Saturday in Ho Chi Minh City."""

LAN = Session(operator="op-lan", name="Lan", role="cashier", at=MORNING)
IDENTITY = TillIdentity(
    tenant="tenant-1", store="q1", till="till-2", code="Q2", name="Quầy 2", number=2, incarnation=1
)
RULE_TEXTS = {
    "rule.tier-off": "Hạng {tier} {percent}",
    "rule.tier-points": "hạng {tier}",
    "rule.base": "cơ bản",
}
PROGRAM = """
format = 1
name = "Thân Thiết"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"

[points]
unit = "điểm"
earn = 1
per_amount = 10000
worth = 500
burn_min = 50
burn_step = 10
burn_max_percent = 50
expire_months = 12

[[tier]]
id = "member"
name = "Thành viên"
at = 0

[[tier]]
id = "silver"
name = "Bạc"
at = 5000000
percent_off = 3
multiplier = 1.25

[[tier]]
id = "gold"
name = "Vàng"
at = 20000000
percent_off = 5
multiplier = 1.5

[[promotion]]
id = "code-tet"
name = "Mã Tết"
kind = "amount_off"
amount = 10000
when = { code = "TET2027", members_only = false }

[[promotion]]
id = "cash-only"
name = "Trả tiền mặt"
kind = "amount_off"
amount = 1000
when = { paid_with = ["cash"], min_spend = 900000, members_only = false }

[[promotion]]
id = "once"
name = "Một lần một năm"
kind = "percent_off"
percent = 10
on = { categories = ["cake"] }
when = { limit = { times = 1, per = "year" } }
"""


class MovedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime = MORNING) -> None:
        self.moment = start

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def move(self, **span: float) -> None:
        self.moment += timedelta(**span)


class CountedIds:
    """Ids that come out the same every time: UUIDv7 over a counter."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        return uuid7(unix_ms=self.count, random=self.count.to_bytes(10, "big"))


class PlainPaper:
    """Documents of one line, so that a test can see which was made of what."""

    def sale(
        self, sale: SettledSale, settings: Settings, *, copy: bool, back: RefundSlip | None = None
    ) -> str:
        of = "" if back is None else f" for {back.origin.label}"
        return f"sale {sale.receipt.label} {sale.to_pay} {settings.store_name}{' copy' if copy else ''}{of}"

    def void(self, void: VoidedSale, settings: Settings) -> str:
        return f"void {void.receipt_label} of {void.sale.receipt.label} {void.money} {settings.store_name}"

    def refund(self, refund: RefundSlip, settings: Settings) -> str:
        of = refund.sale_label or "goods"
        return f"refund {refund.origin.label} of {of} {refund.money} {settings.store_name}"

    def card(self, card: CardSlip, settings: Settings) -> str:
        return f"card {card.digits} {card.member_name} {settings.store_name}"

    def commands(self, settings: Settings) -> str:
        return f"commands {settings.store_name}"

    def voucher(self, voucher: VoucherSlip, settings: Settings) -> str:
        return f"voucher {voucher.digits} {voucher.worth} {voucher.to_name} {settings.store_name}"

    def consent(self, consent: ConsentSlip, settings: Settings, *, copy: bool) -> str:
        said = f"consent {consent.given} {consent.text} {consent.member_name} {settings.store_name}"
        origin = consent.origin
        return f"{said} copy of {origin.at} {origin.operator_name} {origin.till_name}" if copy else said

    def late_claim(self, claim: LateClaimSlip, settings: Settings) -> str:
        by = " ".join(f"{label} {points}" for label, points in claim.earned)
        figures = f"{claim.sale_label} {claim.points} {claim.points_after} ({by})"
        return f"late-claim {figures} {claim.approved_by} {settings.store_name}"

    def top_up_line(self, settings: Settings) -> str:
        return f"Top-up at {settings.store_name}"

    def top_up(self, top_up: TopUpSlip, settings: Settings) -> str:
        held = f"{top_up.balance_before} {top_up.balance_after}"
        return f"top-up {top_up.price} {top_up.bonus} {held} {settings.store_name}"

    def shift(self, report: ShiftReport, settings: Settings, *, copy: bool = False) -> str:
        mark = " copy" if copy else ""
        return f"shift {report.shift.number} {report.expected} {report.counted} {settings.store_name}{mark}"

    def cash(self, move: CashMove, settings: Settings) -> str:
        return f"cash {move.way} {move.amount} {move.reason} {settings.store_name}"

    def day(self, report: DayReport, settings: Settings, *, copy: bool) -> str:
        shifts = "+".join(str(each.shift.number) for each in report.shifts)
        return f"day {report.day.number} of {shifts} {settings.store_name}{' copy' if copy else ''}"

    def shift_so_far(self, report: ShiftReport, settings: Settings) -> str:
        return f"shift so far {report.shift.number} {report.expected} {settings.store_name}"


@dataclass
class Counter:
    """A till with everything a test may want to reach into."""

    till: Till
    clock: MovedClock
    ids: NewId
    keys: FakeKeyStore
    path: Path
    rung: list[str] = field(default_factory=list[str])

    @property
    def store(self) -> Store:
        return self.till.store

    def close(self) -> None:
        self.store.close()


@cache
def _made_file() -> bytes:
    """The file as a till makes it, nothing in it yet: made once, since each step of it waits for the disk."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "till.db"
        open_store(path, KEY, clock=MovedClock(), new_id=CountedIds()).close()
        return path.read_bytes()


def a_counter(
    folder: Path, *, identity: TillIdentity | None = IDENTITY, new_id: NewId | None = None
) -> Counter:
    """A till on `folder/till.db`: made and paired where it is not there yet, its shop still empty."""
    path, clock, ids, keys = folder / "till.db", MovedClock(), new_id or CountedIds(), FakeKeyStore()
    keys.set("pin-pepper", PEPPER)
    is_new = not path.exists()
    if is_new:
        path.write_bytes(_made_file())
    store = open_store(path, KEY, clock=clock, new_id=ids)
    rung: list[str] = []
    till = Till(
        store=store,
        clock=clock,
        new_id=ids,
        keys=keys,
        paper=PlainPaper(),
        memory=PricingMemory(texts={"vi": Catalogue("vi", RULE_TEXTS)}),
        nudge_sync=lambda: rung.append("sync"),
        nudge_printer=lambda: rung.append("printer"),
    )
    if is_new and identity is not None:
        with store.write() as unit:
            unit.state.pair(identity, feed_epoch="epoch-1")
    return Counter(till=till, clock=clock, ids=ids, keys=keys, path=path, rung=rung)


def printing(till: Till) -> Till:
    """The same till with the paper that shops print on, not with documents of one line."""
    return replace(till, paper=SlipPaper())


def a_shop(folder: Path) -> Counter:
    """The same with settings, a program, operators, goods and members, and a shift open."""
    counter = a_counter(folder)
    with counter.store.write() as unit:
        unit.config.put_settings(store_settings())
        unit.config.put_program(program_row(PROGRAM))
        unit.operators.put([operator_row("op-lan", "Lan"), operator_row("op-minh", "Minh", role="manager")])
        unit.products.put(GOODS)
        unit.members.put([ANH, BINH])
        unit.members.put_cards(
            [CardRow(ANH_CARD, ANH.member, "active"), CardRow(LOST_CARD, ANH.member, "blocked")]
        )
    open_shift(counter.till, LAN, opening_float=Money(500_000))
    counter.rung.clear()
    return counter


def grant_lease(
    counter: Counter, lease: HeldLease, *, points: int, minutes: int = 15, lot: str = "lot-1"
) -> None:
    """What the outbox does when the server grants: points of the member's first lot, or money of one."""
    now = counter.clock.now()
    part = LeaseSlice(lot=lot, points=Points(points), dies_at=now + timedelta(days=40))
    with counter.store.write() as unit:
        unit.connection.exec_driver_sql(
            "UPDATE leases SET state = 'open', amount = ?, slices = ?, until = ? WHERE lease = ?",
            (points, slices_to_json([part]), timestamp(now + timedelta(minutes=minutes)), lease.lease),
        )


def grant_claims(counter: Counter, *, minutes: int = 15) -> None:
    """What the outbox does when the server keeps for this till whatever it asked for."""
    until = timestamp(counter.clock.now() + timedelta(minutes=minutes))
    with counter.store.write() as unit:
        unit.connection.exec_driver_sql(
            "UPDATE claims SET state = 'open', until = ? WHERE state = 'wanted'", (until,)
        )


def store_settings(**changes: object) -> StoreSettings:
    settings: dict[str, object] = {
        "store_name": "Bách hóa Q1",
        "address": "12 Lê Lợi",
        "language": "vi",
        "bank": None,
        "cash_rounding": 500,
        "receipt_footer": "",
        "currency": "VND",
        "timezone": "Asia/Ho_Chi_Minh",
        "phone_region": "VN",
    }
    return StoreSettings.from_json(settings | changes)


def program_row(
    text: str, *, version: int = 1, valid_from: datetime = MORNING - timedelta(days=30)
) -> ProgramRow:
    return ProgramRow(version=version, text=text, fingerprint="0" * 64, valid_from=timestamp(valid_from))


def operator_row(operator: str, name: str, *, pin: str = PIN, role: str = "cashier") -> OperatorRow:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    pin_hash = quick.hash(peppered_pin(pin, operator=operator, pepper=PEPPER))
    body = {"operator": operator, "name": name, "role": role, "pin_hash": pin_hash, "state": "active"}
    return OperatorRow.from_json(body)


def product_row(sku: str, name: str, price: int, **more: object) -> ProductRow:
    body: dict[str, object] = {
        "sku": sku,
        "name": name,
        "category": "food",
        "brand": "",
        "tags": [],
        "unit_price": price,
        "unit": "piece",
        "vat_percent": "8",
        "barcodes": [],
        "state": "active",
    }
    return ProductRow.from_json(body | more)


def member_state(member: str, name: str, phone: str | None, **more: object) -> MemberState:
    body: dict[str, object] = {
        "member": member,
        "state": "active",
        "alias_of": None,
        "person": {"name": name, "phone": phone, "phone_text": "", "birthday": None},
        "tier": "member",
        "points": 0,
        "owed": 0,
        "available": 0,
        "lots": [],
        "measure": 0,
        "purchases": 0,
        "memberships": [],
        "segments": [],
        "vouchers": {},
        "used": {},
        "revision": 1,
        "at": timestamp(MORNING - timedelta(minutes=5)),
    }
    return MemberState.from_json(body | more)


ANH_CARD = card_number(1)
LOST_CARD = card_number(2)
ANH = member_state(
    "member-anh",
    "Nguyễn Thị Ánh",
    "+84912345678",
    tier="silver",
    points=1250,
    available=1250,
    lots=[
        LotState(
            lot="lot-1",
            points=Points(1250),
            dies_at=timestamp(MORNING + timedelta(days=40)),
            spendable_from=timestamp(MORNING - timedelta(days=300)),
        ).to_json()
    ],
    measure=6_000_000,
    purchases=12,
)
BINH = member_state("member-binh", "Trần Văn Bình", "+84987654321")
NOODLES = product_row("8934563138165", "Mì Hảo Hảo tôm chua cay", 4_500, category="noodles")
RICE = product_row("RICE-ST25", "Gạo ST25 túi 5 kg", 189_000, barcodes=["8936079120016"])
PORK = product_row("PORK", "Thịt ba rọi", 189_900, unit="kg", category="meat")
OTHER = product_row("OTHER", "Hàng khác", 0, tags=["open-price"])
CAKE = product_row("CAKE", "Bánh kem", 200_000, category="cake")
GONE = product_row("GONE", "Hàng đã ngừng bán", 1_000, state="blocked")
GOODS = (NOODLES, RICE, PORK, OTHER, CAKE, GONE)
