"""A till, or a life of one, that this server has lost: it was put back to a time before.

Two people have said that it was (`admin after-restore`). A till whose key is known goes on by itself, life by
life, as it was given them; one whose key is not shows a new code and is the till again that it was, with the
key and the journals that it has. From then on it says them again as any other till does (`restoring`).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.messages import TillBefore
from loyalty.wire.rehoming import RehomeRequest
from server.model import TillAccount
from server.store.chains import state_of_today
from server.store.database import Connection
from server.store.feed import touch
from server.store.restores import Restore, last_restore
from server.store.tills import find_till, find_till_by_number, rename_till, renumber_till

LATE: Final = timedelta(days=30)
"""So long after nobody is waited for any more a till is what it was by the same word; then by a new one."""
MOST_LIVES: Final = 1_000
"""A till that says it has had so many lives more than are known here has not."""


def life_unknown(
    connection: Connection, till: TillAccount, incarnation: int, *, now: datetime, epoch: str = ""
) -> Refused:
    """The refusal of a life that the till has never had, as far as is known here.

    `epoch` is the feed's that the till knows: one that has lived since the last restore lost nothing by it.
    """
    restore = last_restore(connection, till.tenant)
    is_lost = _may_return(connection, till, restore, now) and _is_near(till, incarnation)
    is_older = restore is not None and restore.restore == epoch
    code = "incarnation-after-restore" if is_lost and not is_older else "incarnation-unknown"
    return Refused(code, incarnation=incarnation)


def life_given(
    connection: Connection, till: TillAccount, request: RehomeRequest, *, now: datetime
) -> int | None:
    """Which life the till was given already when it began one; None where it asks for its next.

    It may have gone on from an earlier life than today's, where another disk had begun one between the two.

    Raises:
        Refused: `incarnation-unknown`, `incarnation-retired` (the till has gone on otherwise since).
    """
    if not request.given:
        return None
    if request.incarnation < till.incarnation and request.given <= till.incarnation:
        raise Refused("incarnation-retired", incarnation=request.incarnation, current=till.incarnation)
    restore = last_restore(connection, till.tenant)
    if not _may_return(connection, till, restore, now) or not _is_near(till, request.given):
        raise Refused("incarnation-unknown", incarnation=request.given)
    return request.given


def as_before(connection: Connection, till: TillAccount, before: TillBefore, *, now: datetime) -> TillAccount:
    """The till of a code as the one that it was; where that is in no row any more, the code's row is its.

    Raises:
        Refused: `restore-unsaid` (the last one, if any, was over for `LATE`, or the till has lived since),
            `till-revoked`, `till-of-another-store`, `code-of-another-till`, `till-paired-since` (this server
            knows that life, or a later one, of another disk).
    """
    restore = last_restore(connection, till.tenant)
    if restore is None or not _is_word_good(restore, now) or before.epoch == restore.restore:
        raise Refused("restore-unsaid")
    if till.state != "active":
        raise Refused("till-revoked")
    if before.store != till.store:
        raise Refused("till-of-another-store", till=till.code)
    if before.till != till.till:
        till = _renamed(connection, till, before)
    if not _is_near(till, before.incarnation):
        raise Refused("till-paired-since", till=till.code)
    return till


def _may_return(connection: Connection, till: TillAccount, restore: Restore | None, now: datetime) -> bool:
    """Whether lives of a known till may still be missing by the last restore.

    As long as tills are waited for; from then on only of one that has not said today's journal again, or that
    cannot, since two disks had written it.
    """
    if restore is None:
        return False
    state = state_of_today(connection, till)
    is_expected = state == "returning" or (state == "forked" and _is_word_good(restore, now))
    return restore.ended_at is None or is_expected


def _is_word_good(restore: Restore, now: datetime) -> bool:
    return restore.ended_at is None or now - restore.ended_at <= LATE


def _renamed(connection: Connection, till: TillAccount, before: TillBefore) -> TillAccount:
    """The row that was made anew for a till which is in none, under that till's own id and number.

    Its receipts are numbered by that: where another till has got it since, and was never paired, they change.
    """
    if till.incarnation or find_till(connection, before.till) is not None:
        raise Refused("code-of-another-till", till=till.code)
    rename_till(connection, till.till, before.till)
    touch(connection, till.tenant, [("till", before.till)])
    till = replace(till, till=before.till)
    other = find_till_by_number(connection, till.tenant, before.number)
    if other is None or (other.till != till.till and not other.incarnation):
        renumber_till(connection, till, before.number, other)
        till = replace(till, number=before.number)
    return till


def _is_near(till: TillAccount, incarnation: int) -> bool:
    return 0 < incarnation - till.incarnation <= MOST_LIVES
