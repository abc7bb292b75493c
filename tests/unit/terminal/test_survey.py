"""The question after a sale: when it is asked, and the answer in the journal."""

from datetime import timedelta

import pytest

from loyalty.errors import Refused
from terminal.sale import Tender
from terminal.usecases.basket import attach_member, new_sale
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from terminal.usecases.survey import answer_survey, question_after_sale
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.test_find import with_product
from tests.unit.terminal.till_kit import ANH_CARD, LAN, MORNING, PROGRAM, Counter, program_row

SURVEY = """
[survey]
kind = "nps"

[survey.question]
vi = "Bạn có giới thiệu cửa hàng cho bạn bè không?"
en = "Would you recommend us to a friend?"
"""


def sell(counter: Counter, *, to: str | None = ANH_CARD) -> str:
    sale = with_product(counter, new_sale(counter.till), "RICE-ST25")
    if to is not None:
        found = find(counter.till, to)
        assert isinstance(found, MemberFound)
        sale = attach_member(counter.till, LAN, sale, found.member)
    due = price(counter.till, sale).total
    return settle_sale(counter.till, LAN, sale, (Tender(kind="transfer", amount=due),)).sale


@pytest.fixture
def asking(shop: Counter) -> Counter:
    """The shop with a program that asks."""
    with_survey(shop, SURVEY)
    return shop


def with_survey(counter: Counter, survey: str, version: int = 2) -> None:
    with counter.store.write() as unit:
        row = program_row(PROGRAM + survey, version=version, valid_from=MORNING - timedelta(days=1))
        unit.config.put_program(row)


def test_somebody_without_a_card_is_not_asked(asking: Counter) -> None:
    sell(asking, to=None)
    assert question_after_sale(asking.till) is None


@pytest.mark.parametrize(
    ("condition", "is_asked"),
    [
        ("when = { min_spend = 1000 }", True),
        ("when = { min_spend = 90000000 }", False),
        ("share_percent = 0.0001", False),
        ('after = "refund"', False),
    ],
)
def test_the_programs_conditions_and_share_decide(shop: Counter, condition: str, is_asked: object) -> None:
    with_survey(shop, SURVEY.replace('kind = "nps"', f'kind = "nps"\n{condition}'))
    sell(shop)
    assert (question_after_sale(shop.till) is not None) is is_asked


def test_a_program_without_a_survey_asks_nothing(shop: Counter) -> None:
    sell(shop)
    assert question_after_sale(shop.till) is None


def test_before_the_first_sale_nothing_is_asked(asking: Counter) -> None:
    assert question_after_sale(asking.till) is None


def test_after_a_sale_its_question_is_asked_in_both_languages(asking: Counter) -> None:
    sale = sell(asking)
    question = question_after_sale(asking.till)
    assert question is not None
    assert (question.sale, question.kind, question.answers) == (sale, "nps", tuple(range(11)))
    assert question.texts["en"] == "Would you recommend us to a friend?"


def test_after_a_sale_that_was_taken_back_nothing_is_asked(asking: Counter) -> None:
    void_last_sale(asking.till, LAN, sell(asking))
    assert question_after_sale(asking.till) is None


def test_the_answer_is_in_the_journal_and_names_the_sale_alone(asking: Counter) -> None:
    sale = sell(asking)
    question = question_after_sale(asking.till)
    assert question is not None
    answer_survey(asking.till, question, 9)
    with asking.store.read() as reading:
        *_, event = reading.journal.walk(till="till-2", incarnation=1, seq=1)
    assert (event.kind, event.operator) == ("survey_answered", "")
    assert event.body == {"v": 1, "sale": sale, "kind": "nps", "score": 9}
    assert asking.rung[-1] == "sync"


def test_there_is_no_other_answer(asking: Counter) -> None:
    sell(asking)
    question = question_after_sale(asking.till)
    assert question is not None
    with pytest.raises(Refused, match="survey-score"):
        answer_survey(asking.till, question, 11)
