"""At start: is this the database that the counter outside it was counting for?"""

from loyalty.errors import LoyaltillError, Unavailable
from terminal.keystore.ports import KeyStore
from terminal.keystore.spend_counter import SpendCheck, compare_mark, read_mark
from terminal.store.database import Store
from terminal.store.outbox import find_fork


def spend_notice(store: Store, keys: KeyStore) -> LoyaltillError | None:
    """What somebody must know of the spend counter; None where it agrees, or a spend was only interrupted.

    Nothing is stopped here: this only looks.
    """
    try:
        check = _check(store, keys)
    except Unavailable as error:
        return error
    with store.read() as reading:
        is_forked = reading.rehomings.open() is not None
    if check in {"agrees", "interrupted"} and not is_forked:
        return None
    return Unavailable("spend-counter-mismatch", retry=False, place=keys.place)


def guard_spends(store: Store, keys: KeyStore) -> LoyaltillError | None:
    """The same, and where they disagree all that was lent is frozen until the server gives a new life.

    A counter that cannot be read freezes nothing: without it nothing can be spent anyway.
    """
    notice = spend_notice(store, keys)
    if notice is None or notice.code != "spend-counter-mismatch":
        return notice
    check = _check(store, keys)
    with store.write() as unit:
        find_fork(unit, "counter-behind" if check == "counter-behind" else "database-behind")
    return notice


def _check(store: Store, keys: KeyStore) -> SpendCheck:
    mark = read_mark(keys)
    with store.read() as reading:
        identity = reading.state.identity()
        return compare_mark(
            mark,
            incarnation=1 if identity is None else identity.incarnation,
            stored_count=reading.state.spend_count(),
            operation_is_stored=reading.journal.by_operation(mark.operation_id) is not None,
        )
