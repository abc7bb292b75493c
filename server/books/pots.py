"""What kinds of things the books are kept of: points, the money on gift cards, the money in wallets.

A pot names the accounts that its movements are posted to, and the words for its movements. What can be done
with a holding is the same in all of them, and so is the code: where it says points, the books of a pot of
money count the currency's smallest unit.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    """One kind of holding; `name` stands in leases, the rest in postings.

    `held` is what the holder has, `issued` what it came from and `used` what it went into; `added` is where
    a bonus came from, which nobody paid for, `opening` where what was brought from an earlier system did.
    """

    name: str
    held: str
    owed: str
    issued: str
    added: str
    used: str
    expired: str
    adjusted: str
    opening: str
    merged: str
    house_loss: str
    to_issue: str
    to_use: str


POINTS: Final = Pot(
    name="points",
    held="member:points",
    owed="member:owed",
    issued="program:issued",
    added="program:issued",
    used="program:burned",
    expired="program:expired",
    adjusted="program:adjusted",
    opening="program:opening",
    merged="program:merged",
    house_loss="program:house-loss",
    to_issue="earn",
    to_use="burn",
)


def _money(name: str, *, held: str) -> Pot:
    return Pot(
        name=name,
        held=held,
        owed=f"{name}:owed",
        issued=f"{name}:sold",
        added=f"{name}:bonus",
        used=f"{name}:used",
        expired=f"{name}:expired",
        adjusted=f"{name}:adjusted",
        opening=f"{name}:opening",
        merged=f"{name}:moved",
        house_loss=f"{name}:house-loss",
        to_issue="sell",
        to_use="use",
    )


GIFT: Final = _money("gift", held="gift:card")
"""The money on a gift card; who holds it is the card, by its number."""
WALLET: Final = _money("wallet", held="wallet:member")
"""The money that a member has paid in, and the bonuses for it."""
POTS_OF_MONEY: Final = (GIFT, WALLET)
