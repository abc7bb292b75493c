"""Leases as they are asked for: granted, or called back from who holds the points; and for whom next."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from loyalty.wire.messages import CALLED_BACK, LeaseAsk, LeaseRefusal, SyncRequest
from server.books.pots import GIFT, POINTS
from server.store.database import Connection
from server.store.feed import ring
from server.store.leases import ask_lent_to_till, call_back, called_back
from server.store.merges import kept_by_others
from server.store.regulars import regulars
from server.store.tables.ledger import OF_MONEY, OF_POINTS
from server.usecases.lending import held_elsewhere, holder_of, lease_rules, lend
from server.usecases.sitting import RESTORING, Sitting


def grant_leases(
    connection: Connection, sitting: Sitting, asks: Iterable[LeaseAsk], *, over: Mapping[str, str]
) -> tuple[LeaseRefusal, ...]:
    """Grant what can be granted; gives the asks that got nothing, with why.

    `over` is as `over_with_others` gives it.
    """
    wanted = tuple(asks)
    if not wanted:
        return ()
    lent = sitting.lent
    if lent is None or any(ask.account == GIFT.name for ask in wanted):  # cards are locked after the members
        names = [ask.lease for ask in wanted]
        lent = ask_lent_to_till(connection, sitting.till.tenant, sitting.till.till, names)
    before = lent()
    return lend(
        sitting,
        wanted,
        lent=before.points,
        holders={**before.holders, **over},
        ask_others=lambda ask: _ask_others(connection, sitting, ask),
    )


def over_with_others(connection: Connection, sitting: Sitting, request: SyncRequest) -> Mapping[str, str]:
    """Leases and claims that are over, by who has kept them: the member asked was one with them then.

    They are granted to nobody once more. Only an old message asks for one: its till has said more since, that
    end among it.
    """
    if request.head.seq >= sitting.chain.ack_seq:
        return {}
    asked = {ask.lease: ask.member for ask in request.asks if ask.account != GIFT.name}
    asked |= {ask.claim: ask.member for ask in request.claims if ask.member != sitting.till.store}
    strays = {
        name: member
        for name, member in asked.items()
        if not sitting.files[sitting.who(member)].has_held(name)
    }
    return kept_by_others(connection, sitting.till.tenant, strays)


def likely_visitors(connection: Connection, sitting: Sitting, request: SyncRequest) -> tuple[str, ...]:
    """The regulars for whom the till may ask leases beforehand, if it asked who and the program wants it."""
    ahead = lease_rules(sitting).ahead
    if request.ahead_held is None or ahead is None or sitting.is_cloned or sitting.chain.state in RESTORING:
        return ()
    return regulars(
        connection,
        sitting.till,
        since=sitting.now - timedelta(days=ahead.days),
        visits=ahead.visits,
        most=max(0, ahead.members - request.ahead_held),
    )


def _ask_others(connection: Connection, sitting: Sitting, ask: LeaseAsk) -> str:
    """Call back what other tills hold of the member, for somebody who stands at the counter."""
    held = held_elsewhere(sitting, ask)
    if not held:
        return "nothing-available"
    tenant = sitting.till.tenant
    holder = holder_of(sitting, ask)
    ledger = OF_POINTS if ask.account == POINTS.name else OF_MONEY
    others = [(holder, lease.lease) for lease in held]
    fresh = set(others) - called_back(connection, tenant, others, ledger=ledger)
    call_back(connection, tenant, sorted(fresh), sitting.now, ledger=ledger)
    for till in sorted({lease.till for lease in held}) if fresh else ():
        ring(connection, tenant, till=till)
    return CALLED_BACK
