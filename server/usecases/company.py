"""Which batches go together into one transaction. Pure."""

from collections.abc import Sequence
from typing import Final

from loyalty.wire.journal import QUIET_KINDS
from loyalty.wire.messages import SyncRequest
from server.model import TillAccount

Batch = tuple[TillAccount, SyncRequest]
FEW: Final = 12
"""So many events in a batch at most: one that is longer has a transaction's cost shared by its own."""
_PLAIN: Final = QUIET_KINDS | {"sale_settled", "lease_closed"}


def company(batches: Sequence[Batch]) -> list[Batch]:
    """Those of these that may go together; nobody, where that were one alone.

    Of one tenant, whose feed they share; of different tills; and each about one member at most, and no two
    about the same: so nobody waits in the middle of it for a lock that another of them has, and all who do
    this lock members in the same order.
    """
    if not batches:
        return []
    tenant = batches[0][0].tenant
    tills: set[str] = set()
    members: set[str] = set()
    along: list[Batch] = []
    for batch in batches:
        till, request = batch
        named = _members_named(request)
        if till.tenant != tenant or till.till in tills or not _is_plain(request):
            continue
        if len(named) > 1 or named & members:
            continue
        tills.add(till.till)
        members |= named
        along.append(batch)
    return along if len(along) > 1 else []


def _is_plain(request: SyncRequest) -> bool:
    """Whether it says only what a till says all day, and asks for nothing."""
    asks = (request.persons, request.asks, request.claims, request.deeds)
    if any(asks) or request.ahead_held is not None or len(request.events) > FEW:
        return False
    return all(event.kind in _PLAIN for event in request.events)


def _members_named(request: SyncRequest) -> set[str]:
    named = (event.body.get("member") for event in request.events)
    return {member for member in named if isinstance(member, str)}
