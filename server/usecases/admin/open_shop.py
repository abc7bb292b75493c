"""A whole shop in one go: company, store, first till, first manager, program and what has no code yet.

For a till that starts on an empty machine. Each part is the use case that `admin` has for it; what all of
them leave behind, if one of them fails, is for whoever asked to throw away: nothing sells on it yet.
"""

import csv
import io
from dataclasses import dataclass
from typing import Final

from loyalty.errors import Refused
from loyalty.shelf import OPEN_PRICE_TAG
from loyalty.wire.feed import StoreSettings
from server.context import Server
from server.usecases.admin.import_products import import_products
from server.usecases.admin.publish import publish_program
from server.usecases.admin.setup import add_store, add_tenant, add_till, set_operator

TENANT: Final = "shop"
STORE: Final = "1"
TILL: Final = "Q1"
MANAGER: Final = "manager"
OTHER_GOODS: Final = "KHAC"
"""The code of what is sold as an amount; the sample goods have it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShop:
    """What a shop is called, who manages it by which PIN, and by which program it sells.

    `other_goods` is the name of what is sold as an amount typed at the till: without it a shop whose list of
    goods is still empty could sell nothing. None is made where it is empty.
    """

    settings: StoreSettings
    till_name: str
    manager: str
    pin: str
    program: str
    other_goods: str = ""


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
    if shop.other_goods:
        import_products(server, tenant=TENANT, data=_amounts(shop.other_goods), file="open-shop")


def _amounts(name: str) -> bytes:
    """The file of goods with the one product whose price is typed."""
    sheet = io.StringIO()
    csv.writer(sheet).writerows(
        [
            ("sku", "name", "category", "tags", "unit_price", "unit"),
            (OTHER_GOODS, name, "other", OPEN_PRICE_TAG, 0, "piece"),
        ]
    )
    return sheet.getvalue().encode()
