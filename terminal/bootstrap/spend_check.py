"""At start: is this the database that the counter outside it was counting for?"""

from loyalty.errors import LoyaltillError, Unavailable
from terminal.keystore.ports import KeyStore
from terminal.keystore.spend_counter import compare_mark, read_mark
from terminal.store.database import Store


def spend_notice(store: Store, keys: KeyStore) -> LoyaltillError | None:
    """What somebody must know of the spend counter; None where it agrees, or a spend was only interrupted.

    Nothing is stopped here: a database that is behind cannot spend anyway, since the counter is raised
    before each commit that does.
    """
    try:
        mark = read_mark(keys)
    except Unavailable as error:
        return error
    with store.read() as reading:
        is_stored = reading.journal.by_operation(mark.operation_id) is not None
        check = compare_mark(mark, stored_count=reading.state.spend_count(), operation_is_stored=is_stored)
    if check in {"agrees", "interrupted"}:
        return None
    return Unavailable("spend-counter-mismatch", retry=False, place=keys.place)
