"""Whether a promotion holds for a sale, condition by condition as the page lists them."""

import math
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from tests.reference.plain_basics import Json, exact, excluded, half_up, matches

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
POINTS_KINDS = ("multiply_points", "bonus_points")


def clock(text: str) -> time | None:
    """A time of day, None for the end of the day."""
    if text == "24:00":
        return None
    hours, minutes = text.split(":")
    return time(int(hours), int(minutes))


def in_span(span: str, now: time) -> bool:
    """Whether a local time lies in a span such as 22:00-02:00."""
    start_text, end_text = span.split("-")
    start = clock(start_text)
    end = clock(end_text)
    assert start is not None
    if end is None:
        return now >= start
    if start == end:
        return True
    if start < end:
        return start <= now < end
    return now >= start or now < end


def birthday_in(year: int, month: int, day: int) -> date:
    """The day a birthday is kept in a year."""
    if (month, day) == (2, 29):
        try:
            return date(year, 2, 29)
        except ValueError:
            return date(year, 2, 28)
    return date(year, month, day)


class SaleConditions:
    """One basket under one program, before anything is taken off."""

    def __init__(self, program: Json, basket: Json) -> None:
        """Read what every later step needs."""
        self.program = program
        self.basket = basket
        self.lines: list[Json] = basket["lines"]
        self.member: Json | None = basket.get("member")
        self.local = datetime.fromisoformat(basket["at"]).astimezone(ZoneInfo(program["timezone"]))
        self.quantity = [Fraction(line["quantity"]) for line in self.lines]
        self.gross = [
            half_up(quantity * line["unit_price"])
            for quantity, line in zip(self.quantity, self.lines, strict=True)
        ]
        discounts = program.get("discounts", {})
        self.no_discount = [excluded(discounts.get("exclude"), line) for line in self.lines]
        self.no_points = [excluded(program["points"].get("exclude"), line) for line in self.lines]
        self.cap = [
            math.floor(gross * exact(discounts.get("max_percent", 100)) / 100) for gross in self.gross
        ]
        self.remaining = list(self.gross)
        self.price_cuts = [0] * len(self.lines)
        self.given: list[list[tuple[str, int]]] = [[] for _ in self.lines]
        self.tier = self.find_tier()

    def find_tier(self) -> Json | None:
        """The member's tier, as the program has it."""
        member = self.member
        if member is None:
            return None
        tiers: list[Json] = self.program["tier"]
        return next(tier for tier in tiers if tier["id"] == member["tier"])

    def holds(self, promotion: Json) -> bool:
        """Whether all conditions of a promotion hold."""
        when = promotion.get("when", {})
        if self.member is None and when.get("members_only", True):
            return False
        return (
            self.holds_in_time(when)
            and self.holds_for_member(promotion, when)
            and self.holds_for_sale(promotion, when)
        )

    def holds_in_time(self, when: Json) -> bool:
        """Dates, weekdays and hours."""
        if "from" in when and not self.at_or_after(when["from"]):
            return False
        if "until" in when and not self.at_or_before(when["until"]):
            return False
        if "weekdays" in when and WEEKDAYS[self.local.weekday()] not in when["weekdays"]:
            return False
        if "hours" in when:
            now = self.local.time().replace(tzinfo=None)
            return any(in_span(span, now) for span in when["hours"])
        return True

    def at_or_after(self, start: date) -> bool:
        """Whether the sale is at or after a date or date-time of the program."""
        if isinstance(start, datetime):
            return self.local >= (start if start.tzinfo else start.replace(tzinfo=self.local.tzinfo))
        return self.local.date() >= start

    def at_or_before(self, end: date) -> bool:
        """Whether the sale is at or before a date or date-time of the program."""
        if isinstance(end, datetime):
            return self.local <= (end if end.tzinfo else end.replace(tzinfo=self.local.tzinfo))
        return self.local.date() <= end

    def holds_for_member(self, promotion: Json, when: Json) -> bool:
        """The conditions that do not hold without a member."""
        about_member = {"tiers", "birthday", "memberships", "segments", "limit"} & set(when)
        if when.get("first_purchase") or when.get("voucher"):
            about_member.add("flag")
        if not about_member:
            return True
        member = self.member
        if member is None:
            return False
        checks: list[bool] = [
            "tiers" not in when or member["tier"] in when["tiers"],
            "birthday" not in when or self.has_birthday(when["birthday"], member.get("birthday")),
            not when.get("first_purchase") or (member.get("purchases") or 0) == 0,
            "memberships" not in when
            or bool(set(when["memberships"]) & set(member.get("memberships") or ())),
            "segments" not in when or bool(set(when["segments"]) & set(member.get("segments") or ())),
            "limit" not in when or self.used(promotion) < when["limit"]["times"],
            not when.get("voucher") or self.voucher(promotion) is not None,
        ]
        return all(checks)

    def used(self, promotion: Json) -> int:
        """In how many sales of the period the member has used a promotion."""
        used: dict[str, int] = (self.member or {}).get("used") or {}
        return used.get(promotion["id"], 0)

    def has_birthday(self, near: str, birthday: str | None) -> bool:
        """Whether the member's birthday is today, this month, or within three days."""
        if birthday is None:
            return False
        month, day = (int(part) for part in birthday.split("-")[-2:])
        today = self.local.date()
        if near == "month":
            return today.month == month
        if near == "day":
            return birthday_in(today.year, month, day) == today
        days = [birthday_in(year, month, day) for year in (today.year - 1, today.year, today.year + 1)]
        return any(abs(kept - today) <= timedelta(days=3) for kept in days)

    def voucher(self, promotion: Json) -> str | None:
        """The first presented voucher that was issued from this promotion."""
        held: dict[str, str] = (self.member or {}).get("vouchers") or {}
        return next(
            (code for code in self.basket.get("codes") or () if held.get(code) == promotion["id"]), None
        )

    def holds_for_sale(self, promotion: Json, when: Json) -> bool:
        """Spend, store, code and tender."""
        if "min_spend" in when and self.spend_that_counts(promotion) < when["min_spend"]:
            return False
        if "stores" in when and self.basket.get("store") not in when["stores"]:
            return False
        if "code" in when and when["code"] not in (self.basket.get("codes") or ()):
            return False
        if "paid_with" in when:
            named: str | list[str] = self.basket.get("paid_with") or []
            tenders = [named] if isinstance(named, str) else named
            return bool(tenders) and all(tender in when["paid_with"] for tender in tenders)
        return True

    def spend_that_counts(self, promotion: Json) -> int:
        """The gross that `min_spend` looks at."""
        spend = 0
        for index, line in enumerate(self.lines):
            if promotion["kind"] not in POINTS_KINDS and self.no_discount[index]:
                continue
            if promotion["kind"] == "gift":
                counts = line["sku"] != promotion["sku"]
            else:
                counts = matches(promotion.get("on", {}), line)
            spend += self.gross[index] if counts else 0
        return spend
