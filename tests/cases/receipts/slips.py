"""The sales behind the pictures. Figures are checked nowhere here: a slip prints what was kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from loyalty.units import Money, Points, Quantity
from loyalty.wire.prepaid import GiftSold, GiftUsed, MoneySlice
from loyalty.wire.vat_back import VatBack
from loyalty.wire.wallet import WalletUsed
from resources.catalogue import Catalogue
from terminal.day import DayReport, total_of
from terminal.receipts.facts import (
    CardSlip,
    ConsentSlip,
    LateClaimSlip,
    Origin,
    RefundSlip,
    ReturnedLine,
    TopUpSlip,
    TrialSlip,
    VoucherSlip,
)
from terminal.receipts.paper import SlipPaper
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
from terminal.settings import Language, StoreSettings
from terminal.shift import CashMove, DayClosed, LoyaltyFigures, Shift, ShiftReport, TenderFigures
from terminal.vat import VatFigures

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

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
            line("Thịt ba chỉ", quantity="0.755", price=159_000, gross=120_045, vat=("5", 114_329, 5716)),
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


def late_claim() -> LateClaimSlip:
    """Points of yesterday's receipt, part of which had come back since, with a supervisor's word."""
    member = member_sale().member
    assert member is not None
    return LateClaimSlip(
        origin=Origin(
            label="Q2-000126",
            at=datetime(2026, 11, 22, 9, 12, tzinfo=ZONE),
            operator_name="Lan",
            till_name="Quầy 2",
        ),
        sale_label="Q2-000123",
        sale_at=datetime(2026, 11, 21, 10, 43, tzinfo=ZONE),
        member=member,
        earned=(("cơ bản", Points(36)), ("hạng Bạc", Points(9))),
        gone=Points(4),
        stamps=(("Thẻ gạo", 2),),
        points=Points(41),
        points_after=Points(1_136),
        approved_by="Hương",
    )


def cash_move() -> CashMove:
    """A supplier paid at the door, with a supervisor's word."""
    return CashMove(
        move="0199-move",
        shift="0199-shift",
        at=datetime(2026, 11, 21, 9, 30, tzinfo=ZONE),
        operator="lan",
        operator_name="Lan",
        way="out",
        amount=Money(750_000),
        reason="supplier",
        note="Đá lạnh và rau muống",
        approver_name="Hương",
    )


def day_report() -> DayReport:
    """Two shifts; in the second, cash went out and the drawer was counted twice."""
    first = shift_report()
    second = replace(
        first,
        shift=replace(first.shift, shift="0199-second", number=42),
        closed_at=datetime(2026, 11, 21, 14, 30, tzinfo=UTC),
        paid_in=Money(200_000),
        paid_out=Money(750_000),
        moves=(cash_move(), replace(cash_move(), way="in", reason="change", note="")),
        reason="change",
        first_counted=Money(1_000),
    )
    at = datetime(2026, 11, 21, 14, 40, tzinfo=UTC)
    day = DayClosed(number=7, operator="huong", operator_name="Hương", at=at)
    return DayReport(day=day, shifts=(first, second), total=total_of((first, second)))


def shift_report() -> ShiftReport:
    """A morning with every kind of figure in it, and 2.000 ₫ missing from the drawer."""
    return ShiftReport(
        shift=Shift(
            shift="0199-shift",
            number=41,
            operator="lan",
            operator_name="Lan",
            opened_at=datetime(2026, 11, 21, 0, 2, tzinfo=UTC),
            opening_float=Money(1_000_000),
        ),
        closed_at=datetime(2026, 11, 21, 7, 58, tzinfo=UTC),
        closed_by="huong",
        closed_by_name="Hương",
        till_name="Quầy 2",
        sales=86,
        voids=1,
        gross=Money(18_432_500),
        discounts=Money(734_210),
        burned=Money(410_000),
        total=Money(17_288_290),
        voided=Money(275_000),
        rounding=Money(-14_290),
        tenders=(
            TenderFigures(kind="cash", count=61, taken=Money(9_874_000), given_back=Money(275_000)),
            TenderFigures(kind="card", count=9, taken=Money(3_100_000), given_back=Money(0)),
            TenderFigures(kind="transfer", count=16, taken=Money(4_300_000), given_back=Money(0)),
        ),
        confirmed_by_hand=16,
        confirmed_by_hand_amount=Money(4_300_000),
        reprints=2,
        drawer_openings=63,
        expected=Money(10_599_000),
        counted=Money(10_597_000),
        loyalty=LoyaltyFigures(
            earned=Points(1728),
            burned=Points(820),
            taken_back=Points(45),
            given_back=Points(200),
            enrolled=3,
            sales_with_member=52,
        ),
        vat=(
            VatFigures(percent=Decimal(5), sold_base=Money(1_200_000), sold_vat=Money(60_000)),
            VatFigures(
                percent=Decimal(8),
                sold_base=Money(14_400_000),
                sold_vat=Money(1_152_000),
                back_base=Money(200_000),
                back_vat=Money(16_000),
            ),
            VatFigures(percent=None, sold_base=Money(476_290), back_base=Money(59_000)),
        ),
    )


def origin(label: str) -> Origin:
    """A slip of the morning, at the second till."""
    at = datetime(2026, 11, 21, 10, 50, tzinfo=ZONE)
    return Origin(label=label, at=at, operator_name="Lan", till_name="Quầy 2")


def refund() -> RefundSlip:
    """One of three packets and some weighed meat come back, by two tenders; points go both ways."""
    sale = member_sale()
    return RefundSlip(
        origin=origin("Q2-000125"),
        sale_label=sale.receipt.label,
        sale_at=sale.at,
        reason="bao bì rách, khách không ưng",
        lines=(
            ReturnedLine(name="Mì Hảo Hảo tôm chua cay", quantity=Quantity(1000), amount=Money(4365)),
            ReturnedLine(name="Thịt ba chỉ", quantity=Quantity(755), amount=Money(120_045)),
        ),
        money=Money(124_000),
        rounding=Money(-410),
        tenders=(
            Tender(kind="cash", amount=Money(24_000)),
            Tender(kind="card", amount=Money(100_000)),
        ),
        member=sale.member,
        points_taken=Points(12),
        points_returned=Points(20),
        points_after=Points(1103),
        vat=(
            VatBack(Decimal(5), Money(114_329), Money(5716)),
            VatBack(Decimal(8), Money(4042), Money(323)),
        ),
    )


def exchanged_sale() -> SettledSale:
    """Goods taxed at two rates, paid for with those of `refund` and some cash."""
    sale = member_sale()
    assert sale.member is not None
    return replace(
        sale,
        at=origin("").at,
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


def exchanged_goods() -> RefundSlip:
    """The same goods, all of whose money goes into others."""
    return replace(refund(), tenders=(Tender(kind="exchange", amount=Money(124_000)),))


def bare_refund() -> RefundSlip:
    """Without a receipt, by nobody in particular, taxed at the rate of its product: the shortest."""
    line = ReturnedLine(name="Nước suối 500 ml", quantity=Quantity(1000), amount=Money(5000))
    tenders = (Tender(kind="cash", amount=Money(5000)),)
    vat = (VatBack(Decimal(8), Money(4630), Money(370)),)
    return RefundSlip(origin=origin("Q2-000126"), lines=(line,), money=Money(5000), tenders=tenders, vat=vat)


def card() -> CardSlip:
    """A long name on a card that is good for a month."""
    return CardSlip(
        origin=origin("Q2-000127"),
        digits="9812345678901239",
        member_name="Nguyễn Hoàng Phương Uyên",
        tier_name="Bạc",
        valid_until=datetime(2026, 12, 21, 17, 0, tzinfo=UTC),
    )


def consent(language: Language) -> ConsentSlip:
    """A consent in the words of the screen."""
    return ConsentSlip(
        origin=origin(""),
        member_name="Nguyễn Hoàng Phương Uyên",
        phone_tail="678",
        text=Catalogue.load(language).text("members.consent-messages"),
        text_version="2026-11",
        language=language,
        given=True,
    )


def withdrawal(language: Language) -> ConsentSlip:
    """The same, taken back."""
    return replace(consent(language), given=False)


def voucher() -> VoucherSlip:
    """An apology with conditions."""
    return VoucherSlip(
        origin=origin("Q2-000128"),
        digits="960000123456784531",
        worth="GIẢM 50.000 ₫",
        valid_from=datetime(2026, 11, 22, 0, 0, tzinfo=ZONE),
        valid_until=datetime(2026, 12, 31, 17, 0, tzinfo=UTC),
        reason="Xin lỗi quý khách vì đã giao hàng chậm",
        to_name="chị Ánh",
        conditions=(
            "Cho hóa đơn từ 300.000 ₫, không cộng với ưu đãi khác của cùng mặt hàng.",
            "Không áp dụng cho sữa bột trẻ em và thẻ cào.",
        ),
    )


def top_up() -> TopUpSlip:
    """Half a million paid in cash, a tenth on top."""
    member = member_sale().member
    assert member is not None
    return TopUpSlip(
        origin=origin("Q2-000129"),
        member=member,
        price=Money(500_000),
        bonus=Money(50_000),
        balance_before=Money(37_500),
        balance_after=Money(587_500),
        tenders=(Tender(kind="cash", amount=Money(500_000), given=Money(600_000)),),
        bonus_until=datetime(2027, 5, 21, 17, 0, tzinfo=UTC),
    )


def trial() -> TrialSlip:
    """A printer on the network, as it is set."""
    return TrialSlip(
        at=datetime(2026, 11, 21, 8, 0, tzinfo=ZONE),
        till_name="Quầy 2",
        printer_name="192.168.1.60:9100",
        facts=(("Cách nối", "Mạng"), ("Khổ giấy", "80 mm"), ("Chữ", "vẽ thành ảnh")),
        guarantee="Máy in xác nhận từng phiếu: quầy biết chắc phiếu đã in, hoặc nói rõ máy gặp gì.",
    )


Slip = Callable[[SlipPaper, Language], str]


def _in(language: Language, settings: StoreSettings = STORE) -> StoreSettings:
    return replace(settings, language=language)


SLIPS: dict[str, Slip] = {
    "member": lambda paper, language: paper.sale(member_sale(), _in(language), copy=False),
    "household": lambda paper, language: paper.sale(household_sale(), _in(language), copy=False),
    "prepaid": lambda paper, language: paper.sale(prepaid_sale(), _in(language), copy=False),
    "copy": lambda paper, language: paper.sale(plain_sale(), _in(language), copy=True),
    "crowded": lambda paper, language: paper.sale(crowded_sale(), _in(language, TALL_STORE), copy=False),
    "void": lambda paper, language: paper.void(voided_sale(), _in(language)),
    "shift": lambda paper, language: paper.shift(shift_report(), _in(language)),
    "shift-so-far": lambda paper, language: paper.shift_so_far(shift_report(), _in(language)),
    "late-claim": lambda paper, language: paper.late_claim(late_claim(), _in(language)),
    "cash": lambda paper, language: paper.cash(cash_move(), _in(language)),
    "day": lambda paper, language: paper.day(day_report(), _in(language), copy=True),
    "refund": lambda paper, language: paper.refund(refund(), _in(language)),
    "exchange": lambda paper, language: paper.sale(
        exchanged_sale(), _in(language), copy=False, back=exchanged_goods()
    ),
    "bare-refund": lambda paper, language: paper.refund(bare_refund(), _in(language)),
    "card": lambda paper, language: paper.card(card(), _in(language)),
    "voucher": lambda paper, language: paper.voucher(voucher(), _in(language)),
    "consent": lambda paper, language: paper.consent(consent(language), _in("vi"), copy=False),
    "consent-copy": lambda paper, language: paper.consent(consent(language), _in("vi"), copy=True),
    "withdrawal": lambda paper, language: paper.consent(withdrawal(language), _in("vi"), copy=False),
    "top-up": lambda paper, language: paper.top_up(top_up(), _in(language)),
    "trial": lambda paper, language: paper.trial(trial(), _in(language)),
}
"""The slips that have a picture: name to the JSON of its document."""
