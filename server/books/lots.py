"""The lots of one holder, and what all of them come to: those that are still packed are summed up by columns.

Moments are packed as texts that sort as they do in time, and are compared as such.
"""

from collections.abc import Iterable
from datetime import datetime
from operator import sub
from typing import TYPE_CHECKING, cast

from loyalty.units import Points
from server.clock import moment_text
from server.packed import ByName, Packed

if TYPE_CHECKING:
    from server.books.model import HeldLot

ToldLot = tuple[str, Points, str | None, str]
"""Name and what is left of a lot, when it dies and from when it can be spent, as texts."""


class Lots(ByName["HeldLot"]):
    """Lots by name. Of the packed ones the columns are as the fields of `HeldLot`."""

    __slots__ = ()

    @property
    def remaining(self) -> int:
        """What is left in all of them, dead or alive."""
        packed = 0 if self.packed is None else sum(self.packed.numbers("remaining"))
        return packed + sum([lot.remaining for lot in self.beside.values()])

    @property
    def reserved(self) -> int:
        """What leases hold of it."""
        packed = 0 if self.packed is None else sum(self.packed.numbers("reserved"))
        return packed + sum([lot.reserved for lot in self.beside.values()])

    def spendable(self, at: datetime) -> int:
        """What is left in those that can be spent from at a moment."""
        packed = self.packed
        beside = sum([lot.remaining for lot in self.beside.values() if lot.is_spendable(at)])
        return beside if packed is None else beside + _spendable(packed, packed.numbers("remaining"), at)

    def free(self, at: datetime) -> int:
        """What no lease holds of that."""
        packed = self.packed
        beside = sum([lot.free for lot in self.beside.values() if lot.is_spendable(at)])
        if packed is None:
            return beside
        free = map(sub, packed.numbers("remaining"), packed.numbers("reserved"))
        return beside + _spendable(packed, free, at)

    def dead(self, at: datetime) -> "list[HeldLot]":
        """Those that have died by a moment."""
        ends = [] if self.packed is None else list(filter(None, self.packed.texts("dies_at")))
        if ends and min(ends) <= moment_text(at):
            return [lot for lot in self.values() if not lot.is_alive(at)]
        return [lot for lot in self.beside.values() if not lot.is_alive(at)]

    def told(self, at: datetime) -> tuple[list[ToldLot], int, int]:
        """Those that have not died by a moment, with `spendable` and `free`."""
        packed, now, told, held, free = self.packed, moment_text(at), list[ToldLot](), 0, 0
        if packed is not None:
            numbers = (cast("list[Points]", packed.numbers("remaining")), packed.numbers("reserved"))
            columns = (packed.names, *numbers, packed.texts("dies_at"), packed.texts("spendable_from"))
            for name, remaining, reserved, end, begin in zip(*columns, strict=True):
                if not end or now < end:
                    told.append((name, remaining, end or None, begin))
                    if begin <= now:
                        held += remaining
                        free += remaining - reserved
        for lot in self.beside.values():
            if lot.is_alive(at):
                ends = None if lot.dies_at is None else moment_text(lot.dies_at)
                told.append((lot.lot, lot.remaining, ends, moment_text(lot.spendable_from)))
                if lot.spendable_from <= at:
                    held += lot.remaining
                    free += lot.remaining - lot.reserved
        return told, held, free


def _spendable(packed: "Packed[HeldLot]", figures: Iterable[int], at: datetime) -> int:
    """Of these figures, one for each lot, those of lots that can be spent from, summed up."""
    now, begins, ends = moment_text(at), packed.texts("spendable_from"), packed.texts("dies_at")
    return sum(
        [
            figure
            for figure, begin, end in zip(figures, begins, ends, strict=True)
            if begin <= now and (not end or now < end)
        ]
    )
