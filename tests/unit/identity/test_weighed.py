"""Codes with a weight, a price or a count in them, and the tables that say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused
from loyalty.identity.digits import ean_digit
from loyalty.identity.weighed import MOST_PATTERNS, WeighedTable, weighed_table

TABLE = weighed_table(
    {
        "21.....{NNDDD}": "weight",
        "22......{NNDD}": "weight",
        "23.....{NNNNN}": "price",
        "24....{NNNNNN00}": "price",
        "2501....{NNNN}": "pieces",
        "2502....{NDDD}": "weight",
    }
)


def ean(digits: str) -> str:
    return digits + ean_digit(digits)


@pytest.mark.parametrize(
    ("digits", "meaning", "value", "item"),
    [
        ("211234501250", "weight", 1250, "12345"),
        ("220012340125", "weight", 1250, "1234"),
        ("231234538500", "price", 38_500, "12345"),
        ("241234000385", "price", 38_500, "1234"),
        ("250112340006", "pieces", 6000, "1234"),
        ("250212340755", "weight", 755, "1234"),
    ],
)
def test_a_code_says_which_article_and_how_much(digits: str, meaning: str, value: int, item: str) -> None:
    read = TABLE.read(ean(digits))
    assert read is not None
    assert (read.meaning, read.value, read.holds) == (meaning, value, True)
    assert read.articles[-1] == item


def test_the_article_may_be_in_the_catalogue_in_several_ways() -> None:
    read = TABLE.read(ean("210004201250"))
    assert read is not None
    assert read.articles == (ean("210004200000"), "2100042", "00042", "42")
    nothing = TABLE.read(ean("210000001250"))
    assert nothing is not None
    assert nothing.articles[-1] == "0"


def test_a_wrong_check_digit_is_said_with_the_right_one() -> None:
    right = ean("211234501250")
    read = TABLE.read(right[:-1] + str((int(right[-1]) + 1) % 10))
    assert read is not None
    assert (read.holds, read.right) == (False, right)


@pytest.mark.parametrize(
    "digits", ["8934563138165", "2912345012505", "21123450125", "211234501250x", "٢١١٢٣٤٥٠١٢٥٠٥", ""]
)
def test_any_other_number_is_none(digits: str) -> None:
    assert TABLE.read(digits) is None
    assert WeighedTable().read(digits) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ({"89.....{NNDDD}": "weight"}, "weighed-pattern"),
        ({"21.....{NNDD}": "weight"}, "weighed-pattern"),
        ({"21..........{}": "weight"}, "weighed-pattern"),
        ({"21....{NNDDDD}": "weight"}, "weighed-pattern"),
        ({"21.....{NNNNN0000}": "price"}, "weighed-pattern"),
        ({"21.....NNDDD": "weight"}, "weighed-pattern"),
        ({"21.....{DDNNN}": "weight"}, "weighed-pattern"),
        ({"21.....{NNDDD}": "heft"}, "weighed-meaning"),
        ({"21.....{NNNNN00}": "weight"}, "weighed-meaning"),
        ({"21.....{NNNDD}": "price"}, "weighed-meaning"),
        ({"21.....{NNNDD}": "pieces"}, "weighed-meaning"),
        ({"21.....{NNDDD}": "weight", "21....{NNNNNN}": "price"}, "weighed-overlap"),
        ({"211....{NNDDD}": "weight", "21.....{NNNNN}": "price"}, "weighed-overlap"),
        ({f"2{n:03d}...{{NNNNN}}": "price" for n in range(MOST_PATTERNS + 1)}, "weighed-too-many"),
    ],
)
def test_a_table_that_cannot_be_is_refused_as_a_whole(written: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        weighed_table(written)
    assert refused.value.code == code


FIXED = st.from_regex(r"2[0-9]{1,4}", fullmatch=True)


@given(st.lists(FIXED, max_size=6, unique=True), st.from_regex(r"2[0-9]{12}", fullmatch=True))
def test_a_table_is_refused_or_gives_a_number_one_meaning(fixed: list[str], digits: str) -> None:
    written = {f"{each}{'.' * (7 - len(each))}{{NNNNN}}": "price" for each in fixed}
    if any(a != b and a.startswith(b) for a in fixed for b in fixed):
        with pytest.raises(Refused, match="weighed-overlap"):
            weighed_table(written)
        return
    fitting = [each for each in fixed if digits.startswith(each)]
    assert len(fitting) <= 1
    assert (weighed_table(written).read(digits) is not None) == bool(fitting)


@pytest.mark.parametrize(
    ("written", "meaning"),
    [("21.....{NNDDD}", "weight"), ("23....{NNNNNN00}", "price"), ("25......{NNNN}", "pieces")],
)
def test_a_pattern_is_written_as_it_was_read(written: str, meaning: str) -> None:
    (pattern,) = weighed_table({written: meaning}).patterns
    assert pattern.written == written
