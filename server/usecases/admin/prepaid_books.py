"""The books of money that cards and members hold: what is owed to them, what stores owe each other for it.

Every figure is a sum over postings. A card's money is a debt from the moment it is sold until it is spent or
dies, and no sale is ever counted as one for it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from loyalty.units import Money
from loyalty.wire.canonical import JsonObject
from server.books.pots import POTS_OF_MONEY, Pot
from server.store.database import Connection
from server.store.derived import losses, outstanding, redeemed
from server.store.tables.ledger import OF_MONEY
from server.store.totals import account_sums

NEVER = "never"
_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepaidBooks:
    """Of one pot: what is owed by month (`YYYY-MM`, or `never`) and store; what is due between stores.

    A due is of the store that was paid to the one that took the card; below 0 where it gave back more.
    """

    account: str
    liabilities: tuple[tuple[str, str, Money], ...]
    dues: tuple[tuple[str, str, Money], ...]
    losses: tuple[tuple[str, Money], ...]
    opened: Money = Money(0)
    """What was given as opening balances, ever."""

    @property
    def owed(self) -> Money:
        """The whole liability."""
        return Money(sum(money for _, _, money in self.liabilities))

    def to_json(self) -> JsonObject:
        """The same for programs."""
        return {
            "account": self.account,
            "owed": self.owed,
            "opened": self.opened,
            "liabilities": [
                {"month": month, "store": store, "money": money} for month, store, money in self.liabilities
            ],
            "dues": [
                {"issuing": issuing, "redeeming": redeeming, "money": money}
                for issuing, redeeming, money in self.dues
            ],
            "losses": [{"store": store, "money": money} for store, money in self.losses],
        }


def prepaid_books(
    connection: Connection, tenant: str, *, zone: ZoneInfo, name: Callable[[str | None], str]
) -> tuple[PrepaidBooks, ...]:
    """The books of every pot of money in which something ever moved; `name` is what a store is called."""
    found = [_books(connection, tenant, pot, zone, name) for pot in POTS_OF_MONEY]
    return tuple(each for each in found if each.liabilities or each.dues or each.losses)


def month_of(dies_at: datetime | None, zone: ZoneInfo) -> str:
    """The local month with whose last moment something dies."""
    return NEVER if dies_at is None else (dies_at - _MOMENT).astimezone(zone).strftime("%Y-%m")


def _books(
    connection: Connection, tenant: str, pot: Pot, zone: ZoneInfo, name: Callable[[str | None], str]
) -> PrepaidBooks:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for held in outstanding(connection, tenant, pot=pot):
        sums[month_of(held.dies_at, zone), name(held.issuing_store)] += held.points
    dues: dict[tuple[str, str], int] = defaultdict(int)
    for each in redeemed(connection, tenant, pot=pot):
        dues[name(each.issuing_store), name(each.redeeming_store)] += each.points
    borne: dict[str, int] = defaultdict(int)
    for lost in losses(connection, tenant, pot=pot):
        borne[name(lost.store)] += lost.points
    return PrepaidBooks(
        account=pot.name,
        liabilities=tuple((month, store, Money(money)) for (month, store), money in sorted(sums.items())),
        dues=tuple((*between, Money(money)) for between, money in sorted(dues.items()) if money),
        losses=tuple((store, Money(money)) for store, money in sorted(borne.items()) if money),
        opened=Money(-account_sums(connection, tenant, ledger=OF_MONEY).get(pot.opening, 0)),
    )
