"""Reads `[leases]`."""

from loyalty.program import values
from loyalty.program.leases import (
    COUNTER_MINUTES,
    MOST_HOURS,
    MOST_MEMBERS,
    USUAL_LEASES,
    WHOLE_BALANCE,
    AheadRules,
    LeaseRules,
)
from loyalty.program.table import Table
from loyalty.units import Points

LEASE_KEYS = ("minutes", "till_max", "member_max", "share_percent", "ahead")
AHEAD_KEYS = ("hours", "members", "visits", "days", "share_percent", "most")
_MOST_MINUTES = MOST_HOURS * 60
_MOST_DAYS = 3_660


def read_leases(root: Table) -> LeaseRules:
    """The rules of lending; left out, the usual ones."""
    leases = root.table("leases")
    if leases is None:
        return USUAL_LEASES
    leases.check_keys(LEASE_KEYS)
    return LeaseRules(
        minutes=values.whole(leases, "minutes", COUNTER_MINUTES, least=1, most=_MOST_MINUTES),
        till_max=_points(leases, "till_max"),
        member_max=_points(leases, "member_max"),
        share_percent=values.percent(leases, "share_percent", WHOLE_BALANCE),
        ahead=_read_ahead(leases),
    )


def _read_ahead(leases: Table) -> AheadRules | None:
    ahead = leases.table("ahead")
    if ahead is None:
        return None
    ahead.check_keys(AHEAD_KEYS)
    usual = AheadRules()
    return AheadRules(
        hours=values.whole(ahead, "hours", usual.hours, least=1, most=MOST_HOURS),
        members=values.whole(ahead, "members", usual.members, least=1, most=MOST_MEMBERS),
        visits=values.whole(ahead, "visits", usual.visits, least=1),
        days=values.whole(ahead, "days", usual.days, least=1, most=_MOST_DAYS),
        share_percent=values.percent(ahead, "share_percent", WHOLE_BALANCE),
        most=_points(ahead, "most"),
    )


def _points(table: Table, key: str) -> Points | None:
    return Points(values.whole(table, key)) if key in table else None
