"""How the rules say no: a basket that does not hold, and what a sale or an account cannot take."""

from collections.abc import Sequence

from loyalty.errors import Refused
from loyalty.sentences import Sentence
from loyalty.units import Points


class BasketRefused(Refused):
    """A basket that cannot be priced; `faults` has one English sentence for each thing wrong."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("basket-refused", count=len(self.faults), first=self.faults[0])


class SentenceRefused(Refused):
    """Something that a rule forbids, with the sentence that says why; its code is the sentence's."""

    def __init__(self, sentence: Sentence, **params: str | int) -> None:
        self.sentence = sentence
        super().__init__(sentence.code, **params)


class BurnRefused(SentenceRefused):
    """More points, or fewer, or others than this sale can burn; `max_points` can be burned instead."""

    def __init__(self, sentence: Sentence, *, asked: Points, max_points: Points) -> None:
        self.max_points = max_points
        super().__init__(sentence, asked=asked, max=max_points)
