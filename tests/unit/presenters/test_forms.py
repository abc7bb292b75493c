"""Amounts and days as people type them."""

from datetime import date

import pytest

from ui.presenters.forms import read_amount, read_day, written_day


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


@pytest.mark.parametrize("text", ["", "31/2/2026", "12/2026", "7/12/26", "0/1/2026", "2026-13-01", "mai"])
def test_what_is_no_day_is_not_guessed_at(text: str) -> None:
    assert read_day(text) is None


def test_a_day_that_a_form_begins_with_is_one_that_it_reads() -> None:
    assert written_day(date(2026, 12, 7)) == "07/12/2026"
    assert read_day(written_day(date(2026, 1, 31))) == date(2026, 1, 31)
