"""The shop of the samples: goods, members, a cashier, and the moment at which time stands still there."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from loyalty.identity.cards import card_number
from loyalty.program.model import Program
from loyalty.program.read import parse_program
from loyalty.units import Money, Points
from terminal.goods import Product
from terminal.membership import (
    AttachedMember,
    MemberLot,
)
from terminal.session import Session
from terminal.settings import Bank

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


@cache
def program_of(text: str, *, name: str = PROGRAM_FILE.name) -> Program:
    """A program from its text; each text is read once, however many tills have it."""
    return parse_program(text, name=name)
