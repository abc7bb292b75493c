"""One of every message, with something in each of its fields."""

from loyalty.units import Money, Points
from loyalty.wire.earned import SaleLot, SaleProgram
from loyalty.wire.feed import (
    Bank,
    CardRow,
    LotState,
    MemberState,
    PersonState,
    StoreSettings,
)
from loyalty.wire.journal import (
    AmountOf,
    Refunded,
    SaleBurn,
    SaleLine,
    SaleReceipt,
    SaleSettled,
    SaleVoided,
)
from loyalty.wire.messages import (
    FeedAsk,
    FeedPage,
    FeedRow,
    Head,
    LeaseAsk,
    LeaseRefusal,
    OpenLease,
    Outcome,
    PairAnswer,
    Person,
    Slice,
    SyncAnswer,
    SyncRequest,
)
from loyalty.wire.sold import BurnSlice, SaleTender
from tests.unit.wire.chains import chain_of

AT = "2026-11-25T03:00:00.000Z"
MEMBER = MemberState(
    member="m1",
    state="active",
    alias_of=None,
    person=PersonState("Nguyễn Văn An", "+84912345678", "0912 345 678", "11-21"),
    tier="silver",
    points=Points(1250),
    owed=Points(0),
    available=Points(1200),
    lots=(LotState("lot", Points(1250), None, AT),),
    measure=6_000_000,
    purchases=12,
    memberships=(),
    segments=("khách quen",),
    vouchers={"9300000000017": "welcome"},
    used={"welcome": 1},
    revision=7,
    at=AT,
)
SALE = SaleSettled(
    sale="s1",
    member="m1",
    program=SaleProgram(1, "f" * 64),
    lines=(
        SaleLine(
            sku="rice",
            quantity="1.5",
            unit_price=20_000,
            gross=30_000,
            net=27_000,
            burned=2_000,
            earned_points=2,
            burned_points=4,
            vat_percent="8",
            discounts=(AmountOf("wed", 3_000),),
        ),
    ),
    discounts=(AmountOf("wed", 3_000),),
    earned_points=2,
    lot=SaleLot("lot-s1", 2, None, AT),
    burn=SaleBurn(4, 2_000, "l1", (BurnSlice("lot", 4),)),
    subtotal=30_000,
    total=25_000,
    rounding=-500,
    to_pay=24_500,
    tenders=(SaleTender("cash", 24_500, 25_000, 500),),
    receipt=SaleReceipt(123, "Q2-000123", "9700002000001230"),
)
REQUEST = SyncRequest(
    version=1,
    till="q1",
    incarnation=1,
    first_seq=1,
    prev_hash=bytes(32),
    events=tuple(chain_of(2)),
    persons=(Person("m1", "An", "+84912345678", "0912345678", "1990-11-21", ({"purpose": "points"},)),),
    head=Head(2, chain_of(2)[1].hash, bytes(64)),
    asks=(LeaseAsk("l1", "m1"),),
    feed=FeedAsk("", 0, 100),
)
ANSWER = SyncAnswer(
    version=1,
    ack_seq=2,
    ack_hash=bytes(32),
    signature=bytes(64),
    outcomes=(Outcome(1, "applied"), Outcome(2, "quarantined", "sums-differ")),
    leases=(
        OpenLease("l1", "m1", "points", Points(10), Points(0), (Slice("lot", Points(10), None),), AT, "open"),
    ),
    refused=(LeaseRefusal("l2", "nothing-available"),),
    members=(MEMBER,),
    feed=FeedPage("e1", (FeedRow(1, "card", "98", CardRow("98", "m1", "active").to_json()),), 1, more=False),
    server_time=AT,
    nonce="abc",
    policy_version=1,
)
PAIRED = PairAnswer("t", "s", "q1", 1, "Q1", "Quầy 1", 1, "e1", b"p" * 32, b"k" * 32, None, "n", AT)
SETTINGS = StoreSettings(
    "Q1", "12 Lê Lợi", "vi", Bank("970436", "0123456789"), 500, "", "VND", "Asia/Ho_Chi_Minh", "VN"
)
VOID = SaleVoided("s1", Refunded(Money(24_500), Points(2), Points(4)), "Q2-000124")
MESSAGES = (REQUEST, ANSWER, PAIRED, SETTINGS, MEMBER, SALE, VOID)
