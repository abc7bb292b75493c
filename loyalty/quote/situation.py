"""What a basket says that conditions ask about, worked out once for all promotions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from loyalty.basket import Basket, BasketMember, Birthday, Tender
from loyalty.periods import birthday_in
from loyalty.program.conditions import BirthdaySpan

_WEEK_REACH_DAYS = 3


@dataclass(frozen=True, slots=True)
class Situation:
    """A sale's moment, place, member, codes and tenders; nothing about what is bought.

    `local` is the program's wall clock without an offset; `birthdays` names the spans of the member's
    birthday that the day falls in; `issued` are the promotions that a presented voucher was issued from.
    """

    at: datetime
    local: datetime
    today: date
    weekday: int
    minute: int
    store: str
    member: BasketMember | None
    birthdays: frozenset[BirthdaySpan]
    codes: frozenset[str]
    issued: frozenset[str]
    tenders: frozenset[Tender]

    @classmethod
    def of(cls, basket: Basket, zone: ZoneInfo) -> Self:
        """The situation of one basket, by the program's clock and calendar."""
        local = basket.at.astimezone(zone).replace(tzinfo=None)
        member = basket.member
        vouchers: Mapping[str, str] = member.vouchers if member else {}
        birthday = member.birthday if member else None
        today = local.date()
        return cls(
            at=basket.at,
            local=local,
            today=today,
            weekday=today.weekday(),
            minute=local.hour * 60 + local.minute,
            store=basket.store,
            member=member,
            birthdays=birthday_spans(birthday, today) if birthday else frozenset(),
            codes=frozenset(basket.codes),
            issued=frozenset(vouchers[code] for code in basket.codes if code in vouchers),
            tenders=frozenset(basket.paid_with),
        )


def birthday_spans(birthday: Birthday, today: date) -> frozenset[BirthdaySpan]:
    """Which spans around the birthday the day is in; 29 February is 28 February in other years."""
    this_year = birthday_in(birthday, today.year)
    spans: set[BirthdaySpan] = set()
    if today == this_year:
        spans.add("day")
    if today.month == birthday.month:
        spans.add("month")
    around = (birthday_in(birthday, today.year + step) for step in (-1, 0, 1))
    if any(abs((today - day).days) <= _WEEK_REACH_DAYS for day in around):
        spans.add("week")
    return frozenset(spans)
