"""Sample members of a Vietnamese shop: names, phones, cards, birthdays, and what they spent.

The same number always gives the same person, on every machine; nobody here exists. The parts of the names are
data (`resources/samples/names.toml`). How a member gets into a server is not here.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from loyalty.identity.cards import card_number
from loyalty.units import Money, Points

NAMES_FILE = Path(__file__).parents[2] / "resources" / "samples" / "names.toml"

MOBILE_PREFIXES = (
    "032", "033", "034", "035", "036", "037", "038", "039", "070", "076", "077", "078", "079", "081", "082",
    "083", "084", "085", "086", "088", "090", "091", "093", "094", "096", "097", "098",
)  # fmt: skip
"""Prefixes of Vietnamese mobile numbers of which all seven digits after are in use."""
SPENT_BANDS = ((780, 50_000, 5_000_000), (170, 5_000_000, 20_000_000), (40, 20_000_000, 50_000_000))
"""Of a thousand members so many spent from .. to in a year; the rest spend more than all of these."""
HIGHEST_SPENT = 90_000_000
AVERAGE_BASKET = 210_000
SCRAMBLE = 2**53 - 111
"""A prime: it has no divisor in common with a power of ten."""
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleMember:
    """One member. `phone_text` as typed at the counter, `birthday` is MM-DD or None, `card` 16 digits."""

    number: int
    name: str
    phone_text: str
    birthday: str | None
    card: str
    spent: Money
    """In the last twelve months."""
    purchases: int
    points: Points


def sample_members(count: int) -> Iterator[SampleMember]:
    """The first `count` members, in order; at most 10,000,000, after which phones repeat."""
    return (sample_member(number) for number in range(1, count + 1))


def sample_member(number: int) -> SampleMember:
    """Member `number`, from 1; another number always has another phone and another card."""
    draw = _Draw(number)
    spent = Money(_spent(draw))
    return SampleMember(
        number=number,
        name=_name(draw),
        phone_text=_phone(draw, number),
        birthday=_birthday(draw),
        card=card_number(_scrambled(number, digits=13)),
        spent=spent,
        purchases=max(1, spent // AVERAGE_BASKET),
        points=Points(spent // 10_000 * draw.below(90) // 100 // 10 * 10),
    )


class _Draw:
    """Draws that depend on a member's number alone: one after the other from a hash."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._drawn = 0

    def below(self, limit: int) -> int:
        """A whole number from 0, below `limit`."""
        self._drawn += 1
        digest = sha256(f"{self._number} {self._drawn}".encode()).digest()
        return int.from_bytes(digest[:8]) % limit

    def one_of(self, choices: Sequence[str]) -> str:
        """One of these, the earlier ones more often, as names are."""
        place = (
            min(self.below(len(choices)), self.below(len(choices)))
            if self.below(3)
            else self.below(len(choices))
        )
        return choices[place]


@dataclass(frozen=True, slots=True)
class _NameParts:
    family: Sequence[str]
    middle: Mapping[str, Sequence[str]]
    given: Mapping[str, Sequence[str]]


@cache
def _name_parts() -> _NameParts:
    parts = tomllib.loads(NAMES_FILE.read_text(encoding="utf-8"))
    family = [name for name, weight in parts["family"].items() for _ in range(weight)]
    kinds = ("women", "men")
    middle, given = ({kind: parts[kind][part] for kind in kinds} for part in ("middle", "given"))
    return _NameParts(family, middle, given)


def _name(draw: _Draw) -> str:
    parts = _name_parts()
    kind = "women" if draw.below(100) < 62 else "men"
    family = parts.family[draw.below(len(parts.family))]
    given = draw.one_of(parts.given[kind])
    middle = draw.one_of(parts.middle[kind])
    if middle.rpartition(" ")[2] == given:  # nobody is called Anh Anh
        middle = parts.middle[kind][0]
    return f"{family} {middle} {given}"


def _phone(draw: _Draw, number: int) -> str:
    """A mobile number of its own, typed in one piece or in three."""
    prefix = MOBILE_PREFIXES[draw.below(len(MOBILE_PREFIXES))]
    digits = f"{prefix}{_scrambled(number, digits=7):07d}"
    return digits if draw.below(4) else f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def _scrambled(number: int, *, digits: int) -> int:
    """A number of `digits` digits, no two alike: times a prime, turned round, times a prime."""
    size: int = 10**digits
    once = (number % size * SCRAMBLE + 1) % size
    return int(f"{once:0{digits}d}"[::-1]) * SCRAMBLE % size


def _birthday(draw: _Draw) -> str | None:
    """Seven in ten told theirs."""
    month = draw.below(12)
    day = 1 + draw.below(DAYS[month])
    return f"{month + 1:02d}-{day:02d}" if draw.below(10) < 7 else None


def _spent(draw: _Draw) -> int:
    place = draw.below(1000)
    low, high = SPENT_BANDS[-1][2], HIGHEST_SPENT
    for share, band_low, band_high in SPENT_BANDS:
        if place < share:
            low, high = band_low, band_high
            break
        place -= share
    return (low + draw.below(high - low)) // 1000 * 1000
