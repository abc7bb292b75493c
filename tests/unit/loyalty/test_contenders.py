"""Group promotions on a field: fast totals against shares, and shares against a reading unit by unit."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loyalty.program.model import BuyGet
from loyalty.quote.buy_get import BuyGetContender
from loyalty.quote.contenders import Contender, Field, GiftContender, SplitContender
from loyalty.quote.patches import PatchMap
from loyalty.rates import Rate


@dataclass(frozen=True)
class Ground:
    """A field of lines of which all may be had, each line in a patch of its number modulo `patches`."""

    left: list[int]
    most: list[int]
    units: list[int]
    patches: int

    def field(self) -> Field:
        rows = [1 | 2 << place % self.patches for place in range(len(self.left))]
        return Field(self.left, self.most, self.units, PatchMap(rows))


@st.composite
def grounds(draw: st.DrawFn, *, units_most: int = 9) -> Ground:
    size = draw(st.integers(1, 14))
    left = draw(st.lists(st.integers(0, 400), min_size=size, max_size=size))
    part = draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))
    units = draw(st.lists(st.integers(1, units_most), min_size=size, max_size=size))
    most = [amount * share // 4 for amount, share in zip(left, part, strict=True)]
    return Ground(left, most, units, draw(st.integers(1, 14)))


def check_totals(contender: Contender, field: Field, chosen: int) -> list[int]:
    """Holds a contender's totals, shares and bounds together on a set of patches; returns the shares."""
    chosen &= field.patches.all
    assume(chosen)
    places = field.patches.places(chosen)
    shares = contender.shares(places)
    assert contender.total(field.patches.flags(chosen)) == sum(shares)
    reach = contender.reach()
    assert sum(shares) <= sum(reach[place] for place in places)
    assert contender.ceiling is None or sum(shares) <= contender.ceiling
    return shares


@given(grounds(), st.integers(0, 900), st.none() | st.sampled_from([10, 33, 100]), st.integers(1, 1 << 14))
def test_an_amount_is_split_and_then_cut(
    ground: Ground, amount: int, percent: int | None, chosen: int
) -> None:
    field = ground.field()
    contender = SplitContender(
        amount, None if percent is None else Rate(percent, 1), field, field.patches.all
    )
    shares = check_totals(contender, field, chosen)
    for place, share in zip(field.patches.places(chosen & field.patches.all), shares, strict=True):
        assert 0 <= share <= ground.most[place]


@given(
    grounds(), st.integers(1, 3), st.integers(1, 4), st.sampled_from([100, 50, 33]), st.integers(1, 1 << 14)
)
def test_buy_get_unit_by_unit(ground: Ground, buy: int, get: int, percent: int, chosen: int) -> None:
    field = ground.field()
    promotion = BuyGet(id="p", name="", buy=buy, get=get, percent=Rate(percent, 1))
    shares = check_totals(BuyGetContender(promotion, field, field.patches.all), field, chosen)
    places = field.patches.places(chosen & field.patches.all)
    assert shares == by_units(ground, places, promotion)


@given(grounds(units_most=1000), st.integers(1, 40), st.integers(1, 40), st.integers(1, 1 << 14))
def test_buy_get_of_many_units(ground: Ground, buy: int, get: int, chosen: int) -> None:
    field = ground.field()
    promotion = BuyGet(id="p", name="", buy=buy, get=get)
    shares = check_totals(BuyGetContender(promotion, field, field.patches.all), field, chosen)
    assert shares == by_units(ground, field.patches.places(chosen & field.patches.all), promotion)


def by_units(ground: Ground, places: Sequence[int], promotion: BuyGet) -> list[int]:
    """What the format says, one unit after the other."""
    units: list[tuple[int, int]] = []
    for place in places:
        each, dearer = divmod(ground.left[place], ground.units[place])
        units += [(each + (number < dearer), place) for number in range(ground.units[place])]
    units.sort(key=lambda unit: (-unit[0], unit[1]))
    size = promotion.buy + promotion.get
    off = dict.fromkeys(places, 0)
    for start in range(0, len(units) - size + 1, size):
        for price, place in units[start + promotion.buy : start + size]:
            off[place] += promotion.percent.percent_of(price)
    return list(off.values())


@given(grounds(), st.integers(1, 12), st.integers(1, 1 << 14))
def test_a_gift_is_the_dearest_units_of_the_earlier_lines(ground: Ground, quantity: int, chosen: int) -> None:
    field = ground.field()
    shares = check_totals(GiftContender(quantity, field, field.patches.all), field, chosen)
    left = quantity
    for place, share in zip(field.patches.places(chosen & field.patches.all), shares, strict=True):
        each, dearer = divmod(ground.left[place], ground.units[place])
        prices = sorted((each + (number < dearer) for number in range(ground.units[place])), reverse=True)
        assert share == sum(prices[:left])
        left -= min(left, ground.units[place])


def test_millions_of_units_take_no_longer_than_a_few() -> None:
    field = Field([10**9] * 3, [0] * 3, [99_999] * 3, PatchMap([1, 1, 1]))
    promotion = BuyGet(id="p", name="", buy=10**11, get=1)
    assert BuyGetContender(promotion, field, 1).total(field.patches.flags(1)) == 0
    halves = BuyGet(id="p", name="", buy=50_000, get=50_000)
    contender = BuyGetContender(halves, field, 1)
    assert contender.total(field.patches.flags(1)) == sum(contender.shares([0, 1, 2]))


def test_no_set_of_lines_gives_more_than_their_reaches() -> None:
    field = Ground([90, 50, 7], [90, 50, 7], [2, 1, 3], patches=3).field()
    pair = BuyGetContender(BuyGet(id="p", name="", buy=1, get=1), field, field.patches.all)
    gift = GiftContender(2, field, field.patches.all)
    assert pair.reach() == {0: 45, 1: 25, 2: 4}
    assert gift.reach() == {0: 90, 1: 50, 2: 5}
    for chosen in range(1, 8):
        places = field.patches.places(chosen)
        for each in (pair, gift):
            assert sum(each.shares(places)) <= sum(each.reach()[place] for place in places)


@pytest.mark.parametrize("lines", [1, 300, 700])
def test_more_patches_than_a_byte_can_number(lines: int) -> None:
    rows = [1 << place | 1 << 800 for place in range(lines)]
    field = Field(
        list(range(1, lines + 1)), [lines] * lines, [1 + place % 3 for place in range(lines)], PatchMap(rows)
    )
    everything = field.patches.all
    odd = sum(1 << place for place in range(0, lines, 2))
    for contender in (
        SplitContender(lines, None, field, everything),
        BuyGetContender(BuyGet(id="p", name="", buy=1, get=1), field, everything),
        GiftContender(5, field, everything),
    ):
        for patches in (everything, odd, 1):
            shares = contender.shares(field.patches.places(patches))
            assert contender.total(field.patches.flags(patches)) == sum(shares)
