"""Says the figures of a replay in one language, and calls the rules by the names they have."""

from dataclasses import dataclass

from loyalty.figures import Language, format_change, format_money, format_points, format_whole
from loyalty.program import Program
from loyalty.quote.rule_names import rule_name
from loyalty.sentences import Param, say
from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True)
class Teller:
    """What is told is told in the draft's currency and with its word for points."""

    draft: Program
    against: Program | None
    language: Language

    def say(self, code: str, /, **params: Param) -> str:
        """The sentence of this code."""
        common: dict[str, Param] = {"currency": self.draft.currency, "unit": self.draft.points.unit}
        return say(code, **common, **params).text(self.language)

    def money(self, amount: int) -> str:
        """An amount."""
        return format_money(Money(amount), currency=self.draft.currency, language=self.language)

    def whole(self, number: int) -> str:
        """A count, or points without the word for them."""
        return format_whole(number, language=self.language)

    def money_row(self, code: str, before: int, after: int) -> list[str]:
        """What an amount is called, what it was, what it would be, and the change."""
        change = after - before
        return [
            self.say(code),
            self.money(before),
            self.money(after),
            format_change(change, self.money(change)),
        ]

    def points_row(self, code: str, before: int, after: int) -> list[str]:
        """The same for points."""
        sides = (before, after, after - before)
        unit = self.draft.points.unit
        texts = [format_points(Points(each), language=self.language, unit=unit) for each in sides]
        return [self.say(code), *texts[:2], format_change(after - before, texts[2])]

    def pays(self, change: int) -> str:
        """How much more or less somebody would pay."""
        code = "replay-pays-more" if change > 0 else "replay-pays-less" if change else "replay-pays-same"
        return self.say(code, amount=abs(change))

    def keeps(self, change: int) -> str:
        """How many more or fewer points somebody would have afterwards."""
        code = "replay-keeps-more" if change > 0 else "replay-keeps-fewer" if change else "replay-keeps-same"
        return self.say(code, points=abs(change))

    def rule_name(self, rule: str) -> str:
        """What people call a rule; its id where neither program knows it any more."""
        for program in (self.draft, self.against):
            name = program and rule_name(program, rule, self.language)
            if name:
                return name if rule == "base" or rule.startswith("tier:") else f"{name} ({rule})"
        return rule
