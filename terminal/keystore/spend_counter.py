"""How often this till has spent points, counted outside its database.

The count is raised before each COMMIT that spends, and the database carries the same count inside that
transaction. A database that was restored from a copy is then behind its counter, and is found out at start.
The mark says too whether that commit is known to have happened: a database that lacks it then was restored,
and not interrupted. Each life of a till (incarnation) counts from nothing.

This module counts and compares; what a mismatch costs the till (frozen leases, a new life) is not here.
"""

import json
from dataclasses import dataclass, replace
from typing import Literal

from loyalty.errors import Unavailable
from terminal.keystore.ports import KeyStore

SpendCheck = Literal["agrees", "interrupted", "database-behind", "counter-behind"]
"""`interrupted`: the counter is one ahead of a database that never committed the counted operation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendMark:
    """The number of spends so far in a life, and the operation that was about to be the last one.

    `committed`: that commit is known to have happened.
    """

    incarnation: int
    count: int
    operation_id: str
    committed: bool = False


NO_SPENDS = SpendMark(incarnation=1, count=0, operation_id="", committed=True)


def read_mark(keys: KeyStore) -> SpendMark:
    """The counter as the key store holds it; a till that never spent has counted to 0.

    Raises:
        Unavailable: the key store does not answer, or what it holds is no counter.
    """
    kept = keys.get("spend-counter")
    if kept is None:
        return NO_SPENDS
    try:
        content = json.loads(kept)
        return SpendMark(
            incarnation=int(content.get("incarnation", 1)),
            count=int(content["count"]),
            operation_id=str(content["operation"]),
            committed=bool(content.get("committed", False)),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unavailable("spend-counter-damaged", retry=False, place=keys.place) from error


def raise_mark(keys: KeyStore, *, incarnation: int, count: int, operation_id: str) -> None:
    """Count a spend, durably, before the transaction that carries `count` in the database is committed.

    `count` is the database's own count after this spend: the next one, or the same again where the spend
    before was interrupted. Anything else means that database and counter are not of one life.

    Raises:
        Unavailable: the key store refused (`retry`), or the count is another one (no retry): the spend must
            not be committed.
    """
    mark = read_mark(keys)
    if mark.incarnation < incarnation:
        mark = SpendMark(incarnation=incarnation, count=0, operation_id="", committed=True)
    follows = count == mark.count + 1 or (count == mark.count and not mark.committed)
    if mark.incarnation != incarnation or not follows:
        raise Unavailable("spend-counter-mismatch", retry=False, place=keys.place)
    _write(keys, SpendMark(incarnation=incarnation, count=count, operation_id=operation_id))


def confirm_mark(keys: KeyStore, *, operation_id: str) -> None:
    """Note that the commit of the operation counted last has happened; of any other nothing is noted.

    Raises:
        Unavailable: the key store refused; the spend stands nevertheless.
    """
    mark = read_mark(keys)
    if mark.operation_id == operation_id and not mark.committed:
        _write(keys, replace(mark, committed=True))


def compare_mark(
    mark: SpendMark, *, incarnation: int, stored_count: int, operation_is_stored: bool
) -> SpendCheck:
    """What the counter says of a database that has committed `stored_count` spends in its life.

    `operation_is_stored` says whether `mark.operation_id` is in the database's journal.
    """
    if mark.incarnation < incarnation:
        return "counter-behind" if stored_count else "agrees"
    if mark.incarnation > incarnation:
        return "database-behind"
    if mark.count == stored_count and (mark.count == 0 or operation_is_stored):
        return "agrees"
    if mark.count == stored_count + 1 and not operation_is_stored and not mark.committed:
        return "interrupted"
    return "counter-behind" if mark.count < stored_count else "database-behind"


def _write(keys: KeyStore, mark: SpendMark) -> None:
    kept = {
        "incarnation": mark.incarnation,
        "count": mark.count,
        "operation": mark.operation_id,
        "committed": mark.committed,
    }
    keys.set("spend-counter", json.dumps(kept).encode("ascii"))
