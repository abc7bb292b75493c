"""One fold for both sides of every search, and names as they are kept."""

import pytest

from loyalty.identity.names import fold, given_name, tidy


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
