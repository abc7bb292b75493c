"""The question after a sale: whether the program asks it this time, and the answer in the journal.

Members are asked, by the program's own conditions and share (`loyalty.survey_asking`), worked out from the
sale as it stands in the journal, and from all that the till knows of its member. An answer names the sale and
nobody; who it was is known to the sale alone. When a member was asked last is kept by the till that asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from loyalty.basket import Basket, BasketLine, BasketMember
from loyalty.errors import Refused
from loyalty.figures import Language
from loyalty.program.survey import SurveyKind
from loyalty.units import Points
from loyalty.wire.canonical import Json
from terminal.exchange import as_came_in
from terminal.in_force import in_force
from terminal.open_sale import birthday_of
from terminal.till import Till
from terminal.usecases.members import read_member

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from loyalty.program.survey import AskedAfter
    from terminal.sale import SettledSale, TenderKind
    from terminal.store.books import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyQuestion:
    """What is asked about one sale, in each language, and which answers there are."""

    sale: str
    kind: SurveyKind
    texts: Mapping[Language, str]
    answers: tuple[int, ...]


def question_after_sale(till: Till) -> SurveyQuestion | None:
    """The question about the sale just made, or about its having been taken back whole.

    None where the program asks nobody, or not this time. Whoever is asked is not asked again before the
    program's `every_days` are over; the same sale gives the same question again.
    """
    with till.store.read() as reading:
        sale = reading.sales.last()
    return None if sale is None else _question(till, sale, "refund" if sale.voided else "sale")


def question_after_refund(till: Till, sale: str) -> SurveyQuestion | None:
    """The question about a part of a sale having come back; as `question_after_sale`."""
    with till.store.read() as reading:
        found = reading.sales.by_id(sale)
    return None if found is None else _question(till, found, "refund")


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


def _question(till: Till, sale: "SettledSale", after: "AskedAfter") -> SurveyQuestion | None:
    with till.store.read() as reading:
        force = in_force(till, reading)
        member = None if sale.member is None else _member(till, reading, sale, sale.member.member)
        last = None if member is None else reading.surveys.last_asked(member.id)
    program = force.program
    survey = None if program is None else program.survey
    if program is None or survey is None or member is None:
        return None
    question = SurveyQuestion(
        sale=sale.sale, kind=survey.kind, texts=survey.question, answers=tuple(survey.scale)
    )
    if last is not None and last.sale == sale.sale and after == survey.after:
        return question
    at = till.clock.now() if after == "refund" else sale.at
    occasion = _Occasion(after, at, None if last is None else last.at)
    if not _is_asked(program, _basket(sale, force.store, member.facts), sale, occasion):
        return None
    with till.store.write() as unit:
        unit.surveys.ask(member.id, sale=sale.sale, at=at)
    return question


@dataclass(frozen=True, slots=True)
class _Occasion:
    """After what, when, and when the member was asked last."""

    after: "AskedAfter"
    at: datetime
    last_asked: datetime | None


@dataclass(frozen=True, slots=True)
class _Buyer:
    """The member of a sale as they were when it began; `id` is who that is today."""

    id: str
    facts: BasketMember


def _is_asked(program: "Program", basket: Basket, sale: "SettledSale", occasion: _Occasion) -> bool:
    """Whether the program asks this time; a sale that it cannot price any more is not asked about."""
    from loyalty.quote import quote
    from loyalty.survey_asking import Occasion, reasons_not_to_ask

    survey = program.survey
    try:
        priced = quote(program, basket)
    except Refused:
        return False
    done = Occasion(
        after=occasion.after, receipt=sale.receipt.digits, at=occasion.at, last_asked=occasion.last_asked
    )
    return survey is not None and not reasons_not_to_ask(survey, priced, done)


def _member(till: Till, reading: "Reading", sale: "SettledSale", member: str) -> _Buyer:
    """All that the till knows of who bought; of who is blocked or erased meanwhile, what the sale says."""
    kept = sale.member
    tier, points = ("", Points(0)) if kept is None else (kept.tier, kept.points_before)
    try:
        known = read_member(till, reading, member)
    except Refused:
        return _Buyer(member, BasketMember(tier=tier, points=points))
    facts = BasketMember(
        tier=tier,
        points=points,
        birthday=None if known.birthday is None else birthday_of(known.birthday),
        purchases=max(0, known.purchases - (0 if sale.voided else 1)),
        memberships=known.memberships,
        segments=known.segments,
    )
    return _Buyer(known.member, facts)


def _ways_of_paying(sale: "SettledSale") -> Iterator["TenderKind"]:
    """How it was paid, what came to nothing among it; an exchange as what came back had been."""
    for tender in sale.tenders:
        for each in as_came_in(tender):
            yield each.kind
    yield from sale.paid_nothing


def _basket(sale: "SettledSale", store: str, member: BasketMember) -> Basket:
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
        member=member,
        codes=sale.used_codes,
        paid_with=tuple(kind for kind in _ways_of_paying(sale) if kind != "gift" and kind != "exchange"),
    )
