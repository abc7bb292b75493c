"""How a slip puts figures and moments into words: one language, one currency, the store's own time zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from loyalty.figures import format_date, format_money, format_percent, format_quantity, format_whole
from loyalty.rates import exact_rate
from loyalty.units import Money, Points, Quantity
from resources.catalogue import Catalogue, Language
from terminal.goods import SIGN_OF, Unit
from terminal.returned import REASONS


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one language and how figures go into them. Amounts carry no symbol unless asked."""

    catalogue: Catalogue
    currency: str
    zone: ZoneInfo

    @property
    def language(self) -> Language:
        """The language everything is said in."""
        return self.catalogue.language

    def text(self, key: str, **params: str | int) -> str:
        """A text of the catalogue."""
        return self.catalogue.text(key, **params)

    def return_reason(self, reason: str) -> str:
        """Why goods came back: one of `REASONS` in words, anything else as it was written."""
        return self.text(f"returns.reason-{reason}") if reason in REASONS else reason

    def money(self, amount: Money, *, symbol: bool = False) -> str:
        """An amount; below 0 with a minus."""
        return format_money(amount, currency=self.currency, language=self.language, symbol=symbol)

    def less(self, amount: Money) -> str:
        """An amount taken off: written with a minus, given without."""
        return self.money(Money(-amount))

    def whole(self, number: int) -> str:
        """A count or points."""
        return format_whole(number, language=self.language)

    def gained(self, points: Points) -> str:
        """Points with their sign."""
        return f"+{self.whole(points)}" if points > 0 else self.whole(points)

    def quantity(self, quantity: Quantity, unit: Unit = "piece") -> str:
        """Pieces, or kilograms with their sign."""
        return format_quantity(quantity, language=self.language, unit=SIGN_OF[unit])

    def percent(self, percent: Decimal) -> str:
        """A percentage from 0 up, with its sign."""
        rate = exact_rate(percent)
        return f"{percent} %" if rate is None else format_percent(rate, language=self.language)

    def day(self, moment: datetime) -> str:
        """The day of an aware moment, as the store's calendar has it."""
        return format_date(moment.astimezone(self.zone).date(), language=self.language)

    def last_day(self, dies_at: datetime) -> str:
        """The last day on which something is good that dies at this moment.

        What dies as a month begins is good until the day before, and that is the day people are told.
        """
        return self.day(dies_at - timedelta(seconds=1))

    def moment(self, moment: datetime) -> str:
        """Day and minute of an aware moment, by the store's clock."""
        return f"{self.day(moment)} {moment.astimezone(self.zone):%H:%M}"
