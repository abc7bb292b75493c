"""Whether somebody is asked the survey's question this time, and why not.

The same for everybody who knows the receipt: no chance is made here, and nobody can be left out by choice.
What the answers come to is in `loyalty.survey_scores`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from loyalty.program.survey import AskedAfter, Survey
from loyalty.quote.missed import unmet
from loyalty.quote.model import Quote
from loyalty.quote.situation import Situation
from loyalty.rates import Rate
from loyalty.sentences import Sentence, say

_HASHES = 2**256


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A sale or a refund that is done: its receipt's digits, when, and when this member was asked last."""

    after: AskedAfter
    receipt: str
    at: datetime
    last_asked: datetime | None = None


def reasons_not_to_ask(survey: Survey, quote: Quote, occasion: Occasion) -> tuple[Sentence, ...]:
    """Every reason why the question is not asked; where there is none, it is.

    `quote` is the sale's, or that of the sale which comes back; its conditions are asked of this moment.
    """
    return tuple(_reasons(survey, quote, occasion))


def is_in_share(receipt: str, share_percent: Rate) -> bool:
    """Whether a receipt is of those that are asked: its SHA-256 as a whole number is in the lowest share."""
    drawn = int.from_bytes(sha256(receipt.encode()).digest(), "big")
    return drawn * 100 * share_percent.denominator < share_percent.numerator * _HASHES


def _reasons(survey: Survey, quote: Quote, occasion: Occasion) -> Iterator[Sentence]:
    if occasion.after != survey.after:
        yield say(f"survey-after-{survey.after}")
    grounds = quote.grounds
    zone = grounds.program.zone
    yield from unmet(survey.rule, grounds, Situation.of(replace(grounds.basket, at=occasion.at), zone))
    if occasion.last_asked is not None:
        last = occasion.last_asked.astimezone(zone).date()
        days = (occasion.at.astimezone(zone).date() - last).days
        if days < survey.every_days:
            yield say("survey-asked", last=last, days=survey.every_days - days)
    if not is_in_share(occasion.receipt, survey.share_percent):
        yield say("survey-not-drawn", share=survey.share_percent)
