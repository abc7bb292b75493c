"""The question after a sale: whether the program asks it this time, and the answer in the journal.

Members are asked, by the program's own conditions and share (`loyalty.survey_asking`), worked out from the
sale as it stands in the journal. An answer names the sale and nobody; who it was is known to the sale alone.
When a member was asked last is not kept at the till.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loyalty.basket import Basket, BasketLine, BasketMember
from loyalty.errors import Refused
from loyalty.figures import Language
from loyalty.program.survey import SurveyKind
from loyalty.wire.canonical import Json
from terminal.in_force import in_force
from terminal.till import Till

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from loyalty.program.survey import Survey
    from terminal.sale import SettledSale


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyQuestion:
    """What is asked about one sale, in each language, and which answers there are."""

    sale: str
    kind: SurveyKind
    texts: Mapping[Language, str]
    answers: tuple[int, ...]


def question_after_sale(till: Till) -> SurveyQuestion | None:
    """The question about the sale just made; None where the program asks nobody, or not this time."""
    with till.store.read() as reading:
        sale = reading.sales.last()
        force = in_force(till, reading)
    program = force.program
    survey = None if program is None else program.survey
    if program is None or survey is None or sale is None or sale.voided or sale.member is None:
        return None
    if not _is_asked(survey, program, sale, store=force.identity.store):
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


def _is_asked(survey: "Survey", program: "Program", sale: "SettledSale", *, store: str) -> bool:
    """Whether the program asks after this sale; one that it cannot price any more is not asked about."""
    from loyalty.quote import quote
    from loyalty.survey_asking import Occasion, reasons_not_to_ask

    try:
        priced = quote(program, _basket(sale, store))
    except Refused:
        return False
    occasion = Occasion(after="sale", receipt=sale.receipt.digits, at=sale.at)
    return not reasons_not_to_ask(survey, priced, occasion)


def _basket(sale: "SettledSale", store: str) -> Basket:
    member = sale.member
    return Basket(
        at=sale.at,
        lines=tuple(
            BasketLine(
                sku=line.sku,
                quantity=line.quantity,
                unit_price=line.unit_price,
                name=line.name,
                category=line.category,
                brand=line.brand,
                tags=line.tags,
                vat_percent=line.vat_percent,
            )
            for line in sale.lines
        ),
        store=store,
        member=None if member is None else BasketMember(tier=member.tier, points=member.points_before),
        paid_with=tuple(tender.kind for tender in sale.tenders),
    )
