"""Phone numbers as people type them, brought to one form."""

import pytest

from loyalty.errors import Refused
from loyalty.identity.phones import convert_old_mobile, is_region, masked, parse


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "091 234 56 78",
        "0912.345.678",
        "(091) 234-5678",
        "912345678",
        "84912345678",
        "+84912345678",
        "+84 (0) 912345678",
        "0084912345678",
        " 0912345678 ",
    ],
)
def test_every_way_to_write_a_mobile_number_is_one_number(typed: str) -> None:
    phone = parse(typed)
    assert (phone.e164, phone.text, phone.warning) == ("+84912345678", typed.strip(), None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0120", "070"), ("0121", "079"), ("0122", "077"), ("0126", "076"), ("0128", "078"),
        ("0123", "083"), ("0124", "084"), ("0125", "085"), ("0127", "081"), ("0129", "082"),
        ("0162", "032"), ("0163", "033"), ("0164", "034"), ("0165", "035"), ("0166", "036"),
        ("0167", "037"), ("0168", "038"), ("0169", "039"), ("0186", "056"), ("0188", "058"), ("0199", "059"),
    ],
)  # fmt: skip
def test_an_eleven_digit_mobile_of_before_2018_became_a_ten_digit_one(old: str, new: str) -> None:
    assert parse(f"{old} 123 4567").e164 == f"+84{new[1:]}1234567"
    assert parse(f"+84{old[1:]}1234567").e164 == f"+84{new[1:]}1234567"


def test_only_eleven_digits_are_converted() -> None:
    assert convert_old_mobile("0120123456") == "0120123456"
    assert convert_old_mobile("09123456789") == "09123456789"


def test_a_landline_has_eleven_digits() -> None:
    phone = parse("028 3812 3456")
    assert (phone.e164, phone.warning) == ("+842838123456", None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "phone-missing"),
        ("   ", "phone-missing"),
        ("gọi Lan", "phone-not-a-number"),
        ("0912x45678", "phone-not-a-number"),
        ("1900 1234", "phone-service"),
        ("+84 1800 1090", "phone-service"),
        ("0912", "phone-too-short"),
        ("1", "phone-too-short"),
        ("091234567890", "phone-too-long"),
        ("0" * 39, "phone-too-long"),
        ("0" * 41, "phone-too-long"),
        ("+999 123 456 789", "phone-impossible"),
        ("...", "phone-too-short"),
    ],
)
def test_what_cannot_be_a_number_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(typed)
    assert refused.value.code == code


def test_a_possible_number_outside_the_plan_is_a_warning_and_no_refusal() -> None:
    assert parse("0992345678").warning == "phone-unusual"


def test_another_region_reads_its_own_numbers_and_converts_none() -> None:
    assert parse("(415) 555-2671", "US").e164 == "+14155552671"
    assert parse("01201234567", "GB").e164 != "+84701234567"


def test_a_length_between_two_plans_is_impossible() -> None:
    with pytest.raises(Refused, match="phone-impossible"):
        parse("912345678", "SG")


def test_the_known_mobile_prefixes_agree_with_the_library() -> None:
    """The shortcut for today's mobiles says what the library would have said."""
    import phonenumbers

    for prefix in range(100):
        for rest in ("0000000", "5551234", "9999999"):
            typed = f"0{prefix:02d}{rest}"
            try:
                phone = parse(typed)
            except Refused:
                continue
            number = phonenumbers.parse(typed, "VN")
            assert phone.e164 == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            assert (phone.warning is None) == phonenumbers.is_valid_number(number)


def test_the_middle_of_a_number_is_hidden_from_others() -> None:
    assert parse("0912345678").masked == "09•• ••• 678"
    assert masked("+14155552671") == "+1•• ••• 671"
    assert masked("") == ""


def test_a_receipt_shows_the_last_three_digits() -> None:
    assert parse("0912345678").tail == "678"


@pytest.mark.parametrize("text", ["+49 1555 5555555 5555", "+81 1555 5555 5555 5555"])
def test_more_digits_than_the_standard_has_room_for_are_too_long(text: str) -> None:
    with pytest.raises(Refused, match="phone-too-long"):
        parse(text)


def test_a_region_is_one_that_has_numbers() -> None:
    assert [region for region in ("VN", "DE", "QQ", "vn", "") if is_region(region)] == ["VN", "DE"]
