"""The question after a sale: whether the program asks one, and the answer in the journal.

An answer names the sale and nobody; who it was is known to the sale alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty.errors import Refused
from loyalty.figures import Language
from loyalty.program.survey import SurveyKind
from loyalty.wire.canonical import Json
from terminal.in_force import in_force
from terminal.till import Till


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyQuestion:
    """What is asked about one sale, in each language, and which answers there are."""

    sale: str
    kind: SurveyKind
    texts: Mapping[Language, str]
    answers: tuple[int, ...]


def question_after_sale(till: Till) -> SurveyQuestion | None:
    """The question about the sale just made; None where the program asks nothing after a sale."""
    with till.store.read() as reading:
        sale = reading.sales.last()
        program = in_force(till, reading).program
    survey = None if program is None else program.survey
    if sale is None or sale.voided or survey is None or survey.after != "sale":
        return None
    return SurveyQuestion(
        sale=sale.sale, kind=survey.kind, texts=survey.question, answers=tuple(survey.scale)
    )


def answer_survey(till: Till, question: SurveyQuestion, score: int) -> None:
    """Keep an answer.

    Raises:
        Refused: `survey-score`: there is no such answer.
    """
    if score not in question.answers:
        raise Refused("survey-score", score=score)
    with till.store.write() as unit:
        body: dict[str, Json] = {"v": 1, "sale": question.sale, "kind": question.kind, "score": score}
        unit.journal.append("survey_answered", body, "")
    till.nudge_sync()
