"""Long lists of names in queries, a piece at a time: every database limits how many one may hold."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 5_000


def chunks(items: Collection[T]) -> Iterator[Sequence[T]]:
    """The items in pieces of at most `AT_ONCE`; none for none."""
    left = iter(items)
    while piece := tuple(islice(left, AT_ONCE)):
        yield piece
