"""What the partners of one pool of points owe each other, by month, from the postings.

A month is that in which the server posted, so one that is over never changes: what a till tells late stands
in the month in which it was heard. Each posting counts by the rates of the program that it was made under.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from loyalty.errors import Refused
from loyalty.program import ProgramRefused
from loyalty.settlement import POOL, Burned, Debt, Earned, Settlement, settle, together
from loyalty.settlement_json import settlement_to_json
from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from server.clock import moment_text
from server.context import Server, read_program
from server.store.catalogue import program_in_force
from server.store.database import Connection
from server.store.partner_payments import PartnerPayment, list_partner_payments
from server.store.pool_postings import Moved, MovedOnce, moved_between, moved_by_span, span_of_postings
from server.usecases.admin.rates import Rates, read_rates
from server.usecases.admin.setup import find_tenant


@dataclass(frozen=True, slots=True)
class PartnerMonth:
    """One local month (`YYYY-MM`), what it comes to, and what of that has been paid."""

    month: str
    settlement: Settlement
    payments: tuple[PartnerPayment, ...] = ()

    def paid(self, debt: Debt) -> PartnerPayment | None:
        """The payment of a debt of this month; None while it is open."""
        between = (debt.payer, debt.payee)
        return next((each for each in self.payments if (each.payer, each.payee) == between), None)

    def to_json(self) -> JsonObject:
        """The same for programs."""
        paid = [
            {name: getattr(each, name) for name in ("payer", "payee", "amount", "paid_on", "reference")}
            for each in self.payments
        ]
        return cast("JsonObject", {"month": self.month, **settlement_to_json(self.settlement), "paid": paid})


@dataclass(frozen=True, slots=True)
class MovementsOfMonth:
    """What was moved in a month under one program, a line each as `settle-partners` reads them."""

    version: int
    program: str
    lines: tuple[str, ...]


def partner_months(
    connection: Connection, tenant: str, rates: Rates, zone: ZoneInfo
) -> tuple[PartnerMonth, ...]:
    """Every month in which a partner's points moved; none where no program ever had a partner."""
    span = span_of_postings(connection, tenant) if _have_partners(rates) else None
    if span is None:
        return ()
    months = list(_months(*span, zone))
    moved: dict[str, dict[int, list[Earned | Burned]]] = defaultdict(lambda: defaultdict(list))
    ends = [begin_of(month_after(month), zone) for month in months]
    for place, each in moved_by_span(connection, tenant, ends):
        moved[months[place]][each.program_version].append(_movement(rates, each))
    paid = list_partner_payments(connection, tenant)
    found = (
        PartnerMonth(
            month, _settled(rates, moved[month]), tuple(each for each in paid if each.month == month)
        )
        for month in sorted(moved)
    )
    return tuple(each for each in found if each.payments or _has_moved(each.settlement))


def movements_of(server: Server, *, tenant: str | None, month: str) -> tuple[MovementsOfMonth, ...]:
    """The movements of a month (`YYYY-MM`), by the program with partners that each was made under.

    Raises:
        Refused: `program-missing`, `tenant-…`.
    """

    def unit(connection: Connection) -> tuple[MovementsOfMonth, ...]:
        owner = find_tenant(connection, tenant)
        force = program_in_force(connection, owner, server.clock.now())
        if force is None:
            raise Refused("program-missing")
        rates, zone = read_rates(connection, owner, in_force=force.version), read_program(force.text).zone
        lines: dict[int, list[str]] = defaultdict(list)
        span = {"since": begin_of(month, zone), "until": begin_of(month_after(month), zone)}
        for each in moved_between(connection, owner, **span):
            version = rates.known(each.program_version)
            if rates.program(version).partners:
                lines[version].append(_line(rates, each))
        return tuple(
            MovementsOfMonth(version, rates.published[version].text, tuple(lines[version]))
            for version in sorted(lines)
        )

    return server.database.read(unit)


def begin_of(month: str, zone: ZoneInfo) -> datetime:
    """The first moment of a local month."""
    year, number = map(int, month.split("-"))
    return datetime(year, number, 1, tzinfo=zone)


def _months(first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[str]:
    month, end = first.astimezone(zone).strftime("%Y-%m"), last.astimezone(zone).strftime("%Y-%m")
    while month < end:
        yield month
        month = month_after(month)
    yield month


def month_after(month: str) -> str:
    """The month that follows one."""
    year, number = map(int, month.split("-"))
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _have_partners(rates: Rates) -> bool:
    return any(_has_partners(rates, version) for version in rates.published)


def _has_partners(rates: Rates, version: int) -> bool:
    """Not one that is read no more: what was posted under it is refused as it is priced."""
    try:
        return bool(rates.program(version).partners)
    except ProgramRefused:
        return False


def _movement(rates: Rates, moved: Moved) -> Earned | Burned:
    version, points = moved.program_version, Points(moved.points)
    given = rates.called(version, moved.issuing_store)
    if not moved.is_burn:
        return Earned(given, points)
    return Burned(rates.called(version, moved.redeeming_store), given, points)


def _line(rates: Rates, moved: MovedOnce) -> str:
    movement = _movement(rates, moved)
    said: dict[str, object] = {"at": moment_text(moved.posted_at), "movement": moved.movement}
    if moved.sale is not None:
        said["sale"] = moved.sale
    said["store"] = movement.store
    if isinstance(movement, Burned):
        said |= {"burned": movement.points, "earned_at": movement.earned_at}
    else:
        said["earned"] = movement.points
    return json.dumps(said, ensure_ascii=False)


def _settled(rates: Rates, moved: dict[int, list[Earned | Burned]]) -> Settlement:
    return together(settle(rates.program(version), moved[version]) for version in sorted(moved))


def _has_moved(settlement: Settlement) -> bool:
    """Whether a partner has part in it; what moves between the pool's own stores is nobody else's."""
    partners = (points for party, points in settlement.points.items() if party != POOL)
    return bool(settlement.owes) or any(each.earned or each.burned or each.outstanding for each in partners)
