"""Points of a receipt that are claimed afterwards, as values: what is wished, what was done. Pure.

A claim is laid over the event of its sale; from then on this till treats the sale as the member's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loyalty.units import Points
from terminal.returned import Approval
from terminal.sale import SaleMember


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWish:
    """A sale that is to be a member's: the member, or whoever of a household stands there."""

    sale: str
    member: str
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedReceipt:
    """A claim that is in the journal. `points` are what the member has by it, `points_after` what then."""

    sale: str
    sale_label: str
    sale_at: datetime
    at: datetime
    operator_name: str
    till_name: str
    approved_by: str
    member: SaleMember
    points: Points
    points_after: Points


def claimed_body(body: Mapping[str, Any], claim: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body of a sale's event with that of its claim laid over it: `loyalty.wire.kept_claim` in JSON."""
    lines = zip(body["lines"], claim["by_line"], strict=True)
    return {
        **body,
        "member": claim["member"],
        "person": claim["person"],
        "lines": [{**line, "earned_points": points} for line, points in lines],
        "earned": claim["earned"],
        "earned_points": claim["points"],
        "lot": claim["lot"],
        "extras": claim["extras"],
    }


def unsynced_body(body: Mapping[str, Any], *, at: datetime, money: int) -> Mapping[str, Any]:
    """The same as a sale of the moment of its claim, with the money of what had not come back by then."""
    zone = datetime.fromisoformat(body["at_local"]).tzinfo
    local = at.astimezone(zone).isoformat(timespec="milliseconds")
    return {**body, "at_local": local, "total": money, "discounts": []}
