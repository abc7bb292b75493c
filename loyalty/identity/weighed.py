"""Bar codes that a scale prints: an EAN-13 with a weight, a price or a count in it, by a table of patterns.

The numbers 20 to 29 belong to nobody, so every scale fills them as its shop likes. A pattern writes out the
twelve digits before the check digit: digits that stand as they are, dots for the article's number, and in
braces the value, whose `N` are whole units and `D` thousandths and the like of them:

    21.....{NNDDD}   weight   21 12345 01250 c   article 12345, 1.250 kg
    23.....{NNNNN}   price    23 12345 38500 c   article 12345, 38,500
    23....{NNNNN00}  price    the last two noughts of the price are not in the code
    25......{NNNN}   pieces

One table decides for a shop, and a table in which one number could mean two things is refused as a whole.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from loyalty.errors import Refused
from loyalty.identity.digits import ean_digit

Meaning = Literal["weight", "price", "pieces"]

MOST_PATTERNS: Final = 100
_MEANINGS: Final[Mapping[str, Meaning]] = {each: each for each in get_args(Meaning)}
_LENGTH: Final = 13
_DIGITS: Final = _LENGTH - 1
_PATTERN: Final = re.compile(
    r"(?P<fixed>2[0-9]{1,4})(?P<item>\.+)\{(?P<whole>N*)(?P<part>D*)(?P<noughts>0*)\}"
)
_MOST_NOUGHTS: Final = 3
_MOST_PARTS: Final = 3
_ONE: Final = 1000


@dataclass(frozen=True, slots=True)
class WeighedPattern:
    """One line of the table, understood: where the article's number and the value are."""

    fixed: str
    item_digits: int
    value_digits: int
    parts: int
    noughts: int
    meaning: Meaning

    @property
    def written(self) -> str:
        """The pattern as a person writes it."""
        whole = self.value_digits - self.parts
        value = "N" * whole + "D" * self.parts + "0" * self.noughts
        return f"{self.fixed}{'.' * self.item_digits}{{{value}}}"


@dataclass(frozen=True, slots=True)
class WeighedCode:
    """What such a code says.

    `value` is in thousandths of a kilogram or a piece, or in the currency's minor units. `articles` are the
    codes under which the article may be in the catalogue, the fullest first. `right` is the code with the
    right check digit.
    """

    code: str
    articles: tuple[str, ...]
    meaning: Meaning
    value: int
    right: str

    @property
    def holds(self) -> bool:
        """Whether the check digit is the right one."""
        return self.code == self.right


@dataclass(frozen=True, slots=True)
class WeighedTable:
    """The patterns of a shop; at most one of them fits a number."""

    patterns: tuple[WeighedPattern, ...] = ()

    def read(self, digits: str) -> WeighedCode | None:
        """What the digits say; None where no pattern fits them."""
        if len(digits) != _LENGTH or not (digits.isascii() and digits.isdigit()):
            return None
        for pattern in self.patterns:
            if digits.startswith(pattern.fixed):
                return _read(pattern, digits)
        return None


def weighed_table(written: Mapping[str, str]) -> WeighedTable:
    """The table of these patterns, each with its meaning: `weight`, `price` or `pieces`.

    Raises:
        Refused: `weighed-too-many`, `weighed-pattern` (pattern), `weighed-meaning` (pattern, meaning),
            `weighed-overlap` (first, second): two patterns fit one number.
    """
    if len(written) > MOST_PATTERNS:
        raise Refused("weighed-too-many", limit=MOST_PATTERNS)
    patterns = {text: _pattern(text, meaning) for text, meaning in written.items()}
    for number, (first, one) in enumerate(patterns.items()):
        for second, other in list(patterns.items())[number + 1 :]:
            if one.fixed.startswith(other.fixed) or other.fixed.startswith(one.fixed):
                raise Refused("weighed-overlap", first=first, second=second)
    return WeighedTable(tuple(patterns.values()))


def _pattern(text: str, meaning: str) -> WeighedPattern:
    match = _PATTERN.fullmatch(text)
    if match is None or not _can_be(match):
        raise Refused("weighed-pattern", pattern=text[:20])
    known = _MEANINGS.get(meaning)
    if known is None or (known == "weight" and match["noughts"]) or (known != "weight" and match["part"]):
        raise Refused("weighed-meaning", pattern=text, meaning=meaning[:20])
    return WeighedPattern(
        fixed=match["fixed"],
        item_digits=len(match["item"]),
        value_digits=len(match["whole"]) + len(match["part"]),
        parts=len(match["part"]),
        noughts=len(match["noughts"]),
        meaning=known,
    )


def _can_be(match: re.Match[str]) -> bool:
    value_digits = len(match["whole"]) + len(match["part"])
    return (
        value_digits > 0
        and len(match["fixed"]) + len(match["item"]) + value_digits == _DIGITS
        and len(match["noughts"]) <= _MOST_NOUGHTS
        and len(match["part"]) <= _MOST_PARTS
    )


def _read(pattern: WeighedPattern, digits: str) -> WeighedCode:
    item_end = len(pattern.fixed) + pattern.item_digits
    item, head = digits[len(pattern.fixed) : item_end], digits[:item_end]
    value = int(digits[item_end:_DIGITS]) * 10**pattern.noughts
    if pattern.meaning != "price":
        value = value * _ONE // 10**pattern.parts
    bare = head + "0" * pattern.value_digits
    articles = (bare + ean_digit(bare), head, item, item.lstrip("0") or "0")
    return WeighedCode(
        code=digits,
        articles=tuple(dict.fromkeys(articles)),
        meaning=pattern.meaning,
        value=value,
        right=digits[:_DIGITS] + ean_digit(digits[:_DIGITS]),
    )
