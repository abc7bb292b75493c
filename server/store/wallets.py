"""Who has a wallet, and which of its lots say more than what is left in them."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select

from server.books.pots import WALLET
from server.store.compiled import Later
from server.store.one_by_one import of_each
from server.store.tables.ledger import OF_MONEY

_ACCOUNTS = OF_MONEY.accounts
_WITH_WALLET = of_each(
    select(_ACCOUNTS.c.member).where(
        _ACCOUNTS.c.tenant == bindparam("of_tenant"), _ACCOUNTS.c.account == WALLET.name
    ),
    _ACCOUNTS.c.member,
    shares=True,
)


def ask_wallets(connection: Connection, tenant: str, members: Collection[str]) -> Later[set[str]]:
    """Those of these members who ever paid into a wallet."""
    if not members:
        return set
    asked = _WITH_WALLET.ask(connection, of_tenant=tenant, members=members)
    return lambda: {row["member"] for row in asked.rows()}


def bonuses_beside(connection: Connection, tenant: str, members: Collection[str]) -> set[str]:
    """The bonuses of these members' payments in of which something is left."""
    bonuses, paid = OF_MONEY.lots, OF_MONEY.lots.alias("paid")
    same = [paid.c[name] == bonuses.c[name] for name in ("tenant", "member", "sale")]
    query = (
        select(bonuses.c.lot)
        .where(bonuses.c.tenant == tenant, bonuses.c.member.in_(members), bonuses.c.is_bonus == 1)
        .where(select(paid.c.lot).where(*same, paid.c.is_bonus == 0, paid.c.remaining > 0).exists())
    )
    return set(connection.execute(query).scalars())
