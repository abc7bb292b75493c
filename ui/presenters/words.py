"""A language and a currency, and how everything is said in them: texts, amounts, points, times, refusals.

Formats by `loyalty.figures` alone, so that a figure on the screen and the one on the receipt are written alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from loyalty.errors import LoyaltillError
from loyalty.figures import format_date, format_money, format_points, format_quantity, format_whole
from loyalty.sentences import Sentence
from loyalty.units import Money, Points, Quantity
from resources.catalogue import Catalogue

MINUS = "\u2212"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How one till speaks now. `zone` is the store's own."""

    catalogue: Catalogue
    currency: str
    zone: tzinfo

    def text(self, key: str, /, **params: str | int) -> str:
        """A text of the catalogue."""
        return self.catalogue.text(key, **params)

    def money(self, amount: Money) -> str:
        """`361.796 ₫`."""
        return _signed(format_money(amount, currency=self.currency, language=self.catalogue.language))

    def amount(self, amount: Money) -> str:
        """`361.796`: an amount in a column that is nothing but money."""
        return _signed(
            format_money(amount, currency=self.currency, language=self.catalogue.language, symbol=False)
        )

    def points(self, points: Points) -> str:
        """`1.250`."""
        return _signed(format_points(points, language=self.catalogue.language))

    def whole(self, number: int) -> str:
        """A count."""
        return _signed(format_whole(number, language=self.catalogue.language))

    def quantity(self, quantity: Quantity) -> str:
        """`0,755`."""
        return format_quantity(quantity, language=self.catalogue.language)

    def time(self, at: datetime) -> str:
        """`10:41`, on the store's clock."""
        return at.astimezone(self.zone).strftime("%H:%M")

    def date(self, at: datetime) -> str:
        """The store's local day."""
        return format_date(at.astimezone(self.zone).date(), language=self.catalogue.language)

    def sentence(self, sentence: Sentence) -> str:
        """What the rules have to say."""
        return sentence.text(self.catalogue.language)

    def error(self, error: LoyaltillError) -> str:
        """What happened, what it means for this sale, and what to do."""
        return self.refusal(error.code, error.params)

    def refusal(self, code: str, params: Mapping[str, str | int]) -> str:
        """The sentence of a code; one that nobody wrote a sentence for is shown with its code."""
        key = f"error.{code}"
        if not self.catalogue.has(key):
            return self.text("error.unnamed", code=code)
        return self.text(key, **{name: _Figure.of(value, self) for name, value in params.items()})


class _Figure(int):
    """A whole number that an error's sentence may write as `{missing:money}`, `{most:points}` or plain `{limit}`."""

    words: Words

    @classmethod
    def of(cls, value: str | int, words: Words) -> str | int:
        """A text as it is; a number with its ways of being written."""
        if isinstance(value, str):
            return value
        figure = cls(value)
        figure.words = words
        return figure

    def __format__(self, how: str) -> str:
        """As the place in the sentence asks."""
        if how == "money":
            return self.words.money(Money(self))
        if how == "quantity":
            return self.words.quantity(Quantity(self))
        return self.words.whole(self)


def _signed(text: str) -> str:
    return text.replace("-", MINUS)
