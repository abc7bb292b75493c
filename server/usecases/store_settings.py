"""The settings of a store as its tills are told them: as they are kept, and what programs call the store."""

from dataclasses import replace

from loyalty.wire.feed import StoreSettings
from server.model import Store


def told_settings(store: Store) -> StoreSettings:
    """The settings with the store's code in them, whatever the kept text says of it."""
    return replace(StoreSettings.from_json(store.settings), code=store.code)
