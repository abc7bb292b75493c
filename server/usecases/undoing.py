"""What an event may change of a sitting, kept so that nothing is left of an event that is refused. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any, Final

from server.books.model import Books
from server.model import GiftFile, MemberFile
from server.usecases.sitting import Sitting

_ByName = dict[str, Any]
_NOTHING: Final = object()


class Before:
    """A sitting as it was before an event. Files are kept as they are named: most are no event's concern.

    Everything goes back in place, for what works on a sitting holds on to files and to what they are kept by.
    Of what a sitting keeps beside its files, only what the events of tills change is kept. Of its sales,
    which are as many as the events, that is the one that the event names: no event changes another.
    """

    def __init__(self, sitting: Sitting, sale: str | None) -> None:
        shelf = sitting.shelf
        self._sale = sale or ""
        self._sales: list[_ByName] = [sitting.sales, sitting.new_sales, sitting.sale_members]
        self._sold = [held.get(self._sale, _NOTHING) for held in self._sales]
        self._by_name: list[_ByName] = [
            sitting.given_away,
            sitting.asked_for,
            sitting.exchanges,
            sitting.cards,
            sitting.new_cards,
            shelf.products,
            shelf.holders,
            shelf.changed,
        ]
        self._were = [held.copy() for held in self._by_name]
        self._in_order: list[list[Any]] = [sitting.things, sitting.notices, shelf.history]
        self._counts = [len(held) for held in self._in_order]
        self._files: list[tuple[MemberFile | GiftFile, MemberFile | GiftFile]] = []

    def keep(self, files: Iterable[MemberFile | GiftFile]) -> None:
        """These may be changed from here on."""
        self._files += [(file, file.copy()) for file in files]

    def keep_claims(self, stock: MemberFile) -> None:
        """The claims of a store's stock may be: nothing else of that file ever is."""
        self._by_name.append(stock.claims)
        self._were.append(stock.claims.copy())

    def books(self) -> Iterator[tuple[Books, Books]]:
        """Of the files that were kept, each of their books as they are now and as they were."""
        for file, before in self._files:
            yield file.books, before.books
            if isinstance(file, MemberFile) and isinstance(before, MemberFile):
                yield file.wallet, before.wallet

    def put_back(self) -> None:
        """As if the event had never been tried; of a file that was kept twice, as it was kept first."""
        for held, sold in zip(self._sales, self._sold, strict=True):
            if sold is _NOTHING:
                held.pop(self._sale, None)
            else:
                held[self._sale] = sold
        for held, was in zip(self._by_name, self._were, strict=True):
            held.clear()
            held.update(was)
        for said, count in zip(self._in_order, self._counts, strict=True):
            del said[count:]
        for file, before in reversed(self._files):
            for field in fields(before):
                setattr(file, field.name, getattr(before, field.name))
