"""Leases as they are asked for: how much by the program, for how long, and whom to ask for the rest."""

from collections.abc import Iterable
from datetime import timedelta

from loyalty.errors import Refused
from loyalty.lending import Standing, lease_life, lendable
from loyalty.program.leases import USUAL_LEASES, LeaseRules
from loyalty.units import Points
from loyalty.wire.messages import CALLED_BACK, LeaseAsk, LeaseRefusal, SyncRequest
from server.books import leasing
from server.model import MemberFile
from server.store.database import Connection
from server.store.leases import call_back, called_back, lent_to_till
from server.store.regulars import regulars
from server.usecases.sitting import Sitting


def grant_leases(
    connection: Connection, sitting: Sitting, asks: Iterable[LeaseAsk]
) -> tuple[LeaseRefusal, ...]:
    """Grant what can be granted, member by member; gives the asks that got nothing, with why."""
    refused: list[LeaseRefusal] = []
    ordered = sorted(asks, key=lambda each: (each.member, each.lease))
    lent = lent_to_till(connection, sitting.till.tenant, sitting.till.till) if ordered else Points(0)
    for ask in ordered:
        try:
            lent = Points(lent + _grant(sitting, ask, lent))
        except Refused as refusal:
            code = refusal.code
            if code == "lent-elsewhere":
                code = _ask_others(connection, sitting, ask)
            refused.append(LeaseRefusal(ask.lease, code))
    return tuple(refused)


def likely_visitors(connection: Connection, sitting: Sitting, request: SyncRequest) -> tuple[str, ...]:
    """The regulars for whom the till may ask leases beforehand, if it asked who and the program wants it."""
    ahead = _rules(sitting).ahead
    if request.ahead_held is None or ahead is None or sitting.is_cloned:
        return ()
    return regulars(
        connection,
        sitting.till,
        since=sitting.now - timedelta(days=ahead.days),
        visits=ahead.visits,
        most=max(0, ahead.members - request.ahead_held),
    )


def _rules(sitting: Sitting) -> LeaseRules:
    return USUAL_LEASES if sitting.program is None else sitting.program.leases


def _grant(sitting: Sitting, ask: LeaseAsk, till_lent: Points) -> Points:
    """Grant one lease; gives how many points were lent by it now."""
    file = sitting.files[ask.member]
    if file.profile is None:
        raise Refused("member-unknown", member=ask.member)
    if ask.lease in file.books.leases:
        leasing.grant(
            file.books,
            lease=ask.lease,
            holder=sitting.holder,
            points=Points(ask.points),
            at=sitting.now,
            until=sitting.now,
        )
        return Points(0)
    if file.profile.state != "active":
        raise Refused(f"member-{file.profile.state}", member=ask.member)
    if sitting.is_cloned:
        raise Refused("till-cloned", till=sitting.till.till)
    return _lend(sitting, file, ask, till_lent)


def _lend(sitting: Sitting, file: MemberFile, ask: LeaseAsk, till_lent: Points) -> Points:
    rules, books = _rules(sitting), file.books
    standing = Standing(
        balance=books.balance(sitting.now),
        free=books.available(sitting.now),
        member_lent=books.reserved,
        till_lent=till_lent,
    )
    if standing.balance <= 0:
        raise Refused("nothing-available", lease=ask.lease)
    found = lendable(rules, standing, asked=Points(ask.points), ahead=ask.ahead)
    if found.points <= 0:
        raise Refused(found.cap, lease=ask.lease)
    leasing.grant(
        books,
        lease=ask.lease,
        holder=sitting.holder,
        points=found.points,
        at=sitting.now,
        until=sitting.now + lease_life(rules, ahead=ask.ahead),
        cap=found.cap or None,
    )
    return found.points


def _ask_others(connection: Connection, sitting: Sitting, ask: LeaseAsk) -> str:
    """Call back what other tills hold of the member, for somebody who stands at the counter.

    What is frozen, or held by a life of a till that is over, nobody can give back.
    """
    others = [
        (ask.member, lease.lease)
        for lease in sitting.files[ask.member].books.leases.values()
        if lease.state == "open" and lease.till != sitting.till.till
    ]
    if ask.ahead or not others:
        return "nothing-available"
    tenant = sitting.till.tenant
    fresh = set(others) - called_back(connection, tenant, others)
    call_back(connection, tenant, sorted(fresh), sitting.now)
    if fresh:
        sitting.things.append(("member", ask.member))
    return CALLED_BACK
