"""The sales behind the pictures. Figures are checked nowhere here: a slip prints what was kept."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from loyalty.quote.model import RuleStamps
from loyalty.units import Money, Points, Quantity
from loyalty.wire.prepaid import GiftSold, GiftUsed, MoneySlice
from loyalty.wire.wallet import WalletUsed
from terminal.goods import Unit
from terminal.sale import (
    BurnedSlice,
    EarnedLot,
    ReceiptNumber,
    RuleAmount,
    RulePoints,
    SaleMember,
    SettledSale,
    SoldBurn,
    SoldLine,
    Tender,
    VoidedSale,
)
from terminal.settings import StoreSettings

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2026, 11, 21, 10, 50, tzinfo=ZONE)

STORE = StoreSettings(store_name="CỬA HÀNG QUẬN 1", address="12 Lê Lợi, P. Sài Gòn, TP.HCM")
TALL_STORE = StoreSettings(
    store_name="TẠP HÓA ẨM THỰC ĐỒ GỖ NGUYỄN THỊ ẨN",
    address="Ấp Ổ Ẳ, xã Ẵm Ỗi, tỉnh Ễnh Ương – đường liên thôn số 123/45/6 ngõ 7",
    receipt_footer="Đổi hàng trong 7 ngày. Hotline 1900 0000 – Hẹn gặp lại quý khách!",
)


def line(
    name: str,
    *,
    quantity: str,
    price: int,
    gross: int,
    discounts: tuple[tuple[str, int], ...] = (),
    vat: tuple[str, int, int] | None = None,
    unit: Unit = "piece",
) -> SoldLine:
    """A sold line; `vat` is the rate, the base and the tax in it."""
    off = sum(amount for _, amount in discounts)
    return SoldLine(
        sku=name[:8],
        name=name,
        quantity=Quantity(int(Decimal(quantity) * 1000)),
        unit_price=Money(price),
        gross=Money(gross),
        net=Money(gross - off),
        burned=Money(0),
        earned_points=Points(0),
        burned_points=Points(0),
        vat=Money(vat[2] if vat else 0),
        vat_base=Money(vat[1] if vat else 0),
        vat_percent=Decimal(vat[0]) if vat else None,
        unit=unit,
        discounts=tuple(
            RuleAmount(rule=label, amount=Money(amount), label=label) for label, amount in discounts
        ),
    )


def member_sale() -> SettledSale:
    """The receipt of the design: a member with a tier, points burned, paid in cash, rounding and change."""
    return SettledSale(
        sale="0199-sale",
        seq=7,
        receipt=ReceiptNumber(number=123, label="Q2-000123", digits="9700002000001239"),
        at=datetime(2026, 11, 21, 10, 43, tzinfo=ZONE),
        shift="0199-shift",
        operator="lan",
        operator_name="Lan",
        till_name="Quầy 2",
        program_version=1,
        program_fingerprint="00",
        member=SaleMember(
            member="0199-member",
            name="Nguyễn Thị Ánh",
            phone_tail="678",
            tier="silver",
            tier_name="Bạc",
            points_before=Points(1250),
            points_after=Points(1095),
            worth_after=Money(547_500),
            expiring_points=Points(180),
            expiring_at=datetime(2026, 12, 31, 17, 0, tzinfo=UTC),
        ),
        lines=(
            line(
                "Mì Hảo Hảo tôm chua cay",
                quantity="3",
                price=4500,
                gross=13_500,
                discounts=(("Mua 2 tặng 1", 4500), ("Hạng Bạc 3 %", 270)),
            ),
            line(
                "Gạo ST25 túi 5 kg",
                quantity="2",
                price=189_000,
                gross=378_000,
                discounts=(("Hạng Bạc 3 %", 11_340),),
            ),
        ),
        discounts=(
            RuleAmount(rule="mua-2-tang-1", amount=Money(4500), label="Mua 2 tặng 1"),
            RuleAmount(rule="silver", amount=Money(11_610), label="Hạng Bạc 3 %"),
        ),
        earned=(
            RulePoints(rule="points", points=Points(36), label="cơ bản"),
            RulePoints(rule="silver", points=Points(9), label="hạng Bạc"),
        ),
        earned_points=Points(45),
        lot=EarnedLot(lot="0199-lot", points=Points(45), spendable_from=None, dies_at=None),
        burn=SoldBurn(
            points=Points(200),
            amount=Money(100_000),
            lease="0199-lease",
            slices=(BurnedSlice(lot="0198-lot", points=Points(200)),),
        ),
        subtotal=Money(391_500),
        total=Money(275_390),
        rounding=Money(-390),
        to_pay=Money(275_000),
        tenders=(Tender(kind="cash", amount=Money(275_000), given=Money(500_000)),),
    )


def household_sale() -> SettledSale:
    """The same for one of three who share a balance: the points are theirs together."""
    sale = member_sale()
    assert sale.member is not None
    nam = replace(sale.member, name="Trần Hoàng Nam", phone_tail="333", person="0199-person", sharing=3)
    return replace(sale, member=nam)


def prepaid_sale() -> SettledSale:
    """A gift card is sold beside goods; another one and the member's wallet pay, and say what is left."""
    card = "9300000000017"
    used = GiftUsed(card, "0199-lease", (MoneySlice("0198-lot", 120_000),))
    wallet = WalletUsed("0199-lease", (MoneySlice("0198-lot", 255_390),), (), (255_390,), (0,))
    return replace(
        member_sale(),
        gifts=(GiftSold("9300000000024", 100_000, "0199-lot", None),),
        gifts_left={card: Money(30_000)},
        wallet_after=Money(332_110),
        rounding=Money(0),
        to_pay=Money(375_390),
        tenders=(
            Tender(kind="gift", amount=Money(120_000), card=card, gift=used),
            Tender(kind="wallet", amount=Money(255_390), wallet=wallet),
        ),
    )


def plain_sale() -> SettledSale:
    """Nobody in particular, one piece, paid to the đồng by card: the shortest receipt there is."""
    return replace(
        member_sale(),
        member=None,
        lines=(line("Nước suối 500 ml", quantity="1", price=5000, gross=5000),),
        discounts=(),
        earned=(),
        earned_points=Points(0),
        lot=None,
        burn=None,
        subtotal=Money(5000),
        total=Money(5000),
        rounding=Money(0),
        to_pay=Money(5000),
        tenders=(Tender(kind="card", amount=Money(5000)),),
    )


def crowded_sale() -> SettledSale:
    """Everything that is long at once: names, figures, reasons, weights, VAT, tenders, points that wait."""
    sale = member_sale()
    assert sale.member is not None
    name = "Nước mắm Nam Ngư đệ nhị chai 900 ml – thùng 12 chai, hàng tuyển chọn"
    hamper = (
        "Giỏ quà Tết Ất Tỵ ĐẶC BIỆT (bánh, mứt, trà Ô Long, rượu vang) SỐLƯỢNGCÓHẠNKHÔNGHOÀNTRẢLẠIĐƯỢCNỮA"
    )
    reason = "Khách hạng Bạch kim giảm thêm 12,5 % trong tháng sinh nhật"
    return replace(
        sale,
        member=replace(
            sale.member,
            name="",
            phone_tail="",
            tier_name="Bạch kim",
            points_before=Points(1_234_567),
            points_after=Points(1_233_800),
            worth_after=Money(616_900_000),
            tier_reached="Kim cương",
        ),
        stamped=(
            RuleStamps(card="rice", name="Thẻ gạo", stamps=12, have=2, goal=10, full=1),
            RuleStamps(card="tea", name="Thẻ tích tem trà và cà phê", stamps=1, have=7, goal=8, full=0),
        ),
        lines=(
            line(
                name,
                quantity="12",
                price=1_234_567,
                gross=14_814_804,
                discounts=((reason, 1_851_850),),
                vat=("8", 12_002_735, 960_219),
            ),
            line(
                "Thịt ba chỉ",
                quantity="0.755",
                price=159_000,
                gross=120_045,
                vat=("5", 114_329, 5716),
                unit="kg",
            ),
            line(
                hamper,
                quantity="100",
                price=98_765_432,
                gross=9_876_543_200,
                vat=("10", 8_978_675_636, 897_867_564),
            ),
        ),
        discounts=(RuleAmount(rule="platinum", amount=Money(1_851_850), label=reason),),
        earned=(
            RulePoints(rule="points", points=Points(36), label="cơ bản"),
            RulePoints(rule="platinum", points=Points(900), label="hạng Bạch kim nhân đôi điểm cuối tuần"),
            RulePoints(rule="hamper", points=Points(1000), label="quà Tết thêm điểm"),
        ),
        earned_points=Points(1936),
        lot=EarnedLot(
            lot="0199-lot",
            points=Points(1936),
            spendable_from=datetime(2026, 11, 28, 17, 0, tzinfo=UTC),
            dies_at=None,
        ),
        subtotal=Money(9_891_478_049),
        total=Money(9_889_526_199),
        rounding=Money(-199),
        to_pay=Money(9_889_526_000),
        tenders=(
            Tender(kind="cash", amount=Money(1_000_000), given=Money(1_000_000)),
            Tender(kind="card", amount=Money(5_000_000_000)),
            Tender(kind="transfer", amount=Money(4_888_526_000), confirmed_by_hand=True),
        ),
    )


def voided_sale() -> VoidedSale:
    """The receipt of the design, taken back whole a minute later."""
    return VoidedSale(
        void="0199-void",
        seq=9,
        receipt_label="Q2-000124",
        at=datetime(2026, 11, 21, 10, 44, tzinfo=ZONE),
        shift="0199-shift",
        operator="lan",
        operator_name="Lan",
        till_name="Quầy 2",
        sale=replace(member_sale(), voided=True),
        money=Money(275_000),
        points_taken=Points(45),
        points_returned=Points(200),
        tenders=(Tender(kind="cash", amount=Money(275_000)),),
    )


def exchanged_sale() -> SettledSale:
    """Goods taxed at two rates, paid for with those of `refund` and some cash."""
    sale = member_sale()
    assert sale.member is not None
    return replace(
        sale,
        at=MORNING,
        member=replace(sale.member, points_after=Points(1303), worth_after=Money(651_500)),
        receipt=ReceiptNumber(number=126, label="Q2-000126", digits="9700002000001260"),
        lines=(
            line("Gạo ST25 túi 5 kg", quantity="1", price=189_000, gross=189_000, vat=("5", 180_000, 9000)),
            line("Nước suối 500 ml", quantity="2", price=5000, gross=10_000, vat=("8", 9259, 741)),
        ),
        discounts=(),
        burn=None,
        subtotal=Money(199_000),
        total=Money(199_000),
        rounding=Money(0),
        to_pay=Money(199_000),
        tenders=(
            Tender(kind="exchange", amount=Money(124_000)),
            Tender(kind="cash", amount=Money(75_000), given=Money(75_000)),
        ),
    )
