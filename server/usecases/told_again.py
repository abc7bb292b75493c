"""What a till hears of a batch that it sends again: how those of it stand now whom it touched the first time.

Nothing is locked and nothing is written. A till sends again what was taken when it has not heard the answer.
"""

from collections.abc import Collection, Sequence

from loyalty.wire.chain import Event
from loyalty.wire.feed import MemberState
from loyalty.wire.prepaid import GiftState
from server.context import Server
from server.store.database import Connection
from server.store.journal import members_of_sales
from server.usecases.gift_files import load_gift_states
from server.usecases.incoming import named_by
from server.usecases.sitting import TAKING_BACK, Sitting
from server.usecases.states import load_states


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
