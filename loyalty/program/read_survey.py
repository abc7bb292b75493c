"""Reads `[survey]`."""

from collections.abc import Mapping

from loyalty.figures import LANGUAGES, Language
from loyalty.program import values
from loyalty.program.model import ALL_OFF, Promotion
from loyalty.program.read_conditions import read_when
from loyalty.program.references import References
from loyalty.program.survey import ASKED_AFTER, SURVEY_KINDS, Survey
from loyalty.program.table import Table

_BARRED = {
    "voucher": "no voucher opens this, only promotions are opened by one",
    "limit": "every_days says how often the question is put",
}
_KEYS = ("kind", "question", "after", "every_days", "share_percent", "when")


def read_survey(root: Table, references: References, *, tier_ids: tuple[str, ...]) -> Survey | None:
    """The survey; `None` where nothing is asked."""
    table = root.table("survey")
    if table is None:
        return None
    table.check_keys(_KEYS)
    table.need("kind", "question")
    return Survey(
        kind=values.choice(table, "kind", SURVEY_KINDS, "nps"),
        question=_read_question(table),
        rule=Promotion(
            id="survey", name="survey", when=read_when(table, tier_ids, references, barred=_BARRED)
        ),
        after=values.choice(table, "after", ASKED_AFTER, "sale"),
        every_days=values.whole(table, "every_days"),
        share_percent=values.percent(table, "share_percent", ALL_OFF),
    )


def _read_question(table: Table) -> Mapping[Language, str]:
    question = table.table("question")
    if question is None:
        return {}
    question.check_keys(LANGUAGES)
    question.need(*LANGUAGES)
    for language in LANGUAGES:
        if question.value(language) == "":
            question.fault(language, "it is empty", "write the question as it is asked")
    return {language: values.text(question, language) for language in LANGUAGES}
