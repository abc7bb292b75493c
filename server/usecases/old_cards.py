"""Cards that customers had before, by the rules of a house: the same in all its stores.

A member belongs to the house and may show the card in any of its stores; the rules stand in every store's
settings, since by those they reach its tills. Who sets them is in `server.usecases.admin.old_cards`.
"""

from loyalty.identity.card_rules import NO_RULES, CardRules, card_rules
from loyalty.wire.feed import StoreSettings
from server.store.database import Connection
from server.store.tenancy import list_stores


def old_cards_of(connection: Connection, tenant: str) -> CardRules:
    """The rules of a house."""
    stores = list_stores(connection, tenant)
    return card_rules(StoreSettings.from_json(stores[0].settings).card_rules) if stores else NO_RULES
