"""A whole shop in one go: company, store, first till, first manager and program, on a server that is new.

For a till that starts on an empty machine. Each part is the use case that `admin` has for it; what all of
them leave behind, if one of them fails, is for whoever asked to throw away: nothing sells on it yet.
"""

from dataclasses import dataclass
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.feed import StoreSettings
from server.context import Server
from server.usecases.admin.publish import publish_program
from server.usecases.admin.setup import add_store, add_tenant, add_till, set_operator

TENANT: Final = "shop"
STORE: Final = "1"
TILL: Final = "Q1"
MANAGER: Final = "manager"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShop:
    """What a shop is called, who manages it by which PIN, and by which program it sells."""

    settings: StoreSettings
    till_name: str
    manager: str
    pin: str
    program: str


def open_shop(server: Server, shop: NewShop) -> None:
    """Make all of it.

    Raises:
        Refused: `tenant-exists` (there is a shop already); as the parts: `store-settings`, `pin-form`,
            `pin-easy`, `shop-without-manager`.
        ProgramRefused: the program.
    """
    if not shop.manager.strip():
        raise Refused("shop-without-manager")
    add_tenant(server, code=TENANT, name=shop.settings.store_name)
    add_store(server, tenant=TENANT, code=STORE, settings=shop.settings)
    add_till(server, tenant=TENANT, store=STORE, code=TILL, name=shop.till_name)
    set_operator(server, tenant=TENANT, code=MANAGER, name=shop.manager.strip(), role="manager", pin=shop.pin)
    publish_program(server, tenant=TENANT, text=shop.program, name="program")
