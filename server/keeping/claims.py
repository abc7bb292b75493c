"""Claims of one member's things: granted, used, frozen, closed. Pure; as leases of points, without amounts.

A thing has one claim at a time that is not closed. Nothing is freed by time, and a closed claim never comes
back. What was used late, after a manager gave the thing back or by a disk that lived twice, is dropped
nowhere: where the thing was used by somebody else meanwhile, the house bears it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from loyalty.errors import Refused
from server.books.leasing import Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that one till alone may use; a closed one stays as a tombstone.

    `used_by` is the sale that used it; `freed`: a manager gave the thing back before the till had spoken.
    """

    claim: str
    thing: str
    till: str
    incarnation: int
    granted_at: datetime
    until: datetime
    state: Literal["open", "frozen", "closed"] = "open"
    used_by: str = ""
    freed: bool = False
    called_at: datetime | None = None

    @property
    def is_tombstone(self) -> bool:
        """Whether its end alone was heard: nobody has granted it, and of what it is is not known."""
        return not self.thing

    def is_of(self, holder: Holder) -> bool:
        """Whether a till in one of its lives holds it."""
        return (self.till, self.incarnation) == (holder.till, holder.incarnation)


Claims = dict[str, Claim]


def rival_of(claims: Mapping[str, Claim], thing: str) -> Claim | None:
    """The claim that keeps a thing from others; None where it is free."""
    held = (each for each in claims.values() if each.thing == thing and each.state != "closed")
    return next(held, None)


def grant(claims: Claims, *, claim: str, thing: str, holder: Holder, at: datetime, until: datetime) -> None:
    """Keep a thing for a till. Asking again for a claim that the till holds changes nothing.

    Raises:
        Refused: `claim-closed` (a late duplicate must not revive it), `claim-of-another-till`,
            `claimed-elsewhere`.
    """
    if is_held(claims, claim, holder):
        return
    if rival_of(claims, thing) is not None:
        raise Refused("claimed-elsewhere", thing=thing)
    add(claims, claim=claim, thing=thing, holder=holder, at=at, until=until)


def is_held(claims: Mapping[str, Claim], claim: str, holder: Holder) -> bool:
    """Whether a claim was granted to this till before, and stands.

    Raises:
        Refused: `claim-closed` (a late duplicate must not revive it), `claim-of-another-till`.
    """
    held = claims.get(claim)
    if held is None:
        return False
    if not held.is_of(holder):
        raise Refused("claim-of-another-till", claim=claim)
    if held.state == "closed":
        raise Refused("claim-closed", claim=claim)
    return True


def add(claims: Claims, *, claim: str, thing: str, holder: Holder, at: datetime, until: datetime) -> None:
    """Keep a thing for a till, whoever else has one like it."""
    claims[claim] = Claim(
        claim=claim,
        thing=thing,
        till=holder.till,
        incarnation=holder.incarnation,
        granted_at=at,
        until=until,
    )


def use(claims: Claims, claim: str, thing: str, *, sale: str, holder: Holder, now_at: int) -> None:
    """A sale has used a thing; `now_at` is the till's incarnation of today. Late uses pass, see the module.

    Raises:
        Refused: `claim-unknown`, `claim-of-another-till`, `claim-differs` (of another thing), `claim-used`,
            `claim-frozen`, `claim-closed`.
    """
    held = claims.get(claim)
    if held is None:
        raise Refused("claim-unknown", claim=claim)
    if not held.is_of(holder):
        raise Refused("claim-of-another-till", claim=claim)
    if held.thing != thing:
        raise Refused("claim-differs", claim=claim)
    if held.freed or (held.state != "open" and holder.incarnation < now_at):
        return
    if held.used_by:
        raise Refused("claim-used", claim=claim)
    if held.state != "open":
        raise Refused(f"claim-{held.state}", claim=claim)
    claims[claim] = replace(held, used_by=sale)


def close(claims: Claims, claim: str, thing: str, holder: Holder, *, used: bool, at: datetime) -> None:
    """End a claim at its till's word. One that nobody ever granted leaves a tombstone; twice changes nothing.

    Raises:
        Refused: `claim-of-another-till`, `claim-frozen`, `claim-differs` (an event of the till's is missing
            or was not believed; a person has to look).
    """
    held = claims.setdefault(
        claim,
        Claim(
            claim=claim,
            thing=thing,
            till=holder.till,
            incarnation=holder.incarnation,
            granted_at=at,
            until=at,
            state="closed",
        ),
    )
    if not held.is_of(holder):
        raise Refused("claim-of-another-till", claim=claim)
    if held.state == "closed":
        return
    if held.state == "frozen":
        raise Refused("claim-frozen", claim=claim)
    if bool(held.used_by) != used:
        raise Refused("claim-differs", claim=claim)
    claims[claim] = replace(held, state="closed", called_at=None)


def reclaimed(held: Claim) -> Claim:
    """The claim ended at a manager's word, whatever its till has used meanwhile."""
    return replace(held, state="closed", freed=not held.used_by, called_at=None)


def freeze(claims: Claims, claim: str, holder: Holder) -> None:
    """Hold an open claim of this till's until a person has looked; any other is left alone."""
    held = claims.get(claim)
    if held is not None and held.is_of(holder) and held.state == "open":
        claims[claim] = replace(held, state="frozen")
