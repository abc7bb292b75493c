"""Small programs and baskets to try one clause of the rules with."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal

from loyalty.basket import AskedReward, Basket, BasketLine, BasketMember, Birthday, Tender
from loyalty.program import Program, parse_program
from loyalty.quote import Quote
from loyalty.units import Money, Points, Quantity

TUESDAY = datetime.fromisoformat("2026-11-24T15:00:00+07:00")

HEAD = """format = 1
name = "Thân Thiết"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"
"""
POINTS = "earn = 1\nper_amount = 10000\nworth = 500\n"
TIERS = (
    '[[tier]]\nid = "member"\nat = 0\n[[tier]]\nid = "silver"\nat = 100\npercent_off = 3\nmultiplier = 1.25\n'
)


def program_text(
    *promotions: str, points: str = "", discounts: str = "", tiers: str = TIERS, more: str = ""
) -> str:
    """A program file; each promotion is the lines of its table, `id` and `name` left to be filled in."""
    parts = [HEAD, "[points]\n", POINTS, points, "\n[discounts]\n", discounts, "\n", tiers, more]
    for number, promotion in enumerate(promotions):
        parts.append(f'\n[[promotion]]\nid = "p{number}"\nname = "P{number}"\n{promotion}\n')
    return "".join(parts)


def program(
    *promotions: str, points: str = "", discounts: str = "", tiers: str = TIERS, more: str = ""
) -> Program:
    """That program, read."""
    text = program_text(*promotions, points=points, discounts=discounts, tiers=tiers, more=more)
    return parse_program(text, name="test.toml")


def line(
    sku: str = "A",
    quantity: str = "1",
    price: int = 10_000,
    *,
    category: str = "",
    brand: str = "",
    tags: tuple[str, ...] = (),
    vat: str | None = None,
) -> BasketLine:
    """One line; the quantity as the format writes it."""
    thousandths = Quantity(int(Decimal(quantity) * 1000))
    percent = None if vat is None else Decimal(vat)
    return BasketLine(sku, thousandths, Money(price), f"Hàng {sku}", category, brand, tags, percent)


def member(
    tier: str = "member",
    points: int = 0,
    *,
    birthday: Birthday | None = None,
    purchases: int = 0,
    memberships: tuple[str, ...] = (),
    segments: tuple[str, ...] = (),
    vouchers: Mapping[str, str] | None = None,
    used: Mapping[str, int] | None = None,
    stamps: Mapping[str, int] | None = None,
) -> BasketMember:
    """A member of a tier."""
    return BasketMember(
        tier=tier,
        points=Points(points),
        birthday=birthday,
        purchases=purchases,
        memberships=memberships,
        segments=segments,
        vouchers=vouchers or {},
        used=used or {},
        stamps=stamps or {},
    )


def basket(
    *lines: BasketLine,
    by: BasketMember | None = None,
    at: datetime = TUESDAY,
    codes: tuple[str, ...] = (),
    store: str = "q1",
    paid_with: tuple[Tender, ...] = ("cash",),
    burn: int | Literal["max"] = 0,
    rewards: Iterable[str] = (),
    stock: Mapping[str, int] | None = None,
) -> Basket:
    """A basket on a Tuesday afternoon; rewards are written as their ids, with the points after a blank."""
    burn_points: Points | Literal["max"] = "max" if burn == "max" else Points(burn)
    asked = tuple(asked_reward(each) for each in rewards)
    return Basket(at, lines, store, by, codes, paid_with, burn_points, asked, stock or {})


def asked_reward(text: str) -> AskedReward:
    """`coffee`, or `off 200` with points that were chosen."""
    name, _, points = text.partition(" ")
    return AskedReward(name, Points(int(points)) if points else None)


def discounts_of(quote: Quote) -> Mapping[str, int]:
    """What each rule took off."""
    return {each.rule: each.amount for each in quote.discounts}


def earned_of(quote: Quote) -> Mapping[str, int]:
    """What points each rule gave."""
    return {each.rule: each.points for each in quote.earned}
