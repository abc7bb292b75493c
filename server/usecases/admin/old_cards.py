"""Setting which numbers are cards that customers had before: one set for all stores of a house, in one go."""

from collections.abc import Iterable
from dataclasses import replace

from loyalty.identity.card_rules import CardRules, card_rules
from loyalty.wire.feed import StoreSettings
from server.context import Server
from server.store.database import Connection
from server.store.feed import ring, touch
from server.store.tenancy import list_stores, save_store_settings
from server.usecases.admin.setup import checked_settings, find_tenant
from server.usecases.old_cards import old_cards_of


def read_old_cards(server: Server, *, tenant: str | None) -> CardRules:
    """The rules as they are. Raises Refused: `tenant-…`."""
    return server.database.read(lambda connection: old_cards_of(connection, find_tenant(connection, tenant)))


def set_old_cards(server: Server, *, tenant: str | None, rules: Iterable[str]) -> CardRules:
    """Take these rules and no other from now on, in every store; cards that were given stay.

    Raises:
        Refused: `card-rule-…`, `card-rules-too-many`, `tenant-…`.
    """
    wanted = card_rules(rules)

    def unit(connection: Connection) -> CardRules:
        owner = find_tenant(connection, tenant)
        for store in list_stores(connection, owner):
            held = StoreSettings.from_json(store.settings)
            settings = replace(held, card_rules=tuple(rule.written for rule in wanted.rules))
            save_store_settings(connection, owner, store.store, checked_settings(settings))
            touch(connection, owner, [("settings", store.store)])
        ring(connection, owner)
        return wanted

    return server.database.write(unit)
