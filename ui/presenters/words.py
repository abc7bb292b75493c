"""A language and a currency, and how everything is said in them: texts, amounts, points, times, refusals.

Formats by `loyalty.figures` alone, so that a figure on the screen and the one on the receipt are written
alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as calendar_date
from datetime import datetime, tzinfo
from typing import Final

from loyalty.errors import LoyaltillError
from loyalty.figures import (
    format_date,
    format_money,
    format_percent,
    format_points,
    format_quantity,
    format_whole,
)
from loyalty.rates import Rate
from loyalty.sentences import Sentence
from loyalty.units import Money, Points, Quantity
from resources.catalogue import Catalogue
from terminal.goods import SIGN_OF, Unit

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

    @property
    def group(self) -> str:
        """The sign between thousands."""
        return self.whole(1000)[1]

    def percent(self, percent: Rate) -> str:
        """`3 %`."""
        return format_percent(percent, language=self.catalogue.language)

    def quantity(self, quantity: Quantity, unit: Unit = "piece") -> str:
        """`3`, or `0,755 kg`."""
        return format_quantity(quantity, language=self.catalogue.language, unit=SIGN_OF[unit])

    def time(self, at: datetime) -> str:
        """`10:41`, on the store's clock."""
        return at.astimezone(self.zone).strftime("%H:%M")

    def time_on(self, at: datetime, day: datetime) -> str:
        """The time of `at`; with its date where that is not the one of `day`."""
        return self.time(at) if self.date(at) == self.date(day) else f"{self.time(at)} {self.date(at)}"

    def date(self, at: datetime) -> str:
        """The store's local day."""
        return format_date(at.astimezone(self.zone).date(), language=self.catalogue.language)

    def day(self, day: calendar_date) -> str:
        """A day of the store."""
        return format_date(day, language=self.catalogue.language)

    def sentence(self, sentence: Sentence) -> str:
        """What the rules have to say."""
        return sentence.text(self.catalogue.language)

    def error(self, error: LoyaltillError) -> str:
        """What happened, what it means for this sale, and what to do."""
        return self.refusal(error.code, error.params)

    def short_refusal(self, error: LoyaltillError) -> str:
        """The same in a few words where somebody wrote them (`short.<code>`); nothing where nobody did."""
        key = f"short.{error.code}"
        return self.text(key, **error.params) if self.catalogue.has(key) else ""

    def refusal(self, code: str, params: Mapping[str, str | int]) -> str:
        """The sentence of a code; one that nobody wrote a sentence for is shown with its code."""
        key = f"error.{code}"
        if not self.catalogue.has(key):
            return self.text("error.unnamed", code=code)
        return self.text(key, **{name: self._figure(name, value) for name, value in params.items()})

    def _figure(self, name: str, value: str | int) -> str:
        """A figure of a refusal as people write it; which are money is known by their names."""
        if isinstance(value, str):
            return self._said(name, value)
        return self.money(Money(value)) if name in _MONEY else self.whole(value)

    def _said(self, name: str, value: str) -> str:
        """A text of a refusal; what the machine gave for a reason is said in words where it has some."""
        if name == "until":
            return self._moment(value)
        key = f"machine.{value.lower().replace(' ', '-')}"
        return self.text(key) if name == "why" and self.catalogue.has(key) else value

    def _moment(self, text: str) -> str:
        """A moment of the wire on the store's clock."""
        return self.time(datetime.fromisoformat(text))


_MONEY: Final = frozenset({"missing", "over", "balance", "off", "price", "ceiling"})
"""Parameters of refusals that are amounts."""


def _signed(text: str) -> str:
    return text.replace("-", MINUS)
