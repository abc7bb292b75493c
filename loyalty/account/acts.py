"""What a member can do in a step of their year, each as a value that does it.

The sale, its refund and waiting are here; what a section adds stands in the section's module, and how it is
read from the file in `loyalty.account.read_acts`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from loyalty.account.draws import settle_drawn
from loyalty.account.model import Account, SoldRecord
from loyalty.account.recommended import Notice
from loyalty.account.referral import settle_notice
from loyalty.account.settle import member_of, pass_to, settle_refund, settle_sale
from loyalty.account.sold import quoted_sale
from loyalty.account.vouchers import hand_back, issue_by_hand
from loyalty.basket import Basket
from loyalty.drawing import draw_receipt
from loyalty.identity.card_rules import VOUCHER_SCHEME
from loyalty.identity.digits import ean_digit
from loyalty.program.model import Program
from loyalty.quote.model import Quote
from loyalty.quote.pricing import quote
from loyalty.refund import Refund, everything_left
from loyalty.refusals import SentenceRefused
from loyalty.sentences import Sentence, say
from loyalty.units import Quantity

_CODES_AT_HAND = 64
_CODE_DIGITS = 10


@dataclass(slots=True)
class Ground:
    """What acts work on: the program, everyone's account by name, and the sales so far.

    Ids and voucher codes, which are random at a till, are counted, so that the same year always comes to the
    same. `untold` is what another's step meant for a member, until a step of that member's own tells it.
    """

    program: Program
    accounts: dict[str, Account]
    records: dict[str, SoldRecord] = field(default_factory=dict[str, SoldRecord])
    buyers: dict[str, str] = field(default_factory=dict[str, str])
    untold: dict[str, tuple[Sentence, ...]] = field(default_factory=dict[str, tuple[Sentence, ...]])
    _codes: int = 0

    def record_of(self, sale: str, member: Account) -> SoldRecord:
        """What a sale to this member keeps.

        Raises:
            SentenceRefused: `sale-not-made`, one that was refused; `sale-of-another`.
        """
        buyer = self.buyers.get(sale)
        if buyer is None:
            raise SentenceRefused(say("sale-not-made", sale=sale))
        if buyer != member.id:
            raise SentenceRefused(say("sale-of-another", sale=sale, member=buyer))
        return self.records[sale]

    def referrer_of(self, member: str) -> str:
        """Who recommended a member; empty where nobody did."""
        recommendation = self.accounts[member].recommendation
        return recommendation.by if recommendation else ""

    def notify(self, notices: Iterable[Notice]) -> None:
        """Passes on what a sale means for other members; they are told in their own next step."""
        for notice in notices:
            passing = settle_notice(self.program, self.accounts[notice.to], notice, codes=self.fresh_codes())
            self.accounts[notice.to] = passing.account
            self.untold[notice.to] = (*self.untold.get(notice.to, ()), *passing.news)

    def fresh_codes(self) -> tuple[str, ...]:
        """Codes that no voucher of this year has had."""
        first, self._codes = self._codes, self._codes + _CODES_AT_HAND
        bodies = [f"{VOUCHER_SCHEME}{number:0{_CODE_DIGITS}d}" for number in range(first, self._codes)]
        return tuple(body + ean_digit(body) for body in bodies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act came to; `figures` are its own, beside those of the account."""

    account: Account
    news: tuple[Sentence, ...] = ()
    figures: Mapping[str, object] = field(default_factory=dict[str, object])


class Act(Protocol):
    """Something that a member does at a moment."""

    def do(self, ground: Ground, account: Account, at: datetime) -> Done:
        """What it comes to.

        Raises:
            Refused: the rules say no; nothing has happened.
        """
        ...


@dataclass(frozen=True, slots=True)
class Buy:
    """A sale of this name; the basket has no member yet, the account becomes it."""

    sale: str
    basket: Basket

    def do(self, ground: Ground, account: Account, at: datetime) -> Done:
        """Prices the basket for the member and settles it."""
        program = ground.program
        passed = pass_to(program, account, at, codes=ground.fresh_codes())
        member = member_of(program, passed.account, at)
        codes = tuple(code_of(passed.account, each, at) for each in self.basket.codes)
        priced = quote(program, replace(self.basket, member=member, codes=codes))
        sale = quoted_sale(self.sale, priced)
        settled = settle_sale(program, passed.account, sale, codes=passed.codes)
        ground.records[self.sale], ground.buyers[self.sale] = settled.record, account.id
        rewards = {each.rule for each in priced.rewards}
        off = [each.why for each in priced.discounts if each.rule not in rewards]
        off += [why for each in priced.rewards for why in each.whys]
        earned = [each.why for each in priced.earned] + ([priced.cut.why] if priced.cut else [])
        paid = say("to-pay", amount=priced.total, currency=program.currency)
        ground.notify(settled.notices)
        news = (*passed.news, *off, *earned, paid, *settled.news)
        return Done(account=settled.account, news=news, figures=_quoted(priced))


@dataclass(frozen=True, slots=True)
class GiveBack:
    """So much of each line of a sale is brought back; without `lines`, all that is left of it."""

    sale: str
    lines: tuple[tuple[int, Quantity], ...] | None = None

    def do(self, ground: Ground, account: Account, at: datetime) -> Done:
        """Refunds by what the sale kept."""
        program = ground.program
        record = ground.record_of(self.sale, account)
        returns = everything_left(record.kept) if self.lines is None else dict(self.lines)
        done = settle_refund(program, account, record, returns, at, codes=ground.fresh_codes())
        ground.records[self.sale] = done.after.record
        paid = say("paid-back", amount=done.refund.money, currency=program.currency)
        ground.notify(done.after.notices)
        news = (paid, *done.after.news)
        return Done(account=done.after.account, news=news, figures=_refunded(done.refund))


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawReceipt:
    """The receipt of a sale is drawn, by a seed that has been published."""

    sale: str
    draw: str
    receipt: str
    seed: bytes

    def do(self, ground: Ground, account: Account, at: datetime) -> Done:
        """Draws, and gives what is won."""
        program = ground.program
        passed = pass_to(program, account, at, codes=ground.fresh_codes())
        draw = next(each for each in program.draws if each.id == self.draw)
        drawn = draw_receipt(draw, seed=self.seed, receipt=self.receipt)
        record = ground.record_of(self.sale, account)
        settled = settle_drawn(program, passed.account, record, drawn, at, codes=passed.codes)
        ground.records[self.sale] = settled.record
        figures = {"number": drawn.number, "prize": drawn.prize.id if drawn.prize else ""}
        return Done(account=settled.account, news=(*passed.news, *settled.news), figures=figures)


@dataclass(frozen=True, slots=True)
class HandBack:
    """A voucher of this kind, which points bought in a sale, is handed back unused."""

    sale: str
    voucher: str

    def do(self, ground: Ground, account: Account, at: datetime) -> Done:
        """Takes it back, and gives its points back."""
        passed = pass_to(ground.program, account, at, codes=ground.fresh_codes())
        code = code_of(passed.account, self.voucher, at)
        record = ground.record_of(self.sale, account)
        done = hand_back(ground.program, passed.account, record, code, at)
        ground.records[self.sale] = done.record
        return Done(account=done.account, news=(*passed.news, *done.news))


@dataclass(frozen=True, slots=True)
class Issue:
    """The shop decides to give a voucher of this kind: an apology after a complaint."""

    voucher: str

    def do(self, ground: Ground, account: Account, at: datetime) -> Done:
        """Issues it."""
        passed = pass_to(ground.program, account, at, codes=ground.fresh_codes())
        rule = next(each for each in ground.program.vouchers if each.id == self.voucher)
        done = issue_by_hand(ground.program, passed, rule, at)
        return Done(account=done.account, news=done.news)


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes, and nothing else happens."""

    def do(self, ground: Ground, account: Account, at: datetime) -> Done:
        """Lets time pass."""
        passed = pass_to(ground.program, account, at, codes=ground.fresh_codes())
        return Done(account=passed.account, news=passed.news)


def code_of(account: Account, named: str, at: datetime) -> str:
    """The code of the oldest voucher of this kind that can be used; any other code as it is."""
    held = (each.code for each in account.vouchers if each.rule == named and each.state(at) == "open")
    return next(held, named)


def _quoted(priced: Quote) -> Mapping[str, object]:
    off = priced.subtotal - sum(line.net for line in priced.lines)
    burned, earned = priced.burn.points, priced.earned_points
    return {"total": priced.total, "off": off, "earned": earned, "burned": burned}


def _refunded(refund: Refund) -> Mapping[str, object]:
    return {"money": refund.money, "taken": refund.points_taken, "returned": refund.points_returned}
