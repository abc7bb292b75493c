"""Gift cards as rows, locked while their money is worked on; that is in the ledger of money."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, RowMapping, Select, select
from sqlalchemy.dialects import postgresql, sqlite

from server.model import GiftAccount
from server.store.chunks import chunks
from server.store.tables.gift_cards import gift_cards
from server.store.upsert import upsert

_FIELDS = ("card", "state", "replaced_by", "pin_hash", "store", "sold_at", "revision")


def lock_gifts(
    connection: Connection, tenant: str, cards: Collection[str], *, make: Collection[str] = ()
) -> dict[str, GiftAccount]:
    """These cards, locked in the order of their numbers to the end of the transaction.

    Those of `make` that are not there yet are made, so that two who sell one card at once both count.
    """
    if make:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        fresh = [_row(tenant, GiftAccount(card=card)) for card in sorted(make)]
        connection.execute(insert(gift_cards).on_conflict_do_nothing(), fresh)
    found: dict[str, GiftAccount] = {}
    for some in chunks(sorted(cards)):
        query = _cards(tenant, some).order_by(gift_cards.c.card).with_for_update()
        found |= {row["card"]: _account(row) for row in connection.execute(query).mappings()}
    return found


def load_gifts(connection: Connection, tenant: str, cards: Collection[str]) -> dict[str, GiftAccount]:
    """These cards, to look at."""
    queries = (_cards(tenant, some) for some in chunks(cards))
    rows = (row for query in queries for row in connection.execute(query).mappings())
    return {row["card"]: _account(row) for row in rows}


def save_gifts(connection: Connection, tenant: str, accounts: Iterable[GiftAccount]) -> None:
    """Store cards, new ones and changed ones."""
    upsert(connection, gift_cards, [_row(tenant, each) for each in accounts])


def _cards(tenant: str, cards: Collection[str]) -> "Select[tuple[object, ...]]":
    return select(gift_cards).where(gift_cards.c.tenant == tenant, gift_cards.c.card.in_(cards))


def _row(tenant: str, account: GiftAccount) -> Mapping[str, object]:
    return {"tenant": tenant} | {name: getattr(account, name) for name in _FIELDS}


def _account(row: RowMapping) -> GiftAccount:
    return GiftAccount(**{name: row[name] for name in _FIELDS})
