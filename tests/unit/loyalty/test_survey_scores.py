"""What the answers to a survey come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused
from loyalty.survey_scores import check_answer, customer_effort, net_promoters


@pytest.mark.parametrize(
    ("answers", "score"),
    [([], None), ([10, 9, 8, 6], 25), ([0, 6, 9], -33), ([9, 9, 7], 67), ([8], 0), ([0, 9] * 3 + [9, 9], 25)],
)
def test_the_net_promoter_score(answers: list[int], score: int | None) -> None:
    assert net_promoters(answers).score == score


def test_how_easy_it_was() -> None:
    found = customer_effort([7, 5, 4, 1])
    assert (found.hundredths, found.easy_percent) == (425, 50)
    assert (customer_effort([]).hundredths, customer_effort([]).easy_percent) == (None, None)


@given(st.lists(st.integers(0, 10)))
def test_turning_every_answer_round_turns_the_score_round(answers: list[int]) -> None:
    mirror = {answer: 9 if answer < 7 else 7 if answer < 9 else 0 for answer in range(11)}
    score = net_promoters(answers).score
    turned = net_promoters([mirror[answer] for answer in answers]).score
    assert turned == (None if score is None else -score)
    assert score is None or -100 <= score <= 100


@pytest.mark.parametrize(("kind", "answer"), [("nps", 11), ("nps", -1), ("ces", 0), ("ces", 8)])
def test_an_answer_that_is_not_on_the_scale_is_refused(kind: str, answer: int) -> None:
    with pytest.raises(Refused) as refused:
        check_answer("nps" if kind == "nps" else "ces", answer)
    assert refused.value.code == "survey-answer"
