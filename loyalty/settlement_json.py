"""Reads the movements of partners' points from JSON, and tells a settlement as JSON and to people.

One movement is `{"store": "c1", "earned": 12}` or `{"store": "c1", "burned": 40, "earned_at": "q1"}`; figures
below 0 are what was taken back, or came back.
"""

from collections.abc import Iterator

from loyalty.columns import laid_out
from loyalty.figures import Language, format_money, format_whole
from loyalty.json_fields import Fields
from loyalty.limits import AMOUNT_LIMIT
from loyalty.program.model import Program
from loyalty.refusals import BasketRefused
from loyalty.sentences import Param, say
from loyalty.settlement import POOL, Burned, Earned, Settlement
from loyalty.units import Points

Json = dict[str, object]


def movement_from_json(value: object) -> Earned | Burned:
    """The movement that a JSON value says.

    Raises:
        BasketRefused: it is none; it carries every fault there is.
    """
    faults: list[str] = []
    fields = Fields(value, "", faults)
    fields.need("store")
    is_burned = fields.value("burned") is not None
    if is_burned == (fields.value("earned") is not None):
        fields.fault("earned", "fault-earned-or-burned")
    store = fields.text("store")
    points = Points(fields.whole("burned" if is_burned else "earned", least=1 - AMOUNT_LIMIT))
    if is_burned:
        fields.need("earned_at")
    earned_at = fields.text("earned_at")
    if faults:
        raise BasketRefused(faults)
    return Burned(store, earned_at, points) if is_burned else Earned(store, points)


def settlement_to_json(settlement: Settlement) -> Json:
    """The settlement as JSON values; the pool is a party with an empty id."""
    return {
        "parties": [
            {
                "party": party,
                "earned": settlement.points[party].earned,
                "burned": settlement.points[party].burned,
                "outstanding": settlement.points[party].outstanding,
                "position": settlement.position(party),
            }
            for party in settlement.parties
        ],
        "owes": [
            {"payer": payer, "payee": payee, "amount": amount}
            for (payer, payee), amount in settlement.owes.items()
        ],
        "flows": [
            {"earned_at": origin, "burned_at": at, "points": points}
            for (origin, at), points in settlement.flows.items()
        ],
        "debts": [each._asdict() for each in settlement.debts()],
    }


def told_settlement(program: Program, settlement: Settlement, language: Language) -> Iterator[str]:
    """The settlement for people: points by partner, and who pays whom."""
    columns = ("partner", "earned", "burned", "outstanding", "position")
    rows = [[say(f"settled-{column}").text(language) for column in columns]]
    names = {partner.id: partner.name for partner in program.partners}
    names[POOL] = say("settled-pool", name=program.name).text(language)
    for party in settlement.parties:
        points = settlement.points[party]
        figures = [points.earned, points.burned, points.outstanding]
        position = format_money(settlement.position(party), currency=program.currency, language=language)
        rows.append([names[party], *[format_whole(each, language=language) for each in figures], position])
    yield from laid_out(rows, indent="")
    yield ""
    debts = settlement.debts()
    yield say("settled-debts" if debts else "settled-nothing").text(language)
    for debt in debts:
        params: dict[str, Param] = {"amount": debt.amount, "currency": program.currency}
        yield "  " + say("settled-debt", payer=names[debt.payer], payee=names[debt.payee], **params).text(
            language
        )
