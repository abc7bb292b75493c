"""The best set of group promotions, against trying every set."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.quote.best_set import Choice, choose
from loyalty.quote.contenders import Field, SplitContender
from loyalty.quote.patches import PatchMap


@dataclass
class Whim:
    """A contender that takes what it likes off any set of lines, and the same again off the same set."""

    number: int
    reaches: dict[int, int]
    patches: PatchMap
    ceiling: int | None = None
    asked: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])

    def shares(self, places: Sequence[int]) -> list[int]:
        self.asked.append(tuple(places))
        shares: list[int] = []
        for place in places:
            whim = hash((self.number, tuple(places), place)) % 7
            shares.append(min(self.reaches[place], whim * whim))
        return shares

    def total(self, flags: bytes) -> int:
        places = [place for place, number in enumerate(self.patches.numbers) if flags[number]]
        return sum(self.shares(places))

    def reach(self) -> dict[int, int]:
        return self.reaches


@dataclass(frozen=True)
class Arena:
    """Contenders by the lines that each wants, and what the line promotions take off each line."""

    rows: list[int]
    floors: list[int]
    count: int

    def contenders(self, patches: PatchMap) -> list[Whim]:
        return [
            Whim(number, {place: 40 for place, row in enumerate(self.rows) if row >> number & 1}, patches)
            for number in range(self.count)
        ]


@st.composite
def arenas(draw: st.DrawFn, *, least: int = 1, most: int = 7) -> Arena:
    count = draw(st.integers(least, most))
    # Every contender wants some line, and all hang together by the first line.
    rows = [(1 << count) - 1, *draw(st.lists(st.integers(1, (1 << count) - 1), max_size=9))]
    floors = draw(st.lists(st.integers(0, 12), min_size=len(rows), max_size=len(rows)))
    return Arena(rows, floors, count)


def gain_of(arena: Arena, contenders: Sequence[Whim], chosen: Sequence[int]) -> int:
    """What a set gains over the line promotions, straight from the format."""
    free = set(range(len(arena.rows)))
    gain = 0
    for number in chosen:
        places = sorted(place for place in free if arena.rows[place] >> number & 1)
        if places:
            gain += sum(contenders[number].shares(places)) - sum(arena.floors[place] for place in places)
            free -= set(places)
    return gain


def best_by_trying_all(arena: Arena, contenders: Sequence[Whim]) -> tuple[int, tuple[int, ...]]:
    """The largest gain; then the fewest; then the one that has the first on which two differ."""
    sets = product((1, 0), repeat=arena.count)
    keyed = [
        (gain_of(arena, contenders, chosen), -len(chosen), flags, chosen)
        for flags in sets
        for chosen in [tuple(number for number, flag in enumerate(flags) if flag)]
    ]
    gain, _, _, chosen = max(keyed)
    return gain, chosen


def chosen_by(choice: Choice) -> tuple[int, ...]:
    return tuple(had.contender for had in choice.taken)


@given(arenas())
def test_up_to_ten_are_chosen_exactly(arena: Arena) -> None:
    patches = PatchMap(arena.rows)
    contenders = arena.contenders(patches)
    choice = choose(contenders, patches, arena.floors, work=0)
    assert choice.is_proven
    assert chosen_by(choice) == best_by_trying_all(arena, contenders)[1]


@given(arenas())
def test_every_chosen_one_has_what_the_earlier_ones_left(arena: Arena) -> None:
    patches = PatchMap(arena.rows)
    contenders = arena.contenders(patches)
    free = set(range(len(arena.rows)))
    for had in choose(contenders, patches, arena.floors, work=0).taken:
        wanted = sorted(place for place in free if arena.rows[place] >> had.contender & 1)
        assert had.places == wanted
        assert had.shares == contenders[had.contender].shares(wanted)
        free -= set(wanted)


@given(arenas(least=11, most=12), st.sampled_from([0, 30, 400, 10**6]))
def test_a_search_is_never_worse_than_file_order_and_says_what_it_is(arena: Arena, work: int) -> None:
    patches = PatchMap(arena.rows)
    contenders = arena.contenders(patches)
    choice = choose(contenders, patches, arena.floors, work=work)
    gain = gain_of(arena, contenders, chosen_by(choice))
    assert gain >= max(0, gain_of(arena, contenders, range(arena.count)))
    if choice.is_proven:
        assert (gain, chosen_by(choice)) == best_by_trying_all(arena, contenders)


def test_with_enough_work_more_than_ten_are_proven() -> None:
    rows = [(1 << 12) - 1, *[1 << number for number in range(12)]]
    arena = Arena(rows, [0] * 13, 12)
    patches = PatchMap(rows)
    contenders = arena.contenders(patches)
    assert choose(contenders, patches, arena.floors, work=10**7).is_proven


def test_far_more_than_ten_are_searched() -> None:
    rows = [(1 << 40) - 1, *[1 << number for number in range(40)]]
    arena = Arena(rows, [1] * 41, 40)
    patches = PatchMap(rows)
    contenders = arena.contenders(patches)
    choice = choose(contenders, patches, arena.floors, work=10**5)
    assert not choice.is_proven
    assert gain_of(arena, contenders, chosen_by(choice)) > gain_of(arena, contenders, range(40))


@pytest.mark.parametrize("work", [0, 30, 300])
def test_a_search_that_is_cut_short_is_no_worse_than_file_order(work: int) -> None:
    rows = [(1 << 12) - 1, *[0b11 << number for number in range(11)], 0b100000000001]
    arena = Arena(rows, [1] * 13, 12)
    patches = PatchMap(rows)
    contenders = arena.contenders(patches)
    choice = choose(contenders, patches, arena.floors, work=work)
    assert not choice.is_proven
    assert gain_of(arena, contenders, chosen_by(choice)) >= max(0, gain_of(arena, contenders, range(12)))


def alike(amounts: Sequence[int], *, floors: Sequence[int]) -> Choice:
    """Amounts off that all want the same lines, of which each has 100 left."""
    lines = len(floors)
    rows = [(1 << len(amounts)) - 1] * lines
    patches = PatchMap(rows)
    on = Field([100] * lines, [100] * lines, [1] * lines, patches)
    return choose(
        [SplitContender(amount, None, on, patches.all) for amount in amounts], patches, floors, work=100
    )


@pytest.mark.parametrize(
    ("amounts", "floors", "chosen"),
    [
        ([50, 50], [0, 0], (0,)),
        ([50, 60], [0, 0], (1,)),
        ([50], [20, 30], ()),
        ([50], [20, 29], (0,)),
        ([50, 50], [25, 25], ()),
        ([0, 0, 0], [0], ()),
        ([10, 20, 30, 30], [0, 0, 0], (2,)),
    ],
)
def test_ties(amounts: list[int], floors: list[int], chosen: tuple[int, ...]) -> None:
    assert chosen_by(alike(amounts, floors=floors)) == chosen


def test_the_smaller_of_two_sets_that_gain_as_much() -> None:
    # The second and third together take as much as the first alone.
    rows = [0b011, 0b101]
    patches = PatchMap(rows)
    on = Field([100, 100], [100, 100], [1, 1], patches)
    amounts = (60, 30, 30)
    contenders = [
        SplitContender(amount, None, on, part) for amount, part in zip(amounts, patches.on, strict=True)
    ]
    assert chosen_by(choose(contenders, patches, [0, 0], work=0)) == (0,)


def test_wide_contenders_pick_by_patches() -> None:
    """Sixty lines of every company: too many to be listed each time."""
    rows = [1 + place % 15 for place in range(60)]
    patches = PatchMap(rows)
    on = Field([100 + place for place in range(60)], [30] * 60, [1] * 60, patches)
    amounts = (390, 500, 850, 620)
    contenders = [
        SplitContender(amount, None, on, part) for amount, part in zip(amounts, patches.on, strict=True)
    ]
    floors = [5 + 13 * (place % 3) for place in range(60)]
    arena = Arena(rows, floors, 4)
    choice = choose(contenders, patches, floors, work=0)
    gains = {
        chosen: sum(sum(each) for each in _shares(arena, contenders, chosen))
        - _lost(arena, contenders, chosen)
        for chosen in (tuple(n for n in range(4) if bits >> n & 1) for bits in range(16))
    }
    assert gains[chosen_by(choice)] == max(gains.values())


def _shares(arena: Arena, contenders: Sequence[SplitContender], chosen: Sequence[int]) -> list[list[int]]:
    return [contenders[number].shares(places) for number, places in _divided(arena, chosen)]


def _lost(arena: Arena, _contenders: Sequence[SplitContender], chosen: Sequence[int]) -> int:
    return sum(arena.floors[place] for _, places in _divided(arena, chosen) for place in places)


def _divided(arena: Arena, chosen: Sequence[int]) -> list[tuple[int, list[int]]]:
    free = set(range(len(arena.rows)))
    divided: list[tuple[int, list[int]]] = []
    for number in chosen:
        places = sorted(place for place in free if arena.rows[place] >> number & 1)
        free -= set(places)
        if places:
            divided.append((number, places))
    return divided
