"""Who is asked the survey's question: by the receipt, the moment and the day of the last time."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.account import Account
from loyalty.account.surveys import ask_survey
from loyalty.identity.cards import receipt_digits
from loyalty.program.survey import AskedAfter
from loyalty.quote import quote
from loyalty.rates import Rate
from loyalty.survey_asking import Occasion, is_in_share, reasons_not_to_ask
from tests.unit.loyalty.shop import TUESDAY, basket, line, member, program

SURVEY = '[survey]\nkind = "nps"\nquestion = { vi = "Có?", en = "Well?" }\n'
RECEIPT = receipt_digits(till_number=1, receipt_number=1)


def codes(
    more: str, *, after: AskedAfter = "sale", at: datetime = TUESDAY, last: datetime | None = None
) -> list[str]:
    rules = program(more=SURVEY + more)
    assert rules.survey is not None
    occasion = Occasion(after=after, receipt=RECEIPT, at=at, last_asked=last)
    reasons = reasons_not_to_ask(rules.survey, quote(rules, basket(line(), by=member())), occasion)
    assert all(why.text("vi") != why.text("en") for why in reasons)
    return [why.code for why in reasons]


def test_the_question_is_asked_where_nothing_is_against_it() -> None:
    assert codes("") == []
    assert codes('after = "refund"\n', after="refund") == []


@pytest.mark.parametrize(
    ("more", "after", "code"),
    [
        ("", "refund", "survey-after-sale"),
        ('after = "refund"\n', "sale", "survey-after-refund"),
        ("share_percent = 0\n", "sale", "survey-not-drawn"),
        ('when = { tiers = ["silver"] }\n', "sale", "missed-tier"),
    ],
)
def test_every_reason_against_it_is_told(more: str, after: AskedAfter, code: str) -> None:
    assert codes(more, after=after) == [code]


def test_days_are_counted_by_the_local_calendar() -> None:
    late = datetime.fromisoformat("2026-11-22T23:59:00+07:00")
    assert codes("every_days = 2\n", last=late) == []
    assert codes("every_days = 3\n", last=late) == ["survey-asked"]
    assert codes("every_days = 3\n", last=late, at=TUESDAY + timedelta(days=1)) == []


def test_conditions_are_asked_of_the_moment_of_the_question() -> None:
    only_wednesday = 'when = { weekdays = ["wed"] }\n'
    assert codes(only_wednesday) == ["missed-weekday"]
    assert codes(only_wednesday, at=TUESDAY + timedelta(days=1)) == []


def test_a_program_without_a_survey_asks_nothing() -> None:
    priced = quote(program(), basket(line(), by=member()))
    asked = ask_survey(Account(), priced, after="sale", receipt=RECEIPT, at=TUESDAY)
    assert (asked.survey, asked.reasons, asked.account) == (None, (), Account())


@given(st.integers(0, 10**6), st.integers(0, 100), st.integers(0, 100))
def test_whoever_is_in_a_share_is_in_every_greater_one(number: int, one: int, other: int) -> None:
    receipt = receipt_digits(till_number=1, receipt_number=number)
    small, great = sorted((one, other))
    assert is_in_share(receipt, Rate(great, 1)) or not is_in_share(receipt, Rate(small, 1))
    assert is_in_share(receipt, Rate(100, 1))
    assert not is_in_share(receipt, Rate(0, 1))


def test_a_share_is_about_as_great_as_it_says() -> None:
    receipts = [receipt_digits(till_number=1, receipt_number=number) for number in range(10_000)]
    assert abs(sum(is_in_share(each, Rate(25, 2)) for each in receipts) - 1250) < 150
