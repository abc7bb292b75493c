"""How a lease stands and how it ends: an event says so wherever the server may have reserved something."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.canonical import JsonObject as Body
from loyalty.wire.messages import CALLED_BACK
from terminal.membership import HeldClaim, HeldLease
from terminal.till import Till

if TYPE_CHECKING:
    from terminal.store.books import Unit


def lease_trouble(till: Till, lease: HeldLease | None) -> Refused | None:
    """Why nothing can be spent inside that lease now; None where it can."""
    if lease is None or lease.state == "closed":
        return Refused("lease-missing")
    if lease.state in {"wanted", "asked"}:
        return Refused("lease-called-back" if lease.why == CALLED_BACK else "lease-waiting")
    if lease.state != "open":
        return Refused(f"lease-{lease.state}", why=lease.why)
    if lease.until is not None and till.clock.now() >= lease.until:
        return Refused("lease-expired")
    return None


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
    """End claims, those of `used` as used; silently where only this till knows of one.

    What was placed beforehand and not used is kept for the member's next visit.
    """
    from terminal.store.claim_intake import end_claim

    spent, now = frozenset(used), unit.now()
    for claim in claims:
        if unit.claims.forget_unsent(claim.claim):
            continue
        if claim.claim not in spent and unit.claims.lay_back(claim.claim, at=now):
            continue
        held = unit.claims.by_id(claim.claim)
        if held is not None and held.state != "closed":
            end_claim(unit, operator, held.claim, member=held.member, used=held.claim in spent)
