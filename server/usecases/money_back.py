"""Money that goes back to the lots it was paid from, by a card's books or a wallet's. Pure."""

from collections.abc import Callable, Iterable, Mapping

from loyalty.units import Points
from loyalty.wire.prepaid import MoneySlice
from server.books import late
from server.books.model import Books, Cause, HeldSlice
from server.model import KnownSale


def give_money_back(
    books: Books,
    parts: Iterable[MoneySlice],
    known: KnownSale,
    cause: Cause,
    *,
    used: Mapping[str, int],
    went: Mapping[str, int],
    borne: Iterable[HeldSlice],
    give: Callable[[str, Points], None],
) -> None:
    """Return these parts, each by `give`; what the house bore of a lot comes off its loss last.

    `used` is what the sale took of each lot, `went` what had returned to it before, `borne` the house's loss.
    """
    used_by = f"{known.till}:{known.incarnation}:{known.seq}"
    lost = {part.lot: part.points for part in borne}
    for part in parts:
        before, theirs = went.get(part.lot, 0), used[part.lot] - lost.get(part.lot, 0)
        to_holder = Points(min(before + part.amount, theirs) - min(before, theirs))
        to_house = Points(part.amount - to_holder)
        if to_holder:
            give(part.lot, to_holder)
        if to_house:
            late.undo_loss(books, HeldSlice(part.lot, to_house), cause, burned_by=used_by)
