"""The question after a sale, for scenes and tests: always asked, its answers kept in a list."""

from dataclasses import replace

from terminal.usecases.survey import SurveyQuestion


class SampleSurvey:
    """Implements `ui.presenters.customer.presenter.SurveyErrands`."""

    def __init__(self) -> None:
        self.refunds: list[str] = []
        self.answers: list[tuple[str, int]] = []
        self.asked: SurveyQuestion | None = SurveyQuestion(
            sale="sale-1",
            kind="ces",
            texts={
                "vi": "Mua hàng hôm nay có dễ dàng không?",
                "en": "How easy was it to shop here today?",
            },
            answers=tuple(range(1, 8)),
        )

    def question(self) -> SurveyQuestion | None:
        """The question."""
        return self.asked

    def question_after_refund(self, sale: str) -> SurveyQuestion | None:
        """The same, about that sale."""
        self.refunds.append(sale)
        return None if self.asked is None else replace(self.asked, sale=sale)

    def answer(self, question: SurveyQuestion, score: int) -> None:
        """Keep an answer."""
        self.answers.append((question.sale, score))
