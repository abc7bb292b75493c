"""A member's year: what happens step by step, and what the program comes to after each step.

The steps are read from a file in `loyalty.account.read_year`. Ids and voucher codes, which are random at a
till, are counted here, so that the same year always comes to the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from loyalty.account.model import Account, Figures, Sale, SoldRecord
from loyalty.account.sections import SECTIONS
from loyalty.account.settle import member_of, pass_to, settle_refund, settle_sale
from loyalty.basket import Basket
from loyalty.errors import Refused
from loyalty.identity.codes import VOUCHER_SCHEME
from loyalty.identity.digits import ean_digit
from loyalty.program.model import Program
from loyalty.quote.model import Quote
from loyalty.quote.pricing import quote
from loyalty.refund import Refund, everything_left
from loyalty.refusals import BurnRefused
from loyalty.sentences import Sentence, say
from loyalty.units import Quantity

_CODES_AT_HAND = 64
_CODE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Buy:
    """A sale of this name; the basket has no member yet, the account becomes it."""

    sale: str
    basket: Basket


@dataclass(frozen=True, slots=True)
class GiveBack:
    """So much of each line of a sale is brought back; without `lines`, all that is left of it."""

    sale: str
    lines: tuple[tuple[int, Quantity], ...] | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes, and nothing else happens."""


Act = Buy | GiveBack | Wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one member does at a moment, and the figures expected after it; `line` is where it stands."""

    at: datetime
    member: str
    act: Act
    note: str = ""
    line: int = 0
    expect: Figures = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The members as they begin, by name, and the steps in order of time."""

    name: str
    members: Mapping[str, Account]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A figure that is not what the step expects; `None` is one that there is not."""

    figure: str
    expected: object
    actual: object


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What a step came to; `refused` is why nothing happened, where the rules said no."""

    step: Step
    account: Account
    news: tuple[Sentence, ...] = ()
    quote: Quote | None = None
    refund: Refund | None = None
    refused: str = ""

    def figures(self, program: Program) -> Figures:
        """How the member stands after the step, and what the step itself came to."""
        found: dict[str, object] = {}
        for section in SECTIONS:
            found.update(section.figures(program, self.account, self.account.seen_at or self.step.at))
        if self.quote is not None:
            found |= {"total": self.quote.total, "earned": self.quote.earned_points}
            found |= {"burned": self.quote.burn.points, "off": self.quote.subtotal - _nets(self.quote)}
        if self.refund is not None:
            found |= {"money": self.refund.money, "taken": self.refund.points_taken}
            found["returned"] = self.refund.points_returned
        return found | {"refused": self.refused}

    def mismatches(self, program: Program) -> Iterator[Mismatch]:
        """Every figure that is not as the step expects it."""
        figures = self.figures(program)
        for name, expected in self.step.expect.items():
            if figures.get(name) != expected:
                yield Mismatch(name, expected, figures.get(name))

    def told(self, program: Program) -> Iterator[Sentence]:
        """How the member stands after the step, in words."""
        for section in SECTIONS:
            yield from section.told(program, self.account, self.account.seen_at or self.step.at)


class Walk:
    """One year under way under one program."""

    def __init__(self, program: Program, year: Year) -> None:
        self.accounts = dict(year.members)
        self._program = program
        self._year = year
        self._records: dict[str, SoldRecord] = {}
        self._codes = 0

    def steps(self) -> Iterator[After]:
        """Each step in its turn, with what it came to."""
        for step in self._year.steps:
            yield self._step(step)

    def _step(self, step: Step) -> After:
        account = self.accounts[step.member]
        try:
            match step.act:
                case Buy():
                    after = self._buy(step, step.act, account)
                case GiveBack():
                    after = self._give_back(step, step.act, account)
                case Wait():
                    passed = pass_to(self._program, account, step.at, codes=self._fresh_codes())
                    after = After(step=step, account=passed.account, news=passed.news)
        except BurnRefused as refused:
            return After(step=step, account=account, news=(refused.sentence,), refused=refused.code)
        except Refused as refused:
            return After(step=step, account=account, refused=refused.code)
        self.accounts[step.member] = after.account
        return after

    def _buy(self, step: Step, buy: Buy, account: Account) -> After:
        codes = self._fresh_codes()
        passed = pass_to(self._program, account, step.at, codes=codes)
        member = member_of(self._program, passed.account, step.at)
        priced = quote(self._program, replace(buy.basket, member=member))
        sale = Sale(id=buy.sale, quote=priced)
        settled = settle_sale(self._program, passed.account, sale, codes=passed.codes)
        self._records[buy.sale] = settled.record
        off = [each.why for each in priced.discounts]
        earned = [each.why for each in priced.earned]
        news = (*passed.news, *off, *earned, *settled.news)
        return After(step=step, account=settled.account, news=news, quote=priced)

    def _give_back(self, step: Step, back: GiveBack, account: Account) -> After:
        record = self._records[back.sale]
        returns = everything_left(record.kept) if back.lines is None else dict(back.lines)
        done = settle_refund(self._program, account, record, returns, step.at, codes=self._fresh_codes())
        self._records[back.sale] = done.after.record
        paid = say("paid-back", amount=done.refund.money, currency=self._program.currency)
        news = (paid, *done.after.news)
        return After(step=step, account=done.after.account, news=news, refund=done.refund)

    def _fresh_codes(self) -> tuple[str, ...]:
        """Codes that no voucher of this year has had."""
        first, self._codes = self._codes, self._codes + _CODES_AT_HAND
        bodies = [f"{VOUCHER_SCHEME}{number:0{_CODE_DIGITS}d}" for number in range(first, self._codes)]
        return tuple(body + ean_digit(body) for body in bodies)


def _nets(quote: Quote) -> int:
    return sum(line.net for line in quote.lines)
