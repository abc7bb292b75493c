"""What the answers to a survey come to: the net promoter score, or how easy it was made, exactly.

Which question is asked, and of whom, is in `loyalty.survey_asking`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from loyalty.errors import Refused
from loyalty.program.survey import SCALES, SurveyKind
from loyalty.rates import round_half_up

PROMOTERS_FROM = 9
PASSIVES_FROM = 7
"""Of 0 to 10: from 9 on somebody recommends the shop, up to 6 warns of it."""

EASY_FROM = 5
"""Of 1 to 7: from 5 on somebody agrees that it was easy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetPromoters:
    """How many would recommend the shop, do not care, or would warn of it."""

    promoters: int
    passives: int
    detractors: int

    @property
    def score(self) -> int | None:
        """Per cent of promoters less per cent of detractors, -100 to 100, a half rounded away from 0.

        `None` where nobody answered.
        """
        answers = self.promoters + self.passives + self.detractors
        difference = 100 * (self.promoters - self.detractors)
        if not answers:
            return None
        size = round_half_up(abs(difference), answers)
        return size if difference >= 0 else -size


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerEffort:
    """What all answers add up to, how many there were, and how many found it easy."""

    total: int
    answers: int
    easy: int

    @property
    def hundredths(self) -> int | None:
        """The mean answer in hundredths, rounded half up; `None` where nobody answered."""
        return round_half_up(100 * self.total, self.answers) if self.answers else None

    @property
    def easy_percent(self) -> int | None:
        """Per cent of those who found it easy, rounded half up; `None` where nobody answered."""
        return round_half_up(100 * self.easy, self.answers) if self.answers else None


def check_answer(kind: SurveyKind, answer: int) -> int:
    """The answer, if it is one that this kind of survey has.

    Raises:
        Refused: `survey-answer`.
    """
    scale = SCALES[kind]
    if answer not in scale:
        raise Refused("survey-answer", answer=answer, least=scale[0], most=scale[-1])
    return answer


def net_promoters(answers: Iterable[int]) -> NetPromoters:
    """The net promoter score of answers from 0 to 10."""
    given = [check_answer("nps", answer) for answer in answers]
    promoters = sum(answer >= PROMOTERS_FROM for answer in given)
    detractors = sum(answer < PASSIVES_FROM for answer in given)
    passives = len(given) - promoters - detractors
    return NetPromoters(promoters=promoters, passives=passives, detractors=detractors)


def customer_effort(answers: Iterable[int]) -> CustomerEffort:
    """How easy it was, of answers from 1 to 7."""
    given = [check_answer("ces", answer) for answer in answers]
    easy = sum(answer >= EASY_FROM for answer in given)
    return CustomerEffort(total=sum(given), answers=len(given), easy=easy)
