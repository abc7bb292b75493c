"""How often this till has spent points, counted outside its database.

The count is raised before each COMMIT that spends, and the database carries the same count inside that
transaction. A database that was restored from a copy is then behind its counter, and is found out at start.
This module counts and compares; what a mismatch costs the till (frozen leases, a new incarnation) is not.
"""

import json
from dataclasses import dataclass
from typing import Literal

from loyalty.errors import Unavailable
from terminal.keystore.ports import KeyStore

SpendCheck = Literal["agrees", "interrupted", "database-behind", "counter-behind"]
"""`interrupted`: the counter is one ahead of a database that never committed the counted operation."""


@dataclass(frozen=True, slots=True)
class SpendMark:
    """The number of spends so far and the operation that was about to be committed as the last one."""

    count: int
    operation_id: str


NO_SPENDS = SpendMark(count=0, operation_id="")


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
        return SpendMark(count=int(content["count"]), operation_id=str(content["operation"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Unavailable("spend-counter-damaged", retry=False, place=keys.place) from error


def raise_mark(keys: KeyStore, *, count: int, operation_id: str) -> None:
    """Count a spend, durably, before the transaction that carries `count` in the database is committed.

    `count` is the database's own count after this spend. Raising to the same count again is allowed: the
    spend before it was interrupted. Raising below the counter is not: the database is older than it.

    Raises:
        Unavailable: the key store refused (`retry`), or the database is behind its counter (no retry): the
            spend must not be committed.
    """
    if count < read_mark(keys).count:
        raise Unavailable("spend-counter-mismatch", retry=False, place=keys.place)
    keys.set("spend-counter", json.dumps({"count": count, "operation": operation_id}).encode("ascii"))


def compare_mark(mark: SpendMark, *, stored_count: int, operation_is_stored: bool) -> SpendCheck:
    """What the counter says of a database that has committed `stored_count` spends.

    `operation_is_stored` says whether `mark.operation_id` is in the database's journal.
    """
    if mark.count == stored_count and (mark.count == 0 or operation_is_stored):
        return "agrees"
    if mark.count == stored_count + 1 and not operation_is_stored:
        return "interrupted"
    return "counter-behind" if mark.count < stored_count else "database-behind"
