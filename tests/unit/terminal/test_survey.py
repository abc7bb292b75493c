"""The question after a sale: when it is asked, and the answer in the journal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.errors import Refused
from loyalty.units import Money
from terminal.sale import Tender
from terminal.usecases.basket import attach_member, new_sale
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from terminal.usecases.survey import answer_survey, question_after_refund, question_after_sale
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.finding import with_product
from tests.unit.terminal.till_kit import ANH, ANH_CARD, LAN, MORNING, PROGRAM, Counter, program_row

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


@pytest.mark.parametrize(("rest", "is_asked"), [((), True), ((Tender(kind="cash", amount=Money(0)),), False)])
def test_who_paid_a_rest_in_cash_that_was_rounded_away_paid_in_cash_too(
    shop: Counter, rest: tuple[Tender, ...], *, is_asked: bool
) -> None:
    condition = 'kind = "nps"\nwhen = { paid_with = ["card"] }'
    with_survey(shop, SURVEY.replace('kind = "nps"', condition))
    found = find(shop.till, ANH_CARD)
    assert isinstance(found, MemberFound)
    sale = with_product(shop, new_sale(shop.till), "RICE-ST25")
    sale = attach_member(shop.till, LAN, sale, found.member)
    due = price(shop.till, sale).total
    card = Tender(kind="card", amount=Money(due // 500 * 500 if rest else due))
    settle_sale(shop.till, LAN, sale, (card, *rest))
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


def asked(counter: Counter) -> bool:
    return question_after_sale(counter.till) is not None


def test_nobody_is_asked_again_before_the_days_are_over(shop: Counter) -> None:
    with_survey(shop, SURVEY.replace('kind = "nps"', 'kind = "nps"\nevery_days = 30'))
    first = sell(shop)
    assert [asked(shop), asked(shop)] == [True, True]
    shop.clock.move(minutes=29 * 24 * 60)
    sell(shop)
    assert not asked(shop)
    shop.clock.move(minutes=24 * 60)
    second = sell(shop)
    assert asked(shop)
    with shop.store.read() as reading:
        last = reading.surveys.last_asked("member-anh")
    assert last is not None
    assert first != last.sale == second


def test_who_is_asked_is_known_by_everything_the_till_knows(shop: Counter) -> None:
    with_survey(shop, SURVEY.replace('kind = "nps"', 'kind = "nps"\nwhen = { birthday = "month" }'))
    sell(shop)
    assert not asked(shop)
    assert ANH.person is not None
    with shop.store.write() as unit:
        born = replace(ANH.person, birthday="11-30")
        unit.members.put([replace(ANH, person=born, revision=8)])
    assert asked(shop)
    with_survey(shop, SURVEY.replace('kind = "nps"', 'kind = "nps"\nwhen = { first_purchase = true }'), 3)
    sell(shop)
    assert not asked(shop)
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, purchases=0, revision=9)])
    with_survey(shop, SURVEY.replace('kind = "nps"', 'kind = "nps"\nwhen = { segments = ["staff"] }'), 4)
    sell(shop)
    assert not asked(shop)
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, segments=("staff",), revision=10)])
    assert asked(shop)


def test_a_first_purchase_is_one_after_it_was_made(shop: Counter) -> None:
    with_survey(shop, SURVEY.replace('kind = "nps"', 'kind = "nps"\nwhen = { first_purchase = true }'))
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, purchases=0, revision=9)])
    sell(shop)
    assert asked(shop)


def test_of_somebody_blocked_meanwhile_the_sale_alone_speaks(shop: Counter) -> None:
    with_survey(shop, SURVEY.replace('kind = "nps"', 'kind = "nps"\nwhen = { min_spend = 1000 }'))
    sell(shop)
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, state="blocked", revision=9)])
    assert asked(shop)


def test_a_question_after_returns_is_asked_after_a_void_and_after_a_part(shop: Counter) -> None:
    with_survey(shop, SURVEY.replace('kind = "nps"', 'kind = "nps"\nafter = "refund"\nevery_days = 5'))
    sale = sell(shop)
    assert not asked(shop)
    question = question_after_refund(shop.till, sale)
    assert question is not None
    assert question.sale == sale
    void_last_sale(shop.till, LAN, sale)
    assert asked(shop)
    other = sell(shop)
    assert question_after_refund(shop.till, other) is None
    assert question_after_refund(shop.till, "no-such-sale") is None


def test_what_was_asked_after_a_sale_is_not_asked_once_it_was_taken_back(asking: Counter) -> None:
    sale = sell(asking)
    assert asked(asking)
    void_last_sale(asking.till, LAN, sale)
    assert not asked(asking)


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
