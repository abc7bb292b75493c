"""What an answer of the server's changes of what it has lent this till: leases, and claims on what is kept.

Pure, as `core` is; the store does it within the transaction that applies the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty.wire.messages import CALLED_BACK, OpenLease
from terminal.membership import LeaseState
from terminal.sync.core import Intake


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseChange:
    """What becomes of one lease of this till's: the server's word for it, or its end."""

    lease: str
    state: LeaseState
    terms: OpenLease | None = None
    why: str = ""


def settle_leases(
    held: Mapping[str, LeaseState], intake: Intake, *, is_forked: bool = False
) -> tuple[LeaseChange, ...]:
    """What the answer changes of the leases that the till holds now, within the applying transaction.

    `held` has the state of every lease that the answer names, tombstones included, and of every open or
    frozen one. A closed lease stays closed, whatever comes late; a granted one opens; one that is held and
    no longer listed was taken back by the server. A lease this till has never heard of is not taken up: it
    belongs to a disk that is gone, and what becomes of it is for a person to say. A till that is forked
    takes nothing up: its leases are frozen until it has a new life.
    """
    if is_forked:
        return ()
    listed = {lease.lease: lease for lease in intake.leases}
    changes = [
        LeaseChange(lease=name, state=terms.state, terms=terms)
        for name, terms in listed.items()
        if held.get(name, "closed") != "closed"
    ]
    changes += [
        LeaseChange(
            lease=refusal.lease, state="asked" if refusal.why == CALLED_BACK else "refused", why=refusal.why
        )
        for refusal in intake.refused
        if held.get(refusal.lease) in {"wanted", "asked"}
    ]
    changes += [
        LeaseChange(lease=name, state="closed", why="taken-back")
        for name, state in held.items()
        if state in {"open", "frozen"} and name not in listed
    ]
    return tuple(changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChange:
    """What becomes of one claim of this till's."""

    claim: str
    state: LeaseState
    until: str | None = None
    why: str = ""


def settle_claims(held: Mapping[str, LeaseState], intake: Intake) -> tuple[ClaimChange, ...]:
    """What the answer changes of the claims that the till holds now; as for leases.

    `held` has those that are not closed. A till that is forked has them all frozen, and asks for none.
    """
    listed = {each.claim: each for each in intake.claims}
    refused = {each.claim: each.why for each in intake.claims_refused}
    changes: list[ClaimChange] = []
    for name, state in held.items():
        told = listed.get(name)
        if told is not None:
            is_kept = state == "frozen" and told.state == "open"
            changes.append(ClaimChange(claim=name, state=state if is_kept else told.state, until=told.until))
        elif name in refused and state in {"wanted", "asked"}:
            why = refused[name]
            changes.append(
                ClaimChange(claim=name, state="asked" if why == CALLED_BACK else "refused", why=why)
            )
        elif state in {"open", "frozen"}:
            changes.append(ClaimChange(claim=name, state="closed", why="taken-back"))
    return tuple(changes)


def unknown_leases(held: Mapping[str, LeaseState], intake: Intake) -> tuple[str, ...]:
    """The leases that the server says are this till's and that the till has never heard of."""
    return tuple(lease.lease for lease in intake.leases if lease.lease not in held)
