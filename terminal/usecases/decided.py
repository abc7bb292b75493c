"""A transaction of which the till knows in the end whether it stands.

A COMMIT that fails may have been done. So the operation is looked up, over a transaction that decides it, and
whoever is told that nothing was saved can do it again: it stands once.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from loyalty.errors import Unavailable
from terminal.till import Till

if TYPE_CHECKING:
    from terminal.store.books import Unit

Done = TypeVar("Done")


def write_decided(till: Till, operation: str, write: "Callable[[Unit], Done]", *, not_saved: str) -> Done:
    """What `write` did, which puts an event under that operation, or found to be done before.

    Raises:
        Refused: as `write`.
        Unavailable: `not_saved`: it was looked up, and doing it again is right; `store-…`: as `Store.write`,
            nothing is known where the disk failed in the look-up too.
    """
    made: list[Done] = []
    try:
        with till.store.write() as unit:
            made.append(write(unit))
    except Unavailable as failure:
        if failure.code != "store-commit-unknown" or not made:
            raise
        with till.store.read_decided() as reading:
            if not reading.journal.has_operation(operation):
                raise Unavailable(not_saved, retry=True) from failure
    return made[0]
