"""Amounts and days as people type them."""

from datetime import date

import pytest

from resources.catalogue import Language
from tests.unit.presenters.desk import words
from ui.presenters.forms import meant, read_amount, read_day, written_day


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12500", 12500), ("12.500", 12500), ("12,500", 12500), (" 1 234 567 ₫", 1234567), ("₫7,000", 7000),
        ("15000đ", 15000), ("0", 0),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_either_language(text: str, amount: int) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize("text", ["", "-5", "12.50", "1.234,567", "12 500.000", "năm nghìn", "1" * 13])
def test_what_is_no_amount_is_not_guessed_at(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize("text", ["7/12/2026", "07.12.2026", "7-12-2026", "07122026", " 2026-12-07 "])
def test_a_day_is_read_as_it_is_written_here_and_by_machines(text: str) -> None:
    assert read_day(text) == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("7/12", date(2026, 12, 7), date(2025, 12, 7)),
        ("21.11", date(2026, 11, 21), date(2026, 11, 21)),
        ("20-11", date(2027, 11, 20), date(2026, 11, 20)),
        (" 1/1 ", date(2027, 1, 1), date(2026, 1, 1)),
        ("29/2", date(2028, 2, 29), date(2024, 2, 29)),
        ("1/1/2020", date(2020, 1, 1), date(2020, 1, 1)),
    ],
)
def test_a_day_without_a_year_is_the_next_or_the_last_such_day(text: str, first: date, last: date) -> None:
    today = date(2026, 11, 21)
    assert (read_day(text, since=today), read_day(text, until=today)) == (first, last)
    assert read_day("29/2", since=date(2096, 3, 1)) == date(2104, 2, 29)
    assert [read_day(wrong, since=today) for wrong in ("31/2", "12/31", "7", "7/12/", "7/12/26")] == [
        None
    ] * 5


@pytest.mark.parametrize(("language", "said"), [("vi", "Thứ Sáu, 01/01/2027"), ("en", "Friday, 1 Jan 2027")])
def test_a_day_that_is_not_typed_whole_is_said_back(language: Language, said: str) -> None:
    day = date(2027, 1, 1)
    assert said in meant("1/1", day, words(language))
    assert (meant("01/01/2027", day, words(language)), meant("1/", None, words(language))) == ("", "")


@pytest.mark.parametrize(
    "text", ["", "31/2/2026", "12/2026", "7/12", "7/12/26", "0/1/2026", "2026-13-01", "mai"]
)
def test_what_is_no_day_is_not_guessed_at(text: str) -> None:
    assert read_day(text) is None


def test_a_day_that_a_form_begins_with_is_one_that_it_reads() -> None:
    assert written_day(date(2026, 12, 7)) == "07/12/2026"
    assert read_day(written_day(date(2026, 1, 31))) == date(2026, 1, 31)
