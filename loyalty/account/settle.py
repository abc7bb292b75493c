"""Settles sales and refunds in an account, and lets time pass: each section of the program in its turn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from loyalty.account.asked import Asked
from loyalty.account.challenges import progress_of, visited_today
from loyalty.account.granted import memberships_of
from loyalty.account.model import Account, OnItsWay, Passing, Return, Settling, SoldRecord
from loyalty.account.points import points_of
from loyalty.account.purchases import purchases_before, standing_of, today_of, used_counts
from loyalty.account.purse import money_of
from loyalty.account.sections import SECTIONS
from loyalty.account.sold import Sale
from loyalty.account.stamps import stamps_of_member
from loyalty.account.vouchers import open_vouchers, vouchers_left
from loyalty.basket import BasketMember
from loyalty.program.model import Program
from loyalty.refund import Refund, refund
from loyalty.units import Quantity

_MOMENT = timedelta(microseconds=1)
"""What happened at a moment counts from the next one on."""


class Refunded(NamedTuple):
    """What a refund comes to: the account and the record after it, and its money and points."""

    after: Settling
    refund: Refund


def member_of(program: Program, account: Account, at: datetime) -> BasketMember:
    """The member as a basket at this moment takes it."""
    return BasketMember(
        tier=standing_of(program, account, at).tier.id,
        points=points_of(account, at),
        birthday=account.birthday,
        purchases=purchases_before(account, at),
        memberships=memberships_of(program, account, at),
        segments=account.segments,
        vouchers=open_vouchers(account, at),
        used=used_counts(program, account, at),
        stamps=stamps_of_member(program, account, at),
        today=today_of(program, account, at),
        wallet=money_of(account, at),
        challenges=progress_of(program, account, at),
        visited=visited_today(program, account, at),
        vouchers_left=vouchers_left(program, account, at),
    )


def pass_to(program: Program, account: Account, at: datetime, *, codes: Sequence[str] = ()) -> Passing:
    """Lets time pass up to a moment: what ends, begins or is given by the calendar.

    `codes` are fresh ones for vouchers; what is left of them comes back.
    """
    return _passed(program, at, Passing(account, codes=codes))


def settle_sale(program: Program, account: Account, sale: Sale, *, codes: Sequence[str] = ()) -> Settling:
    """The account after a sale, what the sale keeps, and what there is to tell.

    Raises:
        Refused: `not-enough-points`, and what the sections refuse; nothing is settled then.
    """
    before = pass_to(program, account, sale.at, codes=codes)
    record = SoldRecord(id=sale.id, at=sale.at, kept=sale.kept)
    settling = Settling(before.account, before.news, before.codes, record=record)
    for section in SECTIONS:
        settling = section.on_sale(program, sale, settling)
    return _passed(program, sale.at + _MOMENT, settling)


def settle_refund(
    program: Program,
    account: Account,
    record: SoldRecord,
    returns: Mapping[int, Quantity],
    at: datetime,
    *,
    codes: Sequence[str] = (),
) -> Refunded:
    """Gives back so much of each line of a sale, by what the sale kept.

    Raises:
        Refused: as `refund`, and what the sections refuse; nothing is given back then.
    """
    before = pass_to(program, account, at, codes=codes)
    refund(record.kept, returns)
    asked = Asked(record, returns, at)
    for section in SECTIONS:
        asked = section.on_asked(program, before.account, asked)
    back = Return(at=at, refund=refund(asked.record.kept, returns))
    settling = Settling(before.account, before.news, before.codes, record=record)
    for section in SECTIONS:
        settling = section.on_refund(program, back, settling)
    settling = replace(settling, record=replace(settling.record, kept=back.refund.sale))
    return Refunded(_passed(program, at + _MOMENT, settling), back.refund)


def _passed(program: Program, at: datetime, so_far: OnItsWay) -> OnItsWay:
    for section in SECTIONS:
        so_far = section.on_day(program, at, so_far)
    seen = so_far.account.seen_at
    if seen is None or seen < at:
        so_far = replace(so_far, account=replace(so_far.account, seen_at=at))
    return so_far
