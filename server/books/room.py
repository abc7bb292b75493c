"""How much one holder may have, so that every figure of it can be told to every till. Pure.

A message holds amounts as the program limits them, and whole numbers up to 2^53. No shop comes near; a till
that was tampered with may say so much, event by event, that nobody could be told of that holder any more.
"""

from collections.abc import Iterable
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.prepaid import MAX_SLICES
from server.books.model import Books

MOST_HELD: Final = 10**12 - 1
"""Points or money that one holder has at most, dead ones not yet swept included."""


def check_room(changed: Iterable[tuple[Books, Books]]) -> None:
    """Check that nobody was given more than can be told; each pair is the books now and before.

    Whoever gained nothing is not asked: what takes away or lets go is never refused for it.

    Raises:
        Refused: `too-much-held`.
    """
    for books, before in changed:
        if len(books.postings) == len(before.postings):
            continue
        fresh = books.postings[len(before.postings) :]
        gained = sum([each.amount for each in fresh if each.account == books.pot.held])
        if gained > 0 and not has_room(books):
            raise Refused("too-much-held", held=books.posted)


def has_room(*all_of_it: Books) -> bool:
    """Whether one holder may have all that is in these books of one pot."""
    held = lots = 0
    for books in all_of_it:
        held += books.posted
        lots += len(books.lots)
    return held <= MOST_HELD and (lots <= MAX_SLICES or _are_few(all_of_it))


def _are_few(all_of_it: Iterable[Books]) -> bool:
    """Whether the lots with something in them can be told: looked at only where there are more in all."""
    return sum(1 for books in all_of_it for lot in books.lots.values() if lot.remaining) <= MAX_SLICES
