"""Past sales for tests: kept at what a program made of them when they were sold."""

from typing import Any

from loyalty.program import Program
from loyalty.quote import basket_from_json, quote, quote_to_json

Json = dict[str, Any]


def past_sale(
    program: Program,
    receipt: str = "0100000000017",
    *,
    member: str = "m-1",
    tier: str = "member",
    points: int = 0,
    burn: int | str = 0,
    version: int = 3,
    at: str = "2026-11-24T15:00:00+07:00",
    price: int = 100_000,
    quantity: str = "1",
) -> Json:
    """One sale of one line, as a line of the file says it; an empty member is nobody."""
    basket: Json = {
        "at": at,
        "store": "q1",
        "burn_points": burn,
        "lines": [{"sku": "A", "name": "Gạo", "quantity": quantity, "unit_price": price}],
    }
    if member:
        basket["member"] = {"tier": tier, "points": points}
    return {
        "receipt": receipt,
        "member": member or None,
        "program": {"version": version, "fingerprint": program.fingerprint},
        "basket": basket,
        "quote": quote_to_json(quote(program, basket_from_json(basket))),
    }
