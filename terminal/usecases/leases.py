"""How a lease ends: said by an event wherever the server may have reserved something for it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from loyalty.units import Points
from loyalty.wire.canonical import JsonObject as Body
from terminal.membership import HeldClaim, HeldLease

if TYPE_CHECKING:
    from terminal.store.books import Unit


def end_lease(unit: "Unit", operator: str, lease: HeldLease, *, spent: Points) -> None:
    """Write that a lease is over, and how much of it was spent; within the transaction that spent it."""
    body: Body = {"v": 1, "lease": lease.lease, "member": lease.member, "spent": spent}
    of: Body = {} if lease.account == "points" else {"account": lease.account}
    unit.journal.append("lease_closed", {**body, **of}, operator)
    unit.leases.close(lease.lease, spent=spent)


def end_unspent(unit: "Unit", operator: str, lease: HeldLease | None) -> None:
    """End a lease that nothing was spent of; silently where only this till knows of it.

    A refused one is ended by an event too: a late duplicate of its ask may find points that were not there
    before.
    """
    if lease is None or unit.leases.forget_unsent(lease.lease):
        return
    held = unit.leases.by_id(lease.lease)
    if held is None or held.state == "closed":
        return
    end_lease(unit, operator, held, spent=Points(0))


def end_claims(unit: "Unit", operator: str, claims: Iterable[HeldClaim], *, used: Iterable[str] = ()) -> None:
    """End claims, those of `used` as used; silently where only this till knows of one."""
    from terminal.store.claim_intake import end_claim

    spent = frozenset(used)
    for claim in claims:
        if unit.claims.forget_unsent(claim.claim):
            continue
        held = unit.claims.by_id(claim.claim)
        if held is not None and held.state != "closed":
            end_claim(unit, operator, held.claim, member=held.member, used=held.claim in spent)
