"""What a till hears of a batch that it sends again, beside the feed.

A till sends again what was taken when it has not heard the answer. Whom a sale changed it finds in the feed,
whose rows of them stand behind the place that it knows. Others are told again as they stand now: of whom
something was put aside, which the till may believe to have happened, and whose lease or claim was closed,
which is between this till and the server. Nothing is locked and nothing is written.
"""

from collections.abc import Collection, Sequence

from loyalty.wire.chain import Event
from loyalty.wire.feed import MemberState
from loyalty.wire.prepaid import GiftState
from server.context import Server
from server.store.database import Connection
from server.store.sales import members_of_sales
from server.usecases.gift_files import load_gift_states
from server.usecases.incoming import named_by
from server.usecases.sitting import TAKING_BACK, Sitting
from server.usecases.states import load_states

_BETWEEN_US = frozenset({"lease_closed", "claim_closed"})


def not_in_the_feed(events: Collection[Event], aside: Collection[int]) -> tuple[Event, ...]:
    """Those of the events held that put nothing about their members into the feed; `aside` was put aside."""
    sold = {_member(each) for each in events if each.kind == "sale_settled" and each.seq not in aside}
    return tuple(
        each
        for each in events
        if each.seq in aside or (each.kind in _BETWEEN_US and _member(each) not in sold)
    )


def _member(event: Event) -> str:
    member = event.body.get("member")
    return member if isinstance(member, str) else ""


def states_again(
    connection: Connection, server: Server, sitting: Sitting, events: Sequence[Event]
) -> tuple[tuple[MemberState, ...], tuple[GiftState, ...]]:
    """The members and gift cards that these events name, but for those whom the sitting has open anyway."""
    if not events:
        return (), ()
    tenant = sitting.till.tenant
    named = [named_by(event, sitting.now) for event in events]
    back = {each.sale for each in named if each.kind in TAKING_BACK and each.sale}
    members = {each.member for each in named if each.member and each.kind not in TAKING_BACK}
    members |= members_of_sales(connection, tenant, back)
    states = _members(connection, server, sitting, members)
    cards = {gift.card for each in named for gift in each.gifts} - sitting.gifts.keys()
    gifts = load_gift_states(connection, server, tenant, cards) if cards else {}
    return states, tuple(gifts[card] for card in sorted(gifts))


def _members(
    connection: Connection, server: Server, sitting: Sitting, members: Collection[str]
) -> tuple[MemberState, ...]:
    """Each of them, and whoever stands for them by now."""
    tenant = sitting.till.tenant
    states = load_states(connection, server, tenant, set(members) - sitting.files.keys(), sitting.program)
    others = {each.alias_of for each in states.values() if each.alias_of} - states.keys()
    others -= sitting.files.keys()
    if others:
        states |= load_states(connection, server, tenant, others, sitting.program)
    return tuple(states[member] for member in sorted(states))
