"""The survey in an account: when the member was asked last, so that nobody is asked too often."""

from dataclasses import dataclass, replace
from datetime import datetime

from loyalty.account.model import Account
from loyalty.program.survey import AskedAfter, Survey
from loyalty.quote.model import Quote
from loyalty.sentences import Sentence
from loyalty.survey_asking import Occasion, reasons_not_to_ask


@dataclass(frozen=True, slots=True)
class SurveyAsked:
    """The account afterwards, and the survey that is put to the member; `None` with every reason why not."""

    account: Account
    survey: Survey | None
    reasons: tuple[Sentence, ...] = ()


def ask_survey(
    account: Account, quote: Quote, *, after: AskedAfter, receipt: str, at: datetime
) -> SurveyAsked:
    """Puts the question of the program to the member, if it is to be put this time.

    `quote` is the sale's, or that of the sale which comes back; the answer comes later, or never.
    """
    survey = quote.grounds.program.survey
    if survey is None:
        return SurveyAsked(account, None)
    occasion = Occasion(after=after, receipt=receipt, at=at, last_asked=account.asked_at)
    reasons = reasons_not_to_ask(survey, quote, occasion)
    if reasons:
        return SurveyAsked(account, None, reasons)
    return SurveyAsked(replace(account, asked_at=at), survey)
