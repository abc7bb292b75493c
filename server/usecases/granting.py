"""Leases as they are asked for: the policy of who gets how much, for how long."""

from collections.abc import Iterable
from datetime import timedelta

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.messages import LeaseAsk, LeaseRefusal
from server.books import leasing
from server.usecases.sitting import Sitting

LEASE_LIFETIME = timedelta(minutes=15)
"""For how long a till may spend what it got for a member at its counter; nothing is freed by time."""


def grant_leases(sitting: Sitting, asks: Iterable[LeaseAsk]) -> tuple[LeaseRefusal, ...]:
    """Grant what can be granted, member by member; gives the asks that got nothing, with why."""
    refused: list[LeaseRefusal] = []
    for ask in sorted(asks, key=lambda each: (each.member, each.lease)):
        try:
            _grant(sitting, ask)
        except Refused as refusal:
            refused.append(LeaseRefusal(ask.lease, refusal.code))
    return tuple(refused)


def _grant(sitting: Sitting, ask: LeaseAsk) -> None:
    file = sitting.files[ask.member]
    if file.profile is None:
        raise Refused("member-unknown", member=ask.member)
    if file.profile.state != "active" and ask.lease not in file.books.leases:
        raise Refused(f"member-{file.profile.state}", member=ask.member)
    if sitting.is_cloned:
        raise Refused("till-cloned", till=sitting.till.till)
    leasing.grant(
        file.books,
        lease=ask.lease,
        holder=sitting.holder,
        points=Points(ask.points),
        at=sitting.now,
        until=sitting.now + LEASE_LIFETIME,
    )
