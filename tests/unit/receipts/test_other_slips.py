"""What the slips beside receipt and void say, and what they leave out where there is nothing to say."""

from dataclasses import replace

import pytest

from loyalty.units import Money, Points
from resources.catalogue import Language
from terminal.receipts.document import Code128, Document, QrCode, Text, document_from_json
from terminal.receipts.letters import VIETNAMESE_LETTERS
from terminal.receipts.paper import SlipPaper
from tests.cases.receipts.days import cash_move, day_report, shift_report
from tests.cases.receipts.sales import STORE
from tests.cases.receipts.slips import bare_refund, card, refund, top_up, trial, voucher
from tests.unit.receipts.document_texts import said

PAPER = SlipPaper()


def read(text: str) -> Document:
    return document_from_json(text)


def scanned(document: Document) -> list[str]:
    codes = (block for block in document.blocks if isinstance(block, QrCode | Code128))
    return [block.data if isinstance(block, QrCode) else block.digits for block in codes]


def test_a_refund_says_what_came_back_and_how_the_money_went() -> None:
    assert said(read(PAPER.refund(refund(), STORE)))[2:] == [
        "PHIẾU TRẢ HÀNG",
        "PHIẾU TÍCH ĐIỂM – KHÔNG PHẢI HÓA ĐƠN",
        "Số Q2-000125 | 21/11/2026 10:50",
        "Thu ngân Lan | Quầy 2",
        "Trả hàng của phiếu Q2-000123 | 21/11/2026 10:43",
        "Mì Hảo Hảo tôm chua cay",
        "SL 1 | 4.365",
        "Thịt ba chỉ",
        "SL 0,755 kg | 120.045",
        "Lý do: bao bì rách, khách không ưng",
        "TRẢ LẠI | 124.000",
        "Làm tròn | -410",
        "Tiền mặt | 24.000",
        "Thẻ | 100.000",
        "Thuế GTGT 5 % trên 114.329 | -5.716",
        "Thuế GTGT 8 % trên 4.042 | -323",
        "Hội viên ••••678 | Bạc",
        "Thu hồi điểm đã cộng | -12",
        "Trả lại điểm đã dùng | +20",
        "Còn lại | 1.103",
        "Chữ ký khách hàng",
    ]


@pytest.mark.parametrize(
    ("language", "told"), [("vi", "Lý do: Hàng lỗi, hỏng"), ("en", "Reason: Damaged or faulty")]
)
def test_why_goods_came_back_is_told_in_the_language_of_the_store(language: Language, told: str) -> None:
    refunded = replace(refund(), reason="damaged")
    assert told in said(read(PAPER.refund(refunded, replace(STORE, language=language))))


def test_a_refund_of_a_membership_says_what_was_kept_of_it() -> None:
    document = document_from_json(PAPER.refund(replace(refund(), held=Money(101_000)), STORE))
    assert "Giữ lại 101.000 ₫ cho những ngày gói đã chạy" in said(document)


def test_a_refund_without_a_receipt_says_so_and_nothing_of_points() -> None:
    texts = said(read(PAPER.refund(bare_refund(), STORE)))
    assert texts[6:] == [
        "Trả hàng không có phiếu",
        "Nước suối 500 ml",
        "SL 1 | 5.000",
        "TRẢ LẠI | 5.000",
        "Tiền mặt | 5.000",
        "Thuế GTGT 8 % trên 4.630 | -370",
        "Chữ ký khách hàng",
    ]


def test_points_that_did_not_move_are_not_mentioned() -> None:
    still = replace(
        refund(), points_taken=Points(0), points_returned=Points(0), points_after=None, sale_at=None
    )
    texts = said(read(PAPER.refund(still, STORE)))
    assert texts[-2:] == ["Hội viên ••••678 | Bạc", "Chữ ký khách hàng"]
    assert "Trả hàng của phiếu Q2-000123 | " in texts


def test_a_shift_that_goes_on_is_reported_without_a_count() -> None:
    so_far = said(read(PAPER.shift_so_far(shift_report(), STORE)))
    closed = said(read(PAPER.shift(shift_report(), STORE)))
    assert so_far[2] == "BÁO CÁO CA (X)"
    assert {"In lúc | 21/11/2026 14:58", "Người in | Hương", "Tiền mặt theo sổ | 10.599.000"} <= set(so_far)
    assert so_far[-1] == "Ca vẫn đang mở. Chưa đếm ngăn kéo."
    missing = set(closed) - set(so_far)
    assert missing == {
        "ĐÓNG CA (Z)",
        "Đóng ca | 21/11/2026 14:58",
        "Người đóng | Hương",
        "Tiền đếm được | 10.597.000",
        "CHÊNH LỆCH | -2.000",
        "Chữ ký",
    }


def test_a_temporary_card_is_scanned_like_the_plastic_one() -> None:
    document = read(PAPER.card(card(), STORE))
    assert scanned(document) == ["9812345678901239"] * 2
    assert "Dùng đến hết ngày | 21/12/2026" in said(document)
    assert Text("Nguyễn Hoàng Phương Uyên", align="center", bold=True, size=2) in document.blocks


def test_a_card_for_ever_and_for_nobody_says_neither() -> None:
    texts = said(read(PAPER.card(replace(card(), valid_until=None, member_name="", tier_name=""), STORE)))
    assert texts[2:4] == [
        "THẺ HỘI VIÊN TẠM",
        "Đưa mã này cho thu ngân khi mua hàng. Phiếu in nhiệt sẽ phai: hãy chụp lại.",
    ]


def test_a_voucher_says_what_it_is_worth_from_when_to_when_and_for_whom() -> None:
    document = read(PAPER.voucher(voucher(), STORE))
    assert scanned(document) == ["960000123456784531"] * 2
    texts = said(document)
    assert texts[3:6] == ["GIẢM 50.000 ₫", "Tặng chị Ánh", "Xin lỗi quý khách vì đã giao hàng chậm"]
    assert texts[6:8] == ["Dùng từ ngày | 22/11/2026", "Dùng đến hết ngày | 31/12/2026"]
    assert texts[8].startswith("• Cho hóa đơn từ 300.000 ₫")
    bare = replace(voucher(), valid_from=None, valid_until=None, reason="", to_name="", conditions=())
    assert said(read(PAPER.voucher(bare, STORE)))[3:5] == [
        "GIẢM 50.000 ₫",
        "Dùng một lần, không đổi thành tiền mặt.",
    ]


def test_a_top_up_says_the_price_the_bonus_and_both_balances() -> None:
    assert said(read(PAPER.top_up(top_up(), STORE)))[6:] == [
        "Hội viên ••••678 | Bạc",
        "TIỀN NẠP | 500.000",
        "Tiền mặt | 600.000",
        "Tiền thối | 100.000",
        "Số dư trước | 37.500",
        "Tiền nạp | +500.000",
        "Được tặng thêm | +50.000",
        "SỐ DƯ | 587.500 ₫",
        "Tiền tặng dùng đến hết ngày 21/05/2027.",
        "Cảm ơn quý khách!",
    ]


def test_a_top_up_without_a_bonus_speaks_of_none() -> None:
    plain = replace(top_up(), bonus=Money(0), balance_after=Money(537_500))
    assert not any("tặng" in text for text in said(read(PAPER.top_up(plain, STORE))))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_test_page_has_every_letter_there_is(language: str) -> None:
    settings = replace(STORE, language="vi" if language == "vi" else "en")
    document = read(PAPER.trial(trial(), settings))
    letters = {letter for text in said(document)[8:] for letter in text}
    assert letters >= VIETNAMESE_LETTERS
    assert len(VIETNAMESE_LETTERS) == 134
    assert scanned(document) == [trial().digits] * 2


def test_a_test_page_of_a_printer_of_which_nothing_is_known_is_whole() -> None:
    texts = said(read(PAPER.trial(replace(trial(), facts=(), guarantee=""), STORE)))
    assert texts[2:5] == ["IN THỬ", "192.168.1.60:9100 | 21/11/2026 08:00", "Quầy | Quầy 2"]
    assert texts[-1] == "HẾT TRANG IN THỬ"


def test_cash_in_or_out_says_what_for_and_who_allowed_it() -> None:
    slip = said(read(PAPER.cash(cash_move(), STORE)))
    assert "Số tiền | 750.000" in slip
    assert "Lý do | Trả nhà cung cấp" in slip
    assert slip[-3:] == ["Đá lạnh và rau muống", "Người duyệt: Hương", "Ký tên"]


def test_a_day_has_each_shift_and_the_sums_of_all() -> None:
    slip = said(read(PAPER.day(day_report(), STORE, copy=False)))
    assert "Ca số 41 · Hương | 21/11/2026 14:58" in slip
    assert [line for line in slip if line.startswith("Doanh thu")] == [
        *("Doanh thu | 17.288.290",) * 2,
        "Doanh thu | 34.576.580",
    ]
    assert "CHÊNH LỆCH | -4.000" in slip
    assert "Người chốt | Hương" in slip


def test_a_shift_that_differs_says_why_and_what_was_counted_first() -> None:
    slip = said(read(PAPER.shift(day_report().shifts[1], STORE)))
    assert "Đếm lần đầu | 1.000" in slip
    assert "Lý do | Thối nhầm tiền" in slip
    assert "Trả nhà cung cấp | -750.000" in slip


def test_a_blind_report_has_no_sums() -> None:
    slip = said(read(PAPER.shift_so_far(replace(shift_report(), is_blind=True), STORE)))
    assert "Ngăn kéo chưa đếm nên không in số tiền." in slip
    assert not any(line.startswith(("Doanh thu", "Tiền mặt", "Tiền mặt theo sổ")) for line in slip)
