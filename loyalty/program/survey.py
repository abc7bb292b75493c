"""The question after a sale as a value: what is asked, after what, of whom and how often.

Whether it is asked this time is in `loyalty.survey_asking`, what the answers come to in
`loyalty.survey_scores`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from loyalty.figures import Language
from loyalty.program.model import Promotion
from loyalty.rates import Rate

SurveyKind = Literal["nps", "ces"]
SURVEY_KINDS: tuple[SurveyKind, ...] = ("nps", "ces")
AskedAfter = Literal["sale", "refund"]
ASKED_AFTER: tuple[AskedAfter, ...] = ("sale", "refund")

SCALES: Mapping[SurveyKind, range] = {"nps": range(11), "ces": range(1, 8)}
"""The answers there are: how likely one would recommend the shop, how easy it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The section `[survey]`.

    `rule` has the conditions. A member is asked again after `every_days` at the earliest, and of all that
    could be asked `share_percent` are.
    """

    kind: SurveyKind
    question: Mapping[Language, str]
    rule: Promotion
    after: AskedAfter = "sale"
    every_days: int = 0
    share_percent: Rate

    @property
    def scale(self) -> range:
        """The answers that can be given."""
        return SCALES[self.kind]
