"""The program of the simulated shop: two tiers, vouchers, an offer for once, treats by the day, points.

It changes in the middle of a day: each later version promises other points, another bonus and other thanks.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Final

from loyalty.account.issued import Voucher
from loyalty.identity.cards import GIFT_SCHEME, card_number
from loyalty.identity.voucher_codes import voucher_codes
from loyalty.program import Program, parse_program
from loyalty.units import Money
from loyalty.wire.roles import Role

TEXT: Final = """
format = 1
name = "Simulated"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"

[points]
earn = 1
per_amount = 100
worth = 1

[[tier]]
id = "member"
at = 0

[[tier]]
id = "silver"
at = 3000
multiplier = 1.5

[[promotion]]
id = "ten-off"
name = "Voucher"
kind = "amount_off"
amount = 10
when = { voucher = true }

[[promotion]]
id = "once"
name = "Once"
kind = "amount_off"
amount = 10
when = { limit = { times = 1, per = "ever" } }

[[reward]]
id = "treat"
name = "Treat"
kind = "gift"
points = 1
sku = "8936079120030"
stock_per_day = 2
stock_ahead = 0

[[benefit]]
id = "lounge"
name = "Lounge"
limit = { times = 1, per = "ever" }

[wallet]
sku = "8936079120023"

[[wallet.top_up]]
amount = 200
bonus = 20

[referral]
points_referrer = 7
points_friend = 5

[[voucher]]
id = "apology"
promotion = "ten-off"
issue = "apology"
"""

PROGRAM: Final[Program] = parse_program(TEXT, name="simulated.toml")
"""The first version, as the day begins."""


def text_of(version: int) -> str:
    """What a version says: no two say the same."""
    later = version - 1
    changes = {"earn = 1\n": f"earn = {1 + later % 2}\n", "bonus = 20": f"bonus = {20 + 10 * later}"}
    changes["points_referrer = 7"] = f"points_referrer = {7 + later}"
    text = TEXT
    for said, says in changes.items():
        text = text.replace(said, says)
    return text


@cache
def program_of(version: int) -> Program:
    """A version, read."""
    return parse_program(text_of(version), name="simulated.toml")


def bonus_of(version: int, amount: int) -> int:
    """What a version promises for money that is paid into a wallet."""
    rules = program_of(version).wallet
    return 0 if rules is None else rules.bonus_for(Money(amount))


GOODS: Final = "8936079120016"
"""What every simulated sale sells a kilogram of, at a price that is typed."""
ONCE: Final = "once"
"""The promotion that each member can have once."""
TREAT: Final = "treat"
"""The reward of which each store gives away `TREATS_A_DAY`."""
TREATS_A_DAY: Final = 2
LOUNGE: Final = "lounge"
"""The benefit that each member can use `LOUNGE_TIMES`."""
LOUNGE_TIMES: Final = 1
GIFT_CARDS: Final = tuple(card_number(serial, scheme=GIFT_SCHEME) for serial in range(1, 4))
"""The gift cards that hang in the shop."""
VOUCHERS_EACH: Final = 3
"""So many vouchers a member has as the day begins."""


def store_of(till: str) -> str:
    """The store that a till stands in: there are two."""
    return f"store-{int(till.rpartition('-')[2]) % 2}"


def vouchers_of(member: str, at: datetime) -> tuple[Voucher, ...]:
    """The vouchers that somebody gave a member before the day began."""
    return tuple(
        Voucher(
            code=code,
            rule="apology",
            promotion="ten-off",
            name="Voucher",
            issue="apology",
            issued_at=at,
            starts_at=at,
            ends_at=None,
        )
        for code in voucher_codes(member, VOUCHERS_EACH)
    )


LAN: Final = "lan"
AUDITOR: Final = "kim"
MANAGER: Final = "ha"
STAFF: Final[Mapping[str, frozenset[Role]]] = {
    LAN: frozenset({"cashier"}),
    AUDITOR: frozenset({"auditor"}),
    MANAGER: frozenset({"manager"}),
}
