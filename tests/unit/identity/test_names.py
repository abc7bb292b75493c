"""One fold for both sides of every search, and names as they are kept."""

import pytest

from loyalty.identity.names import fold, given_name, masked_name, tidy


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("ĐẶNG ĐÌNH Đức", "dang dinh duc"),
        ("Ðặng", "dang"),  # the Icelandic eth that some keyboards type for the stroked d
        ("  Lê   Văn\tTám ", "le van tam"),
        ("Nguyễn", "nguyen"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_a_name_folds_to_bare_lower_case(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_composed_and_decomposed_letters_fold_alike() -> None:
    assert fold("Nguye\u0302\u0303n") == fold("Nguy\u1ec5n") == "nguyen"


def test_folding_twice_changes_nothing() -> None:
    assert fold(fold("Trần Thị Mỹ Duyên")) == fold("Trần Thị Mỹ Duyên")


def test_a_name_is_kept_composed_with_single_blanks() -> None:
    assert tidy(" Nguye\u0302\u0303n   Thi\u0323 A\u0301nh ") == "Nguyễn Thị Ánh"


def test_people_are_greeted_by_the_last_word() -> None:
    assert given_name("Nguyễn Thị Ánh") == "Ánh"


def test_no_name_has_no_given_name() -> None:
    assert given_name("  ") == ""


@pytest.mark.parametrize(
    ("name", "masked"), [("Nguyễn Thị Ánh", "N. T. Ánh"), ("Đỗ  Hoa", "Đ. Hoa"), ("Lan", "Lan"), ("", "")]
)
def test_a_name_is_masked_to_what_is_needed_to_ask_whether_it_is_them(name: str, masked: str) -> None:
    assert masked_name(name) == masked
