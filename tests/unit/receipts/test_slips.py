"""What slips say: every figure of the kept sale, in the words of the store's language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from loyalty.units import Money, Points
from loyalty.wire.extras import DrawOf, SaleExtras
from terminal.receipts.document import Code128, Columns, Document, QrCode, Text, document_from_json
from terminal.receipts.paper import SlipPaper
from terminal.sale import SettledSale, Tender
from terminal.settings import Language
from tests.cases.receipts.days import shift_report
from tests.cases.receipts.sales import (
    STORE,
    crowded_sale,
    exchanged_sale,
    member_sale,
    plain_sale,
    prepaid_sale,
    voided_sale,
)
from tests.cases.receipts.slips import refund
from tests.unit.receipts.document_texts import said

PAPER = SlipPaper()


def receipt(sale: SettledSale, language: Language = "vi", *, copy: bool = False) -> Document:
    return document_from_json(PAPER.sale(sale, replace(STORE, language=language), copy=copy))


def test_stamps_are_told_with_what_is_on_the_card_then_and_what_a_full_one_gave() -> None:
    texts = said(receipt(crowded_sale()))
    assert texts[texts.index("Thẻ gạo (+12 tem) | 2/10") + 1] == "Đủ tem, được 1 phiếu"
    assert "Thẻ tích tem trà và cà phê (+1 tem) | 7/8" in texts
    assert "Thẻ tích tem trà và cà phê (+1 stamp) | 7/8" in said(receipt(crowded_sale(), "en"))


def test_stamps_that_are_owed_are_no_figure_below_zero() -> None:
    rice, tea = crowded_sale().stamped
    sale = replace(crowded_sale(), stamped=(replace(rice, stamps=1, have=-2, full=0), replace(tea, have=-1)))
    texts = said(receipt(sale))
    assert "Thẻ gạo (+1 tem) | còn nợ 2 tem" in texts
    assert not any("−2/" in text or "-2/" in text for text in texts)
    assert "Thẻ tích tem trà và cà phê (+1 stamp) | 1 stamp owed" in said(receipt(sale, "en"))


def test_a_tier_that_a_sale_reached_is_told_in_the_stores_language() -> None:
    assert "Chúc mừng: từ nay quý khách là hội viên Kim cương" in said(receipt(crowded_sale()))
    assert "Congratulations: you are Kim cương from now on" in said(receipt(crowded_sale(), "en"))


def test_the_receipt_of_the_design_says_what_the_design_says() -> None:
    assert said(receipt(member_sale())) == [
        "CỬA HÀNG QUẬN 1",
        "12 Lê Lợi, P. Sài Gòn, TP.HCM",
        "PHIẾU TÍCH ĐIỂM – KHÔNG PHẢI HÓA ĐƠN",
        "Số Q2-000123 | 21/11/2026 10:43",
        "Thu ngân Lan | Quầy 2",
        "Mì Hảo Hảo tôm chua cay",
        "3 x 4.500 | 13.500",
        "Mua 2 tặng 1 | -4.500",
        "Hạng Bạc 3 % | -270",
        "Gạo ST25 túi 5 kg",
        "2 x 189.000 | 378.000",
        "Hạng Bạc 3 % | -11.340",
        "Tạm tính | 391.500",
        "Giảm giá | -16.110",
        "Điểm (200) | -100.000",
        "PHẢI TRẢ | 275.390",
        "Tiền mặt | 500.000",
        "Làm tròn | -390",
        "Tiền thối | 225.000",
        "Hội viên ••••678 | Bạc",
        "Điểm trước | 1.250",
        "Đã dùng | -200",
        "Được cộng | +45",
        "cơ bản 36 · hạng Bạc 9",
        "Còn lại = 547.500 ₫ | 1.095",
        "180 điểm hết hạn 31/12/2026",
        "Số phiếu này, để đổi trả hoặc hỏi về điểm",
        "Cảm ơn anh/chị Ánh!",
    ]


def test_the_rows_of_a_receipt_that_puts_money_on_a_gift_card_add_up_to_what_is_to_pay() -> None:
    rows = dict(each.split(" | ") for each in said(receipt(prepaid_sale())) if " | " in each)
    steps = ("Tạm tính", "Giảm giá", "Điểm (200)", "PHẢI TRẢ")
    *parts, to_pay = (int(rows[each].replace(".", "")) for each in steps)
    assert sum(parts) == to_pay


def test_what_cash_rounded_away_beside_a_card_stands_below_what_the_card_paid() -> None:
    paid = replace(
        member_sale(), tenders=(Tender(kind="card", amount=Money(275_000)),), to_pay=Money(275_000)
    )
    rows = said(receipt(paid))
    due = rows.index("PHẢI TRẢ | 275.390")
    assert rows[due + 1 : due + 4] == ["Thẻ | 275.000", "Làm tròn | -390", "Hội viên ••••678 | Bạc"]


def test_the_amount_due_is_large_and_bold() -> None:
    large = [
        block for block in receipt(member_sale()).blocks if isinstance(block, Columns) and block.size == 2
    ]
    assert [(block.left, block.bold) for block in large] == [("PHẢI TRẢ", True)]


def test_a_receipt_carries_its_number_for_scanners_and_for_a_phone() -> None:
    blocks = receipt(member_sale()).blocks
    assert Code128("9700002000001239") in blocks
    assert QrCode("9700002000001239 Q2-000123 CUA HANG QUAN 1") in blocks


def test_nothing_personal_is_on_paper_but_the_end_of_the_number_and_the_given_name() -> None:
    text = PAPER.sale(member_sale(), STORE, copy=False)
    assert "Nguyễn" not in text
    assert "0199-member" not in text


def test_a_sale_without_a_member_has_no_points_on_it() -> None:
    texts = said(receipt(plain_sale()))
    assert not [text for text in texts if text.startswith(("Hội viên", "Điểm", "Được", "Còn lại", "Đã dùng"))]
    assert texts[-1] == "Cảm ơn quý khách!"
    assert "Tiền thối" not in " ".join(texts)
    assert "Làm tròn" not in " ".join(texts)


def test_a_shop_whose_own_words_are_the_thanks_says_them_once() -> None:
    for footer, said_so in (("Cảm ơn quý khách!", 1), ("Cảm ơn quý khách! Hẹn gặp lại.", 2)):
        shop = replace(STORE, receipt_footer=footer)
        texts = said(document_from_json(PAPER.sale(plain_sale(), shop, copy=False)))
        assert len([each for each in texts if each.startswith("Cảm ơn quý khách!")]) == said_so


def test_an_erased_member_is_greeted_as_anyone_and_keeps_the_points() -> None:
    texts = said(receipt(crowded_sale()))
    assert "Hội viên | Bạch kim" in texts
    assert "Cảm ơn quý khách!" in texts


def test_points_that_wait_say_from_which_day_of_the_shops_calendar() -> None:
    assert "Dùng được từ 29/11/2026" in said(receipt(crowded_sale()))


def test_points_that_can_be_spent_at_once_say_nothing_of_it() -> None:
    sale = member_sale()
    assert sale.lot is not None
    at_once = replace(sale, lot=replace(sale.lot, spendable_from=sale.at))
    assert said(receipt(at_once)) == said(receipt(sale))


@pytest.mark.parametrize(("days", "is_bold"), [(30, True), (31, False)])
def test_points_that_die_within_a_month_are_printed_bold(days: int, *, is_bold: bool) -> None:
    sale = member_sale()
    assert sale.member is not None
    member = replace(sale.member, expiring_points=Points(90), expiring_at=sale.at + timedelta(days=days))
    blocks = receipt(replace(sale, member=member)).blocks
    (line,) = [each for each in blocks if isinstance(each, Text) and "hết hạn" in each.text]
    assert line.bold == is_bold


def test_points_worth_nothing_are_not_turned_into_money() -> None:
    sale = member_sale()
    assert sale.member is not None
    worthless = replace(sale.member, worth_after=Money(0), expiring_points=Points(0))
    texts = said(receipt(replace(sale, member=worthless)))
    assert "Còn lại | 1.095" in texts
    assert not [text for text in texts if "hết hạn" in text]


def test_vat_is_summed_by_rate_where_it_is_known() -> None:
    texts = said(receipt(crowded_sale()))
    assert [text for text in texts if text.startswith("Thuế")] == [
        "Thuế GTGT 5 % trên 114.329 | 5.716",
        "Thuế GTGT 8 % trên 12.002.735 | 960.219",
        "Thuế GTGT 10 % trên 8.978.675.636 | 897.867.564",
    ]


def test_every_tender_stands_by_itself() -> None:
    texts = said(receipt(crowded_sale(), "en"))
    assert "Cash | 1,000,000" in texts
    assert "Card | 5,000,000,000" in texts
    assert "Bank transfer | 4,888,526,000" in texts


def test_a_weighed_line_shows_its_weight() -> None:
    assert "0,755 kg x 159.000 | 120.045" in said(receipt(crowded_sale()))
    assert "0.755 kg x 159,000 | 120,045" in said(receipt(crowded_sale(), "en"))


@pytest.mark.parametrize(("language", "mark"), [("vi", "BẢN SAO"), ("en", "COPY")])
def test_a_copy_says_so_at_both_ends_and_the_first_print_never(language: Language, mark: str) -> None:
    first, copy = (said(receipt(member_sale(), language, copy=copied)) for copied in (False, True))
    assert copy == [mark, *first, mark]
    assert mark not in first


def test_a_void_names_the_sale_and_what_went_back() -> None:
    texts = said(document_from_json(PAPER.void(voided_sale(), STORE)))
    assert "Hủy phiếu Q2-000123 | 21/11/2026 10:43" in texts
    assert "TRẢ LẠI | 275.000" in texts
    assert "Tiền mặt | 275.000" in texts
    assert "Thu hồi điểm đã cộng | -45" in texts
    assert "Trả lại điểm đã dùng | +200" in texts


LONG = "Nước giải khát vị chanh muối khoáng Vĩnh Hảo chai 430 ml lốc 6"


def test_goods_that_came_back_stand_under_their_name_on_every_slip() -> None:
    void = voided_sale()
    line = void.sale.lines[0]._replace(name=LONG)
    void = replace(void, sale=replace(void.sale, lines=(line, *void.sale.lines[1:])))
    back = refund()
    back = replace(back, lines=(replace(back.lines[0], name=LONG), *back.lines[1:]))
    slips = (
        (PAPER.void(void, STORE), "SL 3 | "),
        (PAPER.refund(back, STORE), "SL 1 | 4.365"),
        (PAPER.sale(exchanged_sale(), STORE, copy=False, back=back), "SL 1 | -4.365"),
    )
    for slip, counted in slips:
        document = document_from_json(slip)
        texts = said(document)
        under = texts.index(LONG) + 1
        assert texts[under].startswith(counted)
        inside = document.blocks[[getattr(each, "text", "") for each in document.blocks].index(LONG) + 1]
        assert isinstance(inside, Columns)
        assert inside.indent == 2


def test_a_void_without_a_member_says_nothing_of_points() -> None:
    void = replace(voided_sale(), sale=plain_sale(), points_taken=Points(0), points_returned=Points(0))
    assert not [text for text in said(document_from_json(PAPER.void(void, STORE))) if "iểm" in text[1:]]


def test_a_shift_report_shows_what_is_missing_from_the_drawer() -> None:
    texts = said(document_from_json(PAPER.shift(shift_report(), STORE)))
    assert "CHÊNH LỆCH | -2.000" in texts
    assert "Làm tròn tiền mặt | -14.290" in texts
    assert "Chuyển khoản xác nhận tay (16) | 4.300.000" in texts
    assert "Mở ca | 21/11/2026 07:02" in texts
    assert "Đơn có hội viên | 52" in texts


def test_days_are_those_of_the_store_not_of_the_server() -> None:
    late = replace(plain_sale(), at=datetime(2026, 11, 21, 17, 30, tzinfo=UTC))
    assert "Số Q2-000123 | 22/11/2026 00:30" in said(receipt(late))


def test_a_time_zone_this_machine_does_not_know_costs_no_receipt() -> None:
    lost = replace(STORE, timezone="Mars/Olympus")
    texts = said(document_from_json(PAPER.sale(member_sale(), lost, copy=False)))
    assert "Số Q2-000123 | 21/11/2026 03:43" in texts


def test_a_void_says_what_is_on_the_card_and_in_the_wallet_now() -> None:
    void = replace(voided_sale(), sale=prepaid_sale(), tenders=prepaid_sale().tenders)
    texts = said(document_from_json(PAPER.void(void, STORE)))
    assert {"Còn trên thẻ •••• 0017 | 150.000", "Còn trong ví | 587.500 ₫"} <= set(texts)
    assert not [
        text for text in said(document_from_json(PAPER.void(voided_sale(), STORE))) if "Còn tr" in text
    ]


def test_a_void_that_moved_no_points_names_the_member_only() -> None:
    void = replace(voided_sale(), points_taken=Points(0), points_returned=Points(0))
    texts = said(document_from_json(PAPER.void(void, STORE)))
    assert "Hội viên ••••678 | Bạc" in texts
    assert not [text for text in texts if "điểm" in text]


def test_a_receipt_that_is_in_a_draw_says_by_which_number() -> None:
    drawn = replace(member_sale(), extras=SaleExtras(draws=(DrawOf("tet", "Bốc thăm Tết"),)))
    assert "Hóa đơn này dự thưởng “Bốc thăm Tết” bằng dãy số dưới mã vạch. Hãy giữ lại." in said(
        receipt(drawn)
    )
    assert not any("dự thưởng" in text for text in said(receipt(member_sale())))


def test_what_a_recommendation_gave_stands_among_the_points() -> None:
    friend = replace(member_sale(), extras=SaleExtras(referral_points=50))
    assert "Thưởng được giới thiệu | +50" in said(receipt(friend))
