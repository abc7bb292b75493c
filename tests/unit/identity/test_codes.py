"""What was scanned or typed, told apart by its shape alone."""

import pytest

from loyalty.identity.cards import GIFT_SCHEME, card_number, receipt_digits
from loyalty.identity.codes import (
    BankCard,
    BankQr,
    GiftCard,
    MemberCard,
    PhoneDigits,
    ProductCode,
    ReceiptDigits,
    ReceiptLabel,
    Shape,
    Voucher,
    Words,
    classify,
    cleaned,
)

CARD = card_number(55)
GIFT = card_number(55, scheme=GIFT_SCHEME)
RECEIPT = receipt_digits(till_number=2, receipt_number=123)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("8934563138165", ProductCode("8934563138165", "8934563138165")),
        ("8934563138166", ProductCode("8934563138166", "8934563138165")),
        ("96385074", ProductCode("96385074", "96385074")),
        ("036000291452", ProductCode("036000291452", "036000291452")),
        ("18934563138162", ProductCode("18934563138162", "18934563138162")),
        ("101", ProductCode("101", "101")),
        (CARD, MemberCard(CARD, holds=True)),
        (f"\x02{CARD}\r\n", MemberCard(CARD, holds=True)),
        (" ".join((CARD[:4], CARD[4:8], CARD[8:12], CARD[12:])), MemberCard(CARD, holds=True)),
        ("9800000000000550", MemberCard("9800000000000550", holds=False)),
        (GIFT, GiftCard(GIFT, holds=True)),
        (RECEIPT, ReceiptDigits(RECEIPT, holds=True)),
        ("9700002000001235", ReceiptDigits("9700002000001235", holds=False)),
        ("Q2-000123", ReceiptLabel("Q2-000123", "Q2", 123)),
        ("0912345678", PhoneDigits("0912345678", whole=True)),
        ("01201234567", PhoneDigits("01201234567", whole=True)),
        ("84912345678", PhoneDigits("84912345678", whole=True)),
        ("+84 912 345 678", PhoneDigits("+84 912 345 678", whole=True)),
        ("0912 345 678", PhoneDigits("0912 345 678", whole=True)),
        ("5678", PhoneDigits("5678", whole=False)),
        ("912345678", PhoneDigits("912345678", whole=False)),
        ("123456789012345", PhoneDigits("123456789012345", whole=False)),
        ("12345678901234567890", ProductCode("12345678901234567890", "12345678901234567890")),
        ("9300000000017", Voucher("9300000000017")),
        ("00020101021238570010A000000727", BankQr()),
        ("4111111111111111", BankCard()),
        ("5500005555555559", BankCard()),
        ("371449635398431", BankCard()),
        ("%B4111111111111111^LAN/NGUYEN^", BankCard()),
        (";4111111111111111=2512", BankCard()),
        ("4111111111111112", ProductCode("4111111111111112", "4111111111111112")),
        ("Nguyễn  Ánh", Words("Nguyễn Ánh")),
        ("Nguye\u0302\u0303n", Words("Nguyễn")),
        ("TET2027", Words("TET2027")),
        (" \r\n", Words("")),
        ("٠٩١٢٣٤٥٦٧٨", Words("٠٩١٢٣٤٥٦٧٨")),
    ],
)
def test_a_text_is_what_its_shape_says(text: str, shape: Shape) -> None:
    assert classify(text) == shape


def test_a_bar_code_with_a_wrong_check_digit_says_so() -> None:
    wrong = classify("8934563138166")
    right = classify("8934563138165")
    assert isinstance(wrong, ProductCode)
    assert isinstance(right, ProductCode)
    assert (wrong.holds, right.holds) == (False, True)


@pytest.mark.parametrize("symbology", ["ean-13", "ean-8", "upc-a"])
def test_what_a_scanner_calls_an_ean_is_a_product_whatever_it_resembles(symbology: str) -> None:
    for digits in ("9300000000017", "0912345678", CARD, "12345678"):
        shape = classify(digits, symbology)
        assert isinstance(shape, ProductCode)
        assert shape.code == digits
    assert classify("8934563138166", "ean-13") == ProductCode("8934563138166", "8934563138165")


def test_a_voucher_in_a_symbology_of_our_own_is_one_for_certain() -> None:
    assert classify("9300000000017", "code-128") == Voucher("9300000000017", certain=True)
    assert classify("9300000000017", "itf") == Voucher("9300000000017")
    assert classify(CARD, "qr") == MemberCard(CARD, holds=True)
    assert classify("00020101021238570010A000000727", "qr") == BankQr()


def test_digits_as_wide_as_letters_are_digits() -> None:
    assert classify("８９３４５６３１３８１６５") == classify("8934563138165")
    assert cleaned(" ０９１２ ３４５ ６７８ ") == "0912 345 678"
