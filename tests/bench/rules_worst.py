"""Programs and baskets within the limits of the format, built to be as dear to price as anything can be.

Each family goes for one part of the pricing with everything at its limit; the throws mix what is dear.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import NamedTuple

from loyalty.basket import Basket, BasketLine, BasketMember
from loyalty.limits import LINES_MAX, PROMOTIONS_MAX, STAGES_MAX
from loyalty.program import Program, parse_program
from loyalty.units import Money, Points, Quantity

Tags = Callable[[int, Random], Sequence[str]]

HEAD = """format = 1
name = "Worst"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"
[points]
earn = 1
per_amount = 1000
worth = 500
[discounts]
stages = [{stages}]
max_percent = {cap}
[[tier]]
id = "member"
at = 0
percent_off = 3
multiplier = 1.25
"""


class Dear(NamedTuple):
    """One thing to price, and what is dear about it."""

    name: str
    program: Program
    basket: Basket


def dear_ones(throws: int) -> Iterator[Dear]:
    """Every family, and so many throws."""
    for family in FAMILIES:
        yield family()
    for seed in range(throws):
        yield thrown(Random(seed))


def percents() -> Dear:
    """As many percentages on every line as there can be, all of which take the same once cut."""
    rules = (f'kind = "percent_off"\npercent = {10 + number * 0.02:.2f}' for number in range(PROMOTIONS_MAX))
    return _dear("2,000 percentages on every line", rules, cap=5)


def prices() -> Dear:
    """As many prices on every line as there can be."""
    rules = (f'kind = "price"\nprice = {2000 - number}' for number in range(PROMOTIONS_MAX))
    return _dear("2,000 prices on every line", rules, cap=10)


def spends() -> Dear:
    """As many minimum spends as there can be, each on other lines."""
    rules = (
        f'kind = "percent_off"\npercent = 5\nwhen = {{ min_spend = {number * 1000} }}\n'
        f'on = {{ tags = ["t{number % 40}"], except_skus = ["s{number % 900}"] }}'
        for number in range(PROMOTIONS_MAX)
    )
    return _dear("2,000 minimum spends", rules, tags=_some_of(40, 0.5))


def multipliers() -> Dear:
    """As many multipliers as there can be, over lines no two of which have the same ones."""
    rules = (
        f'kind = "multiply_points"\nfactor = 1.{number:04d}\non = {{ tags = ["t{number % 40}"] }}'
        for number in range(PROMOTIONS_MAX)
    )
    return _dear("2,000 multipliers", rules, tags=_some_of(40, 0.5))


def unit_bonuses() -> Dear:
    """As many bonuses a unit as there can be."""
    rules = (
        f'kind = "bonus_points"\npoints = {number}\nper = "unit"\non = {{ tags = ["t{number % 40}"] }}'
        for number in range(PROMOTIONS_MAX)
    )
    return _dear("2,000 bonuses a unit", rules, tags=_some_of(40, 0.5))


def sale_bonuses() -> Dear:
    """As many bonuses a sale as there can be, each of other points and split over every line."""
    rules = (f'kind = "bonus_points"\npoints = {1 + number * 9973}' for number in range(PROMOTIONS_MAX))
    return _unburned(_dear("2,000 bonuses a sale", rules))


def sale_bonuses_apart() -> Dear:
    """As many, each over lines of its own choice."""
    rules = (
        f'kind = "bonus_points"\npoints = {1 + number * 9973}\n'
        f'on = {{ tags = ["t{number % 40}"], except_skus = ["s{number % 900}"] }}'
        for number in range(PROMOTIONS_MAX)
    )
    return _unburned(_dear("2,000 bonuses a sale, each on other lines", rules, tags=_some_of(40, 0.5)))


def one_cluster_of_all() -> Dear:
    """As many group promotions as there can be, all of which want every line."""
    rules = (f'kind = "buy_get"\nbuy = {1 + number % 7}\nget = 1' for number in range(PROMOTIONS_MAX))
    return _dear("2,000 groups on every line", rules)


def clusters_of_ten() -> Dear:
    """As many clusters as there can be of the largest size that is chosen exactly."""
    rules = (_on(_group(number, 20_000), number) for number in range(PROMOTIONS_MAX))
    return _dear("200 clusters of 10", rules, tags=_block_of(10, lines=5))


def clusters_of_eleven() -> Dear:
    """As many clusters as there can be just above that size."""
    rules = (_on(_group(number, 20_000), number) for number in range(181 * 11))
    return _dear("181 clusters of 11", rules, tags=_block_of(11, lines=6))


def ten_in_every_stage() -> Dear:
    """In every stage a cluster of ten that want half of all lines each."""
    stages = [f"s{number}" for number in range(STAGES_MAX)]
    rules = (
        f'{_on(_group(number, 5_000_000), number)}\nstage = "{stage}"'
        for stage in stages
        for number in range(10)
    )
    return _dear(
        f"10 groups in each of {STAGES_MAX} stages", rules, stages=stages, cap=100, tags=_some_of(10, 0.5)
    )


def narrow_and_wide() -> Dear:
    """Nine promotions on a few lines each, before one on all lines, whose shares must be cut."""
    narrow = (_on(f'kind = "amount_off"\namount = {60_000 + number * 1000}', number) for number in range(9))
    wide = _on('kind = "amount_off"\namount = 170000000', 9)
    before = 'kind = "percent_off"\npercent = 30\non = { brands = ["b1", "b2"] }\nstage = "first"'
    return _dear(
        "9 narrow groups and a wide one", [*narrow, wide, before], stages=["first", "promotion"], tags=_narrow
    )


def narrow_and_wide_units() -> Dear:
    """The same with a wide `buy_get` over millions of units."""
    narrow = (_on(f'kind = "amount_off"\namount = {60_000_000 + number}', number) for number in range(9))
    wide = _on('kind = "buy_get"\nbuy = 9000\nget = 1000', 9)
    name = "9 narrow groups and millions of units"
    return _dear(name, [*narrow, wide], tags=_narrow, units=99_000, price_most=9000)


FAMILIES = (
    percents,
    prices,
    spends,
    multipliers,
    unit_bonuses,
    sale_bonuses,
    sale_bonuses_apart,
    one_cluster_of_all,
    clusters_of_ten,
    clusters_of_eleven,
    ten_in_every_stage,
    narrow_and_wide,
    narrow_and_wide_units,
)


def thrown(dice: Random) -> Dear:
    """A mixture: many promotions of all kinds over many tags, on as many lines as there can be."""
    tags = dice.choice((3, 10, 40, 200, 1000))
    count = dice.choice((12, 100, 500, PROMOTIONS_MAX))
    rules = [_on(_any_kind(dice, number), dice.randrange(tags)) for number in range(count)]
    tagging = _some_of(tags, dice.choice((0.01, 0.1, 0.5)))
    units = dice.choice((1, 6, 1000, 99_999))
    name = f"a throw: {count} promotions, {tags} tags, up to {units} units"
    return _dear(name, rules, cap=dice.choice((5, 50, 100)), tags=tagging, units=units)


def _any_kind(dice: Random, number: int) -> str:
    kinds = (
        f'kind = "percent_off"\npercent = {dice.randint(1, 90)}',
        f'kind = "price"\nprice = {dice.randint(1, 100_000)}',
        f'kind = "multiply_points"\nfactor = 1.{dice.randint(1, 99)}',
        f'kind = "bonus_points"\npoints = {dice.randint(1, 200)}\nper = "{dice.choice(("sale", "unit"))}"',
        *[_group(number + step, dice.choice((10_000, 1_000_000, 50_000_000))) for step in range(3)],
    )
    return dice.choice(kinds)


def _group(number: int, amount: int) -> str:
    most = amount + number % 10 * amount // 15
    kinds = (
        f'kind = "buy_get"\nbuy = {1 + number % 3}\nget = 1',
        f'kind = "amount_off"\namount = {amount + number % 10 * amount // 10}',
        f'kind = "percent_off"\npercent = {20 + number % 10}\nmax_amount = {most}',
    )
    return kinds[number % len(kinds)]


def _on(rule: str, tag: int) -> str:
    return f'{rule}\non = {{ tags = ["t{tag}"] }}'


def _no_tags(_line: int, _dice: Random) -> Sequence[str]:
    return ()


def _some_of(count: int, chance: float) -> Tags:
    """Each tag on each line by chance."""
    return lambda _line, dice: [f"t{tag}" for tag in range(count) if dice.random() < chance]


def _block_of(count: int, *, lines: int) -> Tags:
    """Each tag of its block on each line by chance; so many lines are a block."""
    return lambda line, dice: [
        f"t{line // lines * count + tag}" for tag in range(count) if dice.random() < 0.5
    ]


def _narrow(line: int, _dice: Random) -> Sequence[str]:
    """The wide one's tag on every line; those of nine narrow ones on three lines each."""
    return ("t9", f"t{line // 3}") if line < 27 else ("t9",)


def _unburned(dear: Dear) -> Dear:
    """Without burning, which would leave next to nothing to split by."""
    return dear._replace(basket=replace(dear.basket, burn_points=Points(0)))


def _dear(
    name: str,
    rules: Sequence[str] | Iterator[str],
    *,
    stages: Sequence[str] = ("promotion", "tier", "voucher"),
    cap: int = 50,
    tags: Tags = _no_tags,
    units: int = 6,
    price_most: int = 200_000,
) -> Dear:
    named = ", ".join(f'"{stage}"' for stage in stages)
    text = HEAD.format(stages=named, cap=cap) + "\n".join(
        f'[[promotion]]\nid = "p{number}"\nname = "P{number}"\n{rule}' for number, rule in enumerate(rules)
    )
    return Dear(name, parse_program(text, name="worst.toml"), _basket(tags, units, price_most))


def _basket(tags: Tags, units: int, price_most: int) -> Basket:
    dice = Random(1)
    price_most = min(price_most, 10**11 // (LINES_MAX * units))
    lines = tuple(
        BasketLine(
            sku=f"s{number}",
            quantity=Quantity(1000 * dice.randint(1, units)),
            unit_price=Money(dice.randint(1, price_most)),
            category=f"c{number % 10}",
            brand=f"b{number % 7}",
            tags=tuple(tags(number, dice)),
        )
        for number in range(LINES_MAX)
    )
    member = BasketMember(tier="member", points=Points(10**9))
    return Basket(
        at=datetime.fromisoformat("2026-11-24T11:00:00+07:00"), lines=lines, member=member, burn_points="max"
    )
