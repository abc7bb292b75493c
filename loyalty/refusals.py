"""How pricing says no: a basket that does not hold, and a burn that this sale cannot take."""

from collections.abc import Sequence

from loyalty.errors import Refused
from loyalty.sentences import Sentence
from loyalty.units import Points


class BasketRefused(Refused):
    """A basket that cannot be priced; `faults` has one English sentence for each thing wrong."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("basket-refused", count=len(self.faults), first=self.faults[0])


class BurnRefused(Refused):
    """More points, or fewer, or others than this sale can burn; `max_points` can be burned instead."""

    def __init__(self, sentence: Sentence, *, asked: Points, max_points: Points) -> None:
        self.sentence = sentence
        self.max_points = max_points
        super().__init__(sentence.code, asked=asked, max=max_points)
