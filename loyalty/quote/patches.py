"""Patches: lines of a cluster that the same promotions compete for, and sets of them.

What one promotion leaves to the next is always a set of whole patches. A set is a whole number of bits
where it is joined and compared, and flags, one for each patch, where things are picked by the patch they
are in.
"""

from collections.abc import Sequence
from itertools import compress
from operator import itemgetter

from loyalty.quote.bits import flags_of, members, rows_by_member, sum_over

_TABLE_WIDTH = 256
"""So many patches are looked up by a translation of bytes, which is many times faster than one by one."""

_FEW_PATCHES = 16


class PatchMap:
    """The patches of some lines; `rows` says for each line, as bits, which promotions may have it.

    `numbers` is the patch of each line, `sizes` how many lines each patch has, `on` the patches of each
    promotion as bits, `all` all of them.
    """

    def __init__(self, rows: Sequence[int]) -> None:
        known: dict[int, int] = {}
        self.numbers = [known.setdefault(row, len(known)) for row in rows]
        self.count = len(known)
        self.all = (1 << len(known)) - 1
        self.on = list(rows_by_member(list(known)).values())
        self.sizes = [0] * self.count
        for number in self.numbers:
            self.sizes[number] += 1
        self._lines: list[list[int]] = []
        self._picker: Picker | None = None

    def flags(self, bits: int) -> bytes:
        """A set of patches as flags: a 1 at the number of each patch in it, and 0 elsewhere."""
        return flags_of(bits, max(self.count, _TABLE_WIDTH))

    def size(self, bits: int) -> int:
        """How many lines there are in a set of patches."""
        return sum_over(bits, self.sizes)

    def places(self, bits: int) -> list[int]:
        """The lines in a set of patches, rising."""
        if bits.bit_count() > _FEW_PATCHES:
            if self._picker is None:
                self._picker = Picker(self.numbers)
            return list(compress(range(len(self.numbers)), self._picker.pick(self.flags(bits))))
        if not self._lines:
            # Whole before it is seen: a program remembers maps, and several threads may price by it.
            lines: list[list[int]] = [[] for _ in range(self.count)]
            for place, number in enumerate(self.numbers):
                lines[number].append(place)
            self._lines = lines
        numbers = members(bits)
        if len(numbers) == 1:
            return self._lines[numbers[0]]
        return sorted([place for number in numbers for place in self._lines[number]])


class Picker:
    """Picks, from things in order, those whose patches are in a set; it knows the patch of each thing."""

    __slots__ = ("_getter", "_table", "numbers")

    def __init__(self, numbers: Sequence[int]) -> None:
        self.numbers = numbers
        is_small = max(numbers, default=0) < _TABLE_WIDTH
        self._table = bytes(numbers) if is_small else None
        # The last one twice, since of a single thing the getter would make no sequence.
        self._getter = None if is_small else itemgetter(*numbers, numbers[-1])

    def pick(self, flags: bytes) -> Sequence[int]:
        """What `compress` takes for the things: 1 where a thing's patch is in the set, 0 where not."""
        if self._table is not None:
            return self._table.translate(flags[:_TABLE_WIDTH])
        return () if self._getter is None else self._getter(flags)
