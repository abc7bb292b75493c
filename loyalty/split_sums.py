"""Splits many amounts over the same lines and adds up the parts, each split as `loyalty.splits` splits it.

A program may give two thousand bonuses over a thousand lines: two million parts, too many to be worked out
one by one while a customer waits. So the weights stand side by side in one whole number, a field for each,
and are all multiplied at once: the upper half of each product is a line's whole part, and the upper byte of
the lower half puts the remainders in order. Where that byte does not tell them apart, the remainders do.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress

from loyalty.splits import split

_PLAIN_MOST = 12
"""So many amounts are split one by one, which is fastest until the fields are worth making."""

_FEW = 16
"""So many flags among a thousand are found faster one by one."""

_FLAGS_MOST = 255
"""So many flags are added up in a byte."""

_WIDTH_LEAST = 10
"""In bytes, so that a field can bear the sum of a million whole parts."""

_UP_TO = [bytes(range(byte + 1)) for byte in range(256)]
_IS_ABOVE = [bytes(byte + 1) + b"\1" * (255 - byte) for byte in range(256)]
_IS_EQUAL = [bytes(byte) + b"\1" + bytes(255 - byte) for byte in range(256)]


class SplitSums:
    """Splits amounts over lines that are flagged, in proportion to their weights.

    Where all weights that are flagged are 0, the first of them has the amount. At most 65,535 lines.
    """

    def __init__(self, weights: Sequence[int]) -> None:
        self._weights = weights
        self._parts = [0] * len(weights)
        self._plain_left = _PLAIN_MOST
        self._fields: _Fields | None = None

    def add(self, amounts: Sequence[int], flags: bytes) -> None:
        """Splits each amount over the lines with a 1 among the flags, of which there is one at least."""
        total = sum(compress(self._weights, flags))
        if not total:
            self._parts[flags.index(1)] += sum(amounts)
        elif len(amounts) <= self._plain_left:
            self._plain_left -= len(amounts)
            places, weights = _places(flags), list(compress(self._weights, flags))
            for amount in amounts:
                for place, part in zip(places, split(amount, weights), strict=True):
                    self._parts[place] += part
        else:
            self._plain_left = 0
            if self._fields is None:
                self._fields = _Fields(self._weights)
            self._fields.add(amounts, flags, total)

    def parts(self) -> list[int]:
        """What each line has of all the amounts."""
        if self._fields is None:
            return self._parts
        return list(map(int.__add__, self._parts, self._fields.parts()))


class _Fields:
    """The weights side by side, with room in each field for a product."""

    def __init__(self, weights: Sequence[int]) -> None:
        self._weights = weights
        bits = max(weights).bit_length()
        # A product is a hair too large, by less than the upper two bytes of a remainder can show.
        self._lower = -(-(bits + sum(weights).bit_length() + 16) // 8)
        self._width = max(self._lower + -(-(bits + 1) // 8), _WIDTH_LEAST)
        self._packed = self._pack([weight.to_bytes(self._width, "little") for weight in weights])
        self._upper_bits = self._pack([((1 << bits) - 1).to_bytes(self._width, "little")] * len(weights))
        self._wholes = 0
        self._raised = 0
        self._raised_times = 0
        self._parts = [0] * len(weights)

    def add(self, amounts: Iterable[int], flags: bytes, total: int) -> None:
        """Splits each amount over the flagged lines, whose weights come to this total."""
        packed = self._packed & self._spread(flags)
        for amount, times in Counter(amounts).items():
            rounds, rest = divmod(amount, total)
            self._wholes += times * rounds * packed
            if rest:
                self._split(rest, times, packed, flags, total)

    def parts(self) -> list[int]:
        """What was added, line by line."""
        self._flush()
        wholes = self._wholes.to_bytes(len(self._parts) * self._width, "little")
        starts = range(0, len(wholes), self._width)
        whole_parts = [int.from_bytes(wholes[start : start + self._width], "little") for start in starts]
        return list(map(int.__add__, self._parts, whole_parts))

    def _split(self, amount: int, times: int, packed: int, flags: bytes, total: int) -> None:
        """Splits an amount below the total, so many times."""
        products = packed * ((amount << 8 * self._lower) // total + 1)
        self._wholes += times * (products >> 8 * self._lower & self._upper_bits)
        written = products.to_bytes(len(flags) * self._width, "little")
        upper, next_to_it = (written[self._lower - byte :: self._width] for byte in (1, 2))
        missing = -(-(sum(upper) * 256 + sum(next_to_it)) // 65536)
        if not missing:
            return
        byte = bisect_left(range(256), 1, key=lambda byte: len(upper.translate(None, _UP_TO[byte])) < missing)
        above = int.from_bytes(upper.translate(_IS_ABOVE[byte]), "little")
        self._raise(above, times)
        # Lines that have no part in it have a remainder of 0, as some of those may that have.
        places = _places(upper.translate(_IS_EQUAL[byte]))
        if not byte:
            places = [place for place in places if flags[place]]
        for place in self._largest(places, amount, total)[: missing - above.bit_count()]:
            self._parts[place] += times

    def _largest(self, places: Sequence[int], amount: int, total: int) -> Sequence[int]:
        """The places by their remainders, the largest first; of equal ones the earlier first."""
        weights = [self._weights[place] for place in places]
        rests = {weight: amount * weight % total for weight in set(weights)}
        if len(rests) == 1:
            return places
        by_rest = sorted(zip(weights, places, strict=True), key=lambda pair: -rests[pair[0]])
        return [place for _, place in by_rest]

    def _raise(self, flags: int, times: int) -> None:
        for _ in range(times):
            if self._raised_times == _FLAGS_MOST:
                self._flush()
            self._raised += flags
            self._raised_times += 1

    def _flush(self) -> None:
        raised = self._raised.to_bytes(len(self._parts), "little")
        self._parts = list(map(int.__add__, self._parts, raised))
        self._raised = self._raised_times = 0

    def _pack(self, fields: Sequence[bytes]) -> int:
        return int.from_bytes(b"".join(fields), "little")

    def _spread(self, flags: bytes) -> int:
        """A field of ones for each flag that is 1."""
        lowest = bytearray(len(flags) * self._width)
        lowest[:: self._width] = flags
        ones = int.from_bytes(lowest, "little")
        return (ones << 8 * self._width) - ones


def _places(flags: bytes) -> list[int]:
    """Where the flags are 1, rising."""
    if flags.count(1) > _FEW:
        return list(compress(range(len(flags)), flags))
    found: list[int] = []
    place = flags.find(1)
    while place >= 0:
        found.append(place)
        place = flags.find(1, place + 1)
    return found
