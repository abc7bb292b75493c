"""The slips that have a picture, by name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from loyalty.units import Money, Points, Quantity
from loyalty.wire.vat_back import VatBack
from resources.catalogue import Catalogue
from terminal.receipts.facts import (
    CardSlip,
    ConsentSlip,
    Origin,
    RefundSlip,
    ReturnedLine,
    TopUpSlip,
    TrialSlip,
    VoucherSlip,
)
from terminal.receipts.paper import SlipPaper
from terminal.sale import Tender
from terminal.settings import Language, StoreSettings
from tests.cases.receipts.days import cash_move, day_report, late_claim, shift_report
from tests.cases.receipts.sales import (
    MORNING,
    STORE,
    TALL_STORE,
    ZONE,
    crowded_sale,
    exchanged_sale,
    household_sale,
    member_sale,
    plain_sale,
    prepaid_sale,
    voided_sale,
)


def origin(label: str) -> Origin:
    """A slip of the morning, at the second till."""
    return Origin(label=label, at=MORNING, operator_name="Lan", till_name="Quầy 2")


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
            ReturnedLine(name="Thịt ba chỉ", quantity=Quantity(755), amount=Money(120_045), unit="kg"),
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
    "commands": lambda paper, language: paper.commands(_in(language)),
    "voucher": lambda paper, language: paper.voucher(voucher(), _in(language)),
    "consent": lambda paper, language: paper.consent(consent(language), _in("vi"), copy=False),
    "consent-copy": lambda paper, language: paper.consent(consent(language), _in("vi"), copy=True),
    "withdrawal": lambda paper, language: paper.consent(withdrawal(language), _in("vi"), copy=False),
    "top-up": lambda paper, language: paper.top_up(top_up(), _in(language)),
    "trial": lambda paper, language: paper.trial(trial(), _in(language)),
}
"""The slips that have a picture: name to the JSON of its document."""
