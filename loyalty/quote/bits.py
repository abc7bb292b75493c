"""Sets of lines and of rules as whole numbers: bit *n* stands for the *n*-th.

Python's whole numbers join, meet and take away sets of thousands in one step each; what is here turns them to
lists and back, and a table of rows of bits into columns.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from itertools import compress

_ZERO_AND_ONE = bytes(range(256)).replace(b"01", b"\x00\x01")
_AS_DIGITS = b"01" + bytes(range(2, 256))
_SPARSE = 24
"""Up to so many bits are picked one by one; more are faster all at once."""
_SUMS_KEPT = 4096


def members(bits: int) -> list[int]:
    """The numbers whose bits are set, rising."""
    if bits.bit_count() <= _SPARSE:
        found: list[int] = []
        while bits:
            lowest = bits & -bits
            found.append(lowest.bit_length() - 1)
            bits ^= lowest
        return found
    width = bits.bit_length()
    return list(compress(range(width), flags_of(bits, width)))


def flags_of(bits: int, width: int) -> bytes:
    """A byte for each number below a width: 1 where its bit is set, 0 where not; no bit is set beyond."""
    return f"{bits:0{width}b}".encode().translate(_ZERO_AND_ONE)[::-1]


def sum_over(bits: int, values: Sequence[int]) -> int:
    """The sum of the values at the numbers whose bits are set."""
    if bits.bit_count() <= _SPARSE:
        return sum([values[number] for number in members(bits)])
    return sum(compress(values, flags_of(bits, len(values))))


class SumsOver:
    """Sums the same values over one set after another; the sets that baskets meet are few, and remembered."""

    __slots__ = ("_known", "values")

    def __init__(self, values: Sequence[int]) -> None:
        self.values = values
        self._known: dict[int, int] = {}

    def over(self, bits: int) -> int:
        """The sum of the values at the numbers whose bits are set."""
        known = self._known.get(bits)
        if known is None:
            if len(self._known) >= _SUMS_KEPT:
                self._known.clear()
            known = self._known[bits] = sum_over(bits, self.values)
        return known


class MemberMemory:
    """Remembers which numbers are in sets that come again and again, as long as those are few."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, ...]] = {}

    def sums(self, by_row: Mapping[int, int]) -> dict[int, int]:
        """For each number that any row has, the sum of the values of the rows that have it.

        Each row is there once, with its value.
        """
        if are_dense(by_row):
            columns = Columns(by_row, reduce(int.__or__, by_row))
            values = by_row.values()
            return {number: sum(compress(values, columns.column(number))) for number in columns.numbers()}
        known = self._known
        sums: dict[int, int] = {}
        for row, value in by_row.items():
            numbers = known.get(row)
            if numbers is None:
                numbers = self._learn(row)
            for number in numbers:
                if number in sums:
                    sums[number] += value
                else:
                    sums[number] = value
        return sums

    def _learn(self, row: int) -> tuple[int, ...]:
        if len(self._known) >= _SUMS_KEPT:
            self._known.clear()
        numbers = self._known[row] = tuple(members(row))
        return numbers


def lowest(bits: int) -> int:
    """The least number whose bit is set, of at least one."""
    return (bits & -bits).bit_length() - 1


def are_dense(rows: Collection[int]) -> bool:
    """Whether rows have so many bits that a table of them is faster turned on its side than picked apart."""
    return sum([row.bit_count() for row in rows]) > _SPARSE * len(rows)


class Columns:
    """A table of bits turned on its side: for a bit, the rows that have it."""

    __slots__ = ("_cells", "_first", "_wanted", "_width")

    def __init__(self, rows: Iterable[int], wanted: int) -> None:
        """Of each row only the wanted bits are kept; there is at least one."""
        first = lowest(wanted)
        wanted >>= first
        width = wanted.bit_length()
        form = f"0{width}b"
        cells = "".join([format(row >> first & wanted, form) for row in rows])
        self._cells = cells.encode().translate(_ZERO_AND_ONE)
        self._first = first
        self._width = width
        self._wanted = wanted << first

    def numbers(self) -> list[int]:
        """The wanted bits by number, rising."""
        return members(self._wanted)

    def column(self, bit: int) -> bytes:
        """A byte for each row: 1 where the row has the bit, 0 where it has not."""
        return self._cells[self._width - 1 - bit + self._first :: self._width]

    def bits(self, bit: int) -> int:
        """The places of the rows that have the bit, as bits."""
        return int(self.column(bit)[::-1].translate(_AS_DIGITS), 2)


def rows_by_member(rows: Sequence[int]) -> dict[int, int]:
    """For each number that any row has, rising, the rows that have it: their places as bits."""
    wanted = reduce(int.__or__, rows, 0)
    if are_dense(rows):
        columns = Columns(rows, wanted)
        return {number: columns.bits(number) for number in columns.numbers()}
    found = dict.fromkeys(members(wanted), 0)
    for place, row in enumerate(rows):
        flag = 1 << place
        for number in members(row):
            found[number] |= flag
    return found


def sums_by_row(rows: Sequence[int], values: Sequence[int]) -> dict[int, int]:
    """For each different row, the sum of the values that stand beside it."""
    sums: dict[int, int] = {}
    for row, value in zip(rows, values, strict=True):
        if row in sums:
            sums[row] += value
        else:
            sums[row] = value
    return sums
