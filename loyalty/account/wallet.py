"""Prepaid money in an account: topped up by a sale, spent by others, brought back by the way it came."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from loyalty.account.asked import Asked
from loyalty.account.model import Account, Figures, OnItsWay, Return, Settling
from loyalty.account.purse import Purse, money_of
from loyalty.account.section import Section
from loyalty.account.sold import Sale
from loyalty.account.top_ups import Bonus, PurseSlice, TopUpLeft
from loyalty.lots import end_of_month
from loyalty.program.model import Program
from loyalty.program.wallet import WalletRules
from loyalty.refusals import SentenceRefused
from loyalty.sentences import Param, Sentence, say
from loyalty.units import Money

_MOMENT = timedelta(microseconds=1)


def _on_sale(program: Program, sale: Sale, so_far: Settling) -> Settling:
    payment, rules, currency = sale.wallet, program.wallet, program.currency
    if payment is None or rules is None:
        return so_far
    purse = Purse(so_far.account)
    if payment.amount:
        spent = purse.spend(paid=payment.paid, bonus=payment.bonus, at=sale.at)
        so_far = replace(so_far, record=replace(so_far.record, from_wallet=spent))
        code = "wallet-paid-bonus" if payment.bonus else "wallet-paid"
        so_far = so_far.tell(say(code, amount=payment.amount, bonus=payment.bonus, currency=currency))
    if payment.topped_up:
        top_up = _top_up(program, rules, sale, payment.topped_up, payment.promised)
        purse.add(top_up)
        so_far = replace(so_far, record=replace(so_far.record, paid_in=frozenset({top_up.line})))
        code = "topped-up-bonus" if payment.promised else "topped-up"
        so_far = so_far.tell(say(code, amount=payment.topped_up, bonus=payment.promised, currency=currency))
    return replace(so_far, account=purse.account)


def _top_up(program: Program, rules: WalletRules, sale: Sale, amount: Money, promised: Money) -> TopUpLeft:
    dies_at = end_of_month(sale.at.astimezone(program.zone), rules.bonus_expire_months)
    return TopUpLeft(
        sale=sale.id,
        line=sale.skus.index(rules.sku),
        at=sale.at,
        amount=amount,
        promised=promised,
        paid=amount,
        bonuses=(Bonus(promised, dies_at),) if promised else (),
    )


def _on_asked(program: Program, account: Account, asked: Asked) -> Asked:
    """A top-up is brought back whole, and is worth what is left of it; what it earned goes in proportion."""
    for top_up in account.wallet:
        kept = asked.record.kept
        if top_up.sale != asked.record.id or top_up.line not in asked.returns:
            continue
        line = kept.lines[top_up.line]
        if asked.returns[top_up.line] != line.quantity:
            raise SentenceRefused(say("top-up-whole"))
        if not top_up.refundable:
            raise SentenceRefused(say("top-up-spent", **_of(top_up), currency=program.currency))
        spent = top_up.amount - top_up.refundable
        asked = asked.with_worth(
            top_up.line, top_up.refundable, kept_points=line.earned_points * spent // top_up.amount
        )
    return asked


def _of(top_up: TopUpLeft) -> dict[str, Param]:
    """What was paid in, what of it is left, and what was spent of its bonus."""
    return {"of": top_up.amount, "left": top_up.paid, "bonus": top_up.bonus_spent}


def _on_refund(program: Program, back: Return, so_far: Settling) -> Settling:
    purse, record = Purse(so_far.account), so_far.record
    gone = {part.line: part for part in back.refund.lines}
    for top_up in so_far.account.wallet:
        if top_up.sale == record.id and top_up.line in gone:
            code = "top-up-back-bonus" if top_up.bonus_spent else "top-up-back"
            said = say(code, amount=top_up.refundable, **_of(top_up), currency=program.currency)
            so_far = so_far.tell(said)
            purse.pay_back(record.id)
    returned = back.refund.to_wallet
    if returned:
        bonus = Money(sum(part.to_bonus for part in back.refund.lines))
        left, coming = _last(record.from_wallet, paid=Money(returned - bonus), bonus=bonus)
        for part in coming:
            purse.give_back(part, spent_at=record.at, returned_at=back.at, zone=program.zone)
        record = replace(record, from_wallet=left)
        so_far = so_far.tell(say("wallet-returned", amount=returned, currency=program.currency))
    return replace(so_far, account=purse.account, record=record)


def _last(
    slices: tuple[PurseSlice, ...], *, paid: Money, bonus: Money
) -> tuple[tuple[PurseSlice, ...], list[PurseSlice]]:
    """What is left of spent slices, and so much of them as comes back, what was taken last first."""
    wanted = {False: paid, True: bonus}
    left: list[PurseSlice] = []
    coming: list[PurseSlice] = []
    for part in reversed(slices):
        taken = Money(min(part.amount, wanted[part.is_bonus]))
        wanted[part.is_bonus] = Money(wanted[part.is_bonus] - taken)
        coming += [replace(part, amount=taken)] if taken else []
        left += [replace(part, amount=Money(part.amount - taken))] if part.amount > taken else []
    return tuple(reversed(left)), coming


def _on_day(program: Program, at: datetime, so_far: OnItsWay) -> OnItsWay:
    """Tells of bonuses that have died since the account was last seen."""
    seen = so_far.account.seen_at
    if seen is not None:
        bonuses = [bonus for top_up in so_far.account.wallet for bonus in top_up.bonuses]
        died = sum(bonus.amount for bonus in bonuses if bonus.is_alive(seen) and not bonus.is_alive(at))
        if died:
            so_far = so_far.tell(say("wallet-bonus-died", amount=died, currency=program.currency))
    return so_far


def _figures(program: Program, account: Account, at: datetime) -> Figures:
    held = money_of(account, at)
    return {"wallet": held.total, "wallet_bonus": held.bonus} if program.wallet or account.wallet else {}


def _told(program: Program, account: Account, at: datetime) -> Iterator[Sentence]:
    if not account.wallet:
        return
    held, currency = money_of(account, at), program.currency
    code = "has-wallet-bonus" if held.bonus else "has-wallet"
    yield say(code, amount=held.total, bonus=held.bonus, currency=currency)
    bonuses = [bonus for top_up in account.wallet for bonus in top_up.bonuses]
    dying = [bonus.dies_at for bonus in bonuses if bonus.dies_at is not None and bonus.is_alive(at)]
    if dying:
        first = min(dying)
        amount = sum(bonus.amount for bonus in bonuses if bonus.dies_at == first)
        day = (first - _MOMENT).astimezone(program.zone).date()
        yield say("has-wallet-dying", bonus=amount, day=day, currency=currency)


SECTION = Section(
    on_sale=_on_sale, on_asked=_on_asked, on_refund=_on_refund, on_day=_on_day, figures=_figures, told=_told
)
