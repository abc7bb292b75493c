"""The question after a sale, asked of a real till."""

from terminal.till import Till
from terminal.usecases.survey import (
    SurveyQuestion,
    answer_survey,
    question_after_refund,
    question_after_sale,
)


class TillSurvey:
    """Implements `ui.presenters.customer.presenter.SurveyErrands`."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def question(self) -> SurveyQuestion | None:
        """What the program asks about the sale just made."""
        return question_after_sale(self._till)

    def question_after_refund(self, sale: str) -> SurveyQuestion | None:
        """What the program asks about goods that came back."""
        return question_after_refund(self._till, sale)

    def answer(self, question: SurveyQuestion, score: int) -> None:
        """Keep an answer."""
        answer_survey(self._till, question, score)
