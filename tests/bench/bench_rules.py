"""Pricing a basket, against a bare loop over the promotions of each line, and at its worst.

The floor looks up in dicts which promotions name a line, by its product, category, brand and tags, and adds
a number for each: the least in which anybody could have seen them all. What others take for the same shape
is in the notes. Pricing waits for nothing, so all of it is measured in the time of its thread: the machine
may do other things meanwhile.
"""

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from loyalty.basket import Basket, BasketLine
from loyalty.program import Program, parse_program
from loyalty.quote import quote
from loyalty.quote.pricing import Pricer
from tests.bench import rules_shop, rules_worst
from tests.bench.harness import Figure, Samples, Scale, compared, in_turns, samples

PEERS = "django-oscar 2,428 ms, Tryton 694 ms, Vendure 430 ms on 50 × 50"
ROUNDS_LARGE = 60
ROUNDS_LOAD = 10
SCANS = 200
THROWS = 12


def measure(scale: Scale) -> Iterable[Figure]:
    """Two sizes and their growth, one more scan, what it missed, the exact choice, the worst, and loading."""
    small = _sized(50, rounds=scale.rounds)
    large = _sized(500, rounds=min(scale.rounds, ROUNDS_LARGE))
    yield from _against_loop("50 lines × 50 promotions", small, times=20.0, at_most_ms=0.5)
    yield from _against_loop("500 lines × 500 promotions", large, times=9.0, at_most_ms=10.0)
    yield from compared(
        "500 × 500 against 50 × 50", large[0], small[0], floor_name="50 × 50", bounds={50: 60.0}, note=PEERS
    )
    loads = min(scale.rounds, ROUNDS_LOAD)
    yield _absolute(
        "one more scan at 500 × 500",
        "p50",
        _scans(500, min(SCANS, scale.rounds * 2)).percentile_ms(50),
        at_most=1.0,
    )
    yield _absolute("what 500 × 500 missed", "p50", _missed(500, loads).percentile_ms(50), at_most=160.0)
    program, basket = _ten_groups()
    exact = _timed(lambda: quote(program, basket), rounds=min(scale.rounds, ROUNDS_LARGE))
    yield _absolute("an exact cluster of 10 over 50 lines", "p50", exact.percentile_ms(50), at_most=10.0)
    name, milliseconds = max(_worst(min(scale.rounds, THROWS)), key=lambda pair: pair[1])
    yield _absolute("the dearest basket there is", "peak", milliseconds, at_most=250.0, note=name)
    text = rules_shop.program_text(500)
    load = _timed(lambda: parse_program(text, name="bench.toml").compiled, rounds=loads)
    yield _absolute("loading 500 promotions", "p50", load.percentile_ms(50), at_most=150.0)


def _against_loop(
    name: str, taken: tuple[Samples, Samples], *, times: float, at_most_ms: float
) -> Iterator[Figure]:
    ours, loop = taken
    yield from compared(name, ours, loop, floor_name="a bare loop that looks up and adds", bounds={50: times})
    yield _absolute(name, "p50", ours.percentile_ms(50), at_most=at_most_ms, note=PEERS)


def _absolute(name: str, statistic: str, milliseconds: float, *, at_most: float, note: str = "") -> Figure:
    return Figure(
        name=name, statistic=statistic, unit="ms", measured=milliseconds, at_most=at_most, note=note
    )


def _sized(size: int, *, rounds: int) -> tuple[Samples, Samples]:
    """So many lines by so many promotions: ours, and the loop."""
    program, basket = rules_shop.program_of(size), rules_shop.basket_of(size)
    loop = BareLoop.over(program)
    return in_turns(
        lambda _round: quote(program, basket),
        lambda _round: loop.add(basket.lines),
        rounds=rounds,
        clock=time.thread_time,
    )


@dataclass(frozen=True, slots=True)
class Named:
    """What the loop adds for one promotion."""

    worth: int


@dataclass(frozen=True, slots=True)
class BareLoop:
    """The promotions by what they name."""

    by_sku: Mapping[str, Sequence[Named]]
    by_category: Mapping[str, Sequence[Named]]
    by_brand: Mapping[str, Sequence[Named]]
    by_tag: Mapping[str, Sequence[Named]]

    @classmethod
    def over(cls, program: Program) -> "BareLoop":
        """The loop over one program."""
        maps: tuple[dict[str, list[Named]], ...] = ({}, {}, {}, {})
        for number, promotion in enumerate(program.promotions):
            on = promotion.on
            for known, names in zip(maps, (on.skus, on.categories, on.brands, on.tags), strict=True):
                for name in names or ():
                    known.setdefault(name, []).append(Named(number))
        return cls(*maps)

    def add(self, lines: Sequence[BasketLine]) -> int:
        """The sum over all lines and all promotions that name them."""
        total = 0
        for line in lines:
            for promotion in self.by_sku.get(line.sku, ()):
                total += promotion.worth
            for promotion in self.by_category.get(line.category, ()):
                total += promotion.worth
            for promotion in self.by_brand.get(line.brand, ()):
                total += promotion.worth
            for tag in line.tags:
                for promotion in self.by_tag.get(tag, ()):
                    total += promotion.worth
        return total


def _scans(size: int, scans: int) -> Samples:
    """A basket that grows by a line a scan, priced by one pricer; each quote is checked to be whole."""
    pricer = Pricer(rules_shop.program_of(size))
    basket = rules_shop.basket_of(size)
    pricer.quote(basket)
    gc.collect()
    seconds: list[float] = []
    for number in range(size, size + scans):
        basket = replace(basket, lines=(*basket.lines, rules_shop.line(number)))
        began = time.thread_time()
        priced = pricer.quote(basket)
        seconds.append(time.thread_time() - began)
        if len(priced.lines) != number + 1:
            raise AssertionError(number)
    return samples(seconds)


def _missed(size: int, rounds: int) -> Samples:
    """What gave nothing, and why: asked after each scan, beside the screen's thread."""
    program, basket = rules_shop.program_of(size), rules_shop.basket_of(size)
    seconds: list[float] = []
    for _ in range(rounds):
        priced = quote(program, basket)
        began = time.thread_time()
        missed = priced.missed
        seconds.append(time.thread_time() - began)
        if len(missed) + len(priced.discounts) + len(priced.earned) < size:
            raise AssertionError(len(missed))
    return samples(seconds)


def _ten_groups() -> tuple[Program, Basket]:
    """Ten group promotions over fifty lines, each on half of them."""
    marks = (("categories", "c", 12), ("brands", "b", 15), ("tags", "t", 8))
    kinds = (
        'kind = "buy_get"\nbuy = 2\nget = 1',
        'kind = "amount_off"\namount = 150000',
        'kind = "percent_off"\npercent = 20\nmax_amount = 90000',
    )
    promotions: list[str] = []
    for number in range(10):
        mark, letter, count = marks[number % len(marks)]
        names = ", ".join(f'"{letter}{(number + 2 * step) % count}"' for step in range(count // 2))
        kind = kinds[number * 7 % len(kinds)]
        promotions.append(
            f'[[promotion]]\nid = "g{number}"\nname = "G{number}"\n{kind}\non = {{ {mark} = [{names}] }}',
        )
    return parse_program(rules_shop.HEAD + "\n".join(promotions), name="ten.toml"), rules_shop.basket_of(50)


def _worst(throws: int) -> Iterator[tuple[str, float]]:
    """Each dear one by name, in milliseconds: the better of two, since one may meet the garbage of others."""
    for dear in rules_worst.dear_ones(throws):
        taken = _timed(partial(quote, dear.program, dear.basket), rounds=2, warm_up=0)
        yield dear.name, taken.seconds[0] * 1000


def _timed(call: Callable[[], object], *, rounds: int, warm_up: int = 1) -> Samples:
    for _ in range(warm_up):
        call()
    gc.collect()
    seconds: list[float] = []
    for _ in range(rounds):
        began = time.thread_time()
        call()
        seconds.append(time.thread_time() - began)
    return samples(seconds)
