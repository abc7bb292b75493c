"""A shop for the benches of the rules: so many lines in the basket, so many promotions in the program.

A promotion covers about a quarter of the goods, as "all drinks, all sweets", and every kind is there.
Nothing is thrown by chance: the same sizes are the same shop.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from loyalty.basket import Basket, BasketLine, BasketMember
from loyalty.program import Program, parse_program
from loyalty.units import Money, Points, Quantity

CATEGORIES = 12
BRANDS = 15
TAGS = 8

HEAD = """format = 1
name = "Bench"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"
[points]
earn = 1
per_amount = 10000
worth = 500
exclude = { categories = ["tobacco"] }
[discounts]
max_percent = 50
exclude = { categories = ["tobacco"] }
[[tier]]
id = "member"
at = 0
[[tier]]
id = "silver"
at = 5000000
percent_off = 3
multiplier = 1.25
"""


def program_of(promotions: int) -> Program:
    """A program of so many promotions, all of which hold for the basket but those that ask for a code."""
    return parse_program(program_text(promotions), name="bench.toml")


def program_text(promotions: int) -> str:
    """The file of that program."""
    return HEAD + "\n".join(promotion_text(number) for number in range(promotions))


def promotion_text(number: int) -> str:
    """One promotion; of every twenty, 15 are for single lines, 1 is for groups of them and 4 give points."""
    percent = 3 + number * 7 % 28
    on_brands = (f'kind = "percent_off"\npercent = {percent}', _of("brands", "b", number, BRANDS), "")
    kinds = (
        (f'kind = "percent_off"\npercent = {percent}', _of("categories", "c", number, CATEGORIES), ""),
        (
            f'kind = "percent_off"\npercent = {percent}',
            _of("brands", "b", number, BRANDS),
            'tiers = ["silver"]',
        ),
        (
            f'kind = "percent_off"\npercent = {percent}',
            _of("tags", "t", number, TAGS),
            'hours = ["08:00-22:00"]',
        ),
        (f'kind = "price"\nprice = {15000 + number * 137 % 40 * 1000}', _of("tags", "t", number, TAGS), ""),
        (
            f'kind = "percent_off"\npercent = {percent}',
            _of("categories", "c", number, CATEGORIES),
            'code = "NONE"',
        ),
        (
            f'kind = "percent_off"\npercent = {percent}\nstage = "voucher"',
            _of("categories", "c", number, CATEGORIES),
            "min_spend = 200000",
        ),
        (_group(number), _goods(number), "") if number % 20 < 10 else on_brands,
        (
            f'kind = "multiply_points"\nfactor = {1 + number % 4 * 0.25}',
            _of("brands", "b", number, BRANDS),
            "",
        ),
        ('kind = "bonus_points"\npoints = 3\nper = "unit"', _of("categories", "c", number, CATEGORIES), ""),
        (
            f'kind = "percent_off"\npercent = {percent}',
            _of("brands", "b", number, BRANDS),
            'weekdays = ["tue"]',
        ),
    )
    kind, on, when = kinds[number % len(kinds)]
    return f'[[promotion]]\nid = "p{number}"\nname = "P{number}"\n{kind}\non = {on}\nwhen = {{ {when} }}\n'


def basket_of(lines: int) -> Basket:
    """A basket of so many different goods, of a silver member on a Tuesday morning."""
    return Basket(
        at=datetime.fromisoformat("2026-11-24T11:00:00+07:00"),
        lines=tuple(line(number) for number in range(lines)),
        store="q1",
        member=BasketMember(tier="silver", points=Points(1000)),
        paid_with=("cash",),
    )


def line(number: int) -> BasketLine:
    """One line of the basket."""
    return BasketLine(
        sku=f"s{number}",
        quantity=Quantity(1000 * (1 + number * 5 % 6)),
        unit_price=Money(12000 + number * 7919 % 90 * 500),
        name=f"Goods {number}",
        category=f"c{number % CATEGORIES}",
        brand=f"b{number * 7 % BRANDS}",
        tags=(f"t{number % TAGS}", f"t{number * 3 % TAGS}"),
        vat_percent=Decimal(8),
    )


def _of(marks: str, letter: str, number: int, count: int) -> str:
    """A quarter of the marks of one sort, a different quarter for each promotion."""
    names = ", ".join(f'"{letter}{(number * 5 + step * step) % count}"' for step in range(count // 4))
    return f"{{ {marks} = [{names}] }}"


def _goods(number: int) -> str:
    """Five goods; every other promotion of this kind shares one of them with the next."""
    last = 20 if number // 20 % 2 else 9
    names = ", ".join(f'"s{number + step}"' for step in (0, 1, 2, 5, last))
    return f"{{ skus = [{names}] }}"


def _group(number: int) -> str:
    groups = (
        'kind = "buy_get"\nbuy = 2\nget = 1',
        f'kind = "amount_off"\namount = {5000 + number % 7 * 2500}',
        'kind = "percent_off"\npercent = 20\nmax_amount = 30000',
    )
    return groups[number // 20 % len(groups)]


def matches(program: Program, lines: tuple[BasketLine, ...]) -> Iterator[int]:
    """How many promotions select each line."""
    for each in lines:
        yield sum(
            promotion.on.matches(sku=each.sku, category=each.category, brand=each.brand, tags=each.tags)
            for promotion in program.promotions
        )
